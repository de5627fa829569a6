package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.NearestName;
import io.github.polystill.models.ArchitectureRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of architectures, each with settings of its own: {@code [textcnn]}, {@code [textcnn:
 * {filters: 64}]} or a map of names.
 *
 * @param registry the architectures that can be named
 */
record ArchitecturesType(ArchitectureRegistry registry)
    implements ValueType<List<ArchitectureSettings>> {

  /** All of them, with their defaults. */
  List<ArchitectureSettings> defaults() {
    return registry.types().stream().map(ArchitectureSettings::defaultsOf).toList();
  }

  /** The keys of each architecture. */
  List<ArchitectureSection<?>> sections() {
    return registry.types().stream().<ArchitectureSection<?>>map(ArchitectureSection::of).toList();
  }

  @Override
  public List<ArchitectureSettings> read(String key, YamlNode node) {
    YamlNode.Mapping byName = byName(key, node);
    if (byName.entries().isEmpty()) {
      throw unexpected(key, node);
    }
    List<ArchitectureSettings> architectures = new ArrayList<>();
    byName.entries().forEach((name, entry) -> architectures.add(readOne(key, name, entry)));
    return List.copyOf(architectures);
  }

  private ArchitectureSettings readOne(String key, String name, YamlNode.Entry entry) {
    return registry
        .find(name)
        .map(ArchitectureSection::of)
        .orElseThrow(() -> unknown(key, name, entry))
        .read(Section.join(key, name), entry.value());
  }

  private InvalidInputException unknown(String key, String name, YamlNode.Entry entry) {
    String remedy =
        NearestName.among(registry.names(), name)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElseGet(() -> "available: " + names());
    return entry.location().error(key, "unknown architecture " + name + "; " + remedy);
  }

  private String names() {
    return String.join(", ", registry.names());
  }

  /** The map form of whichever form a file uses. */
  YamlNode.Mapping byName(String key, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    YamlNode.Mapping result = new YamlNode.Mapping(new LinkedHashMap<>(), node.location());
    for (YamlNode item : ListType.items(node)) {
      YamlNode.Mapping one = oneByName(key, item);
      for (Map.Entry<String, YamlNode.Entry> entry : one.entries().entrySet()) {
        if (result.entries().putIfAbsent(entry.getKey(), entry.getValue()) != null) {
          throw item.location().error(key, entry.getKey() + " is listed twice; remove one");
        }
      }
    }
    return result;
  }

  private YamlNode.Mapping oneByName(String key, YamlNode item) {
    if (item instanceof YamlNode.Mapping mapping && mapping.entries().size() == 1) {
      return mapping;
    }
    if (item instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      YamlNode.Mapping mapping = YamlNode.Mapping.empty(item.location());
      mapping.put(scalar.text(), YamlNode.Mapping.empty(item.location()));
      return mapping;
    }
    throw unexpected(key, item);
  }

  @Override
  public YamlNode write(List<ArchitectureSettings> architectures) {
    YamlNode.Mapping result = YamlWriter.mapping();
    for (ArchitectureSettings architecture : architectures) {
      result.put(
          architecture.name(), ArchitectureSection.of(architecture.type()).write(architecture));
    }
    return result;
  }

  @Override
  public String expected() {
    return "a list of architectures (" + names() + "), each a name or {name: {settings}}";
  }
}
