package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.NearestName;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.ArchitectureType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of architectures, each with settings of its own: {@code [textcnn]}, {@code [textcnn:
 * {filters: 64}]} or a map of names. The keys of an architecture are its settings and a batch size.
 *
 * @param registry the architectures that can be named
 */
record ArchitecturesType(ArchitectureRegistry registry) implements ValueType {
  static final String BATCH_SIZE = "batchSize";

  @Override
  public Map<String, Section> sections(String path) {
    Map<String, Section> sections = new LinkedHashMap<>();
    registry.types().forEach(type -> sections.put(Section.join(path, type.name()), section(type)));
    return sections;
  }

  private Section section(ArchitectureType type) {
    Section settings =
        new ExperimentKeys(this).section(type.settingsClass(), type.meaning(), components(type));
    List<DeclaredKey> keys = new ArrayList<>(settings.keys());
    keys.add(
        new DeclaredKey(
            BATCH_SIZE,
            ScalarType.whole(1),
            true,
            "`" + type.batchSize().map(Object::toString).orElse("optimisation.batchSize") + "`",
            "Documents per step for this architecture."));
    return new Section(type.settingsClass(), type.meaning(), keys);
  }

  @Override
  public Object read(String key, YamlNode node) {
    YamlNode.Mapping byName = byName(key, node);
    if (byName.entries().isEmpty()) {
      throw unexpected(key, node);
    }
    List<ArchitectureSettings> architectures = new ArrayList<>();
    byName.entries().forEach((name, entry) -> architectures.add(readOne(key, name, entry)));
    return List.copyOf(architectures);
  }

  private ArchitectureSettings readOne(String key, String name, YamlNode.Entry entry) {
    ArchitectureType type = registry.find(name).orElseThrow(() -> unknown(key, name, entry));
    Map<String, Object> values = section(type).values(Section.join(key, name), entry.value());
    Map<String, Object> all = components(type);
    all.putAll(values);
    return new ArchitectureSettings(
        (Architecture) Components.create(type.settingsClass(), all),
        ((Optional<?>) values.get(BATCH_SIZE)).map(Integer.class::cast).or(type::batchSize));
  }

  private static Map<String, Object> components(ArchitectureType type) {
    return Components.of(type.settingsClass().cast(type.defaults()));
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
    YamlNode.Mapping result = YamlNode.Mapping.empty(node.location());
    for (YamlNode item : ListType.items(node)) {
      oneByName(key, item)
          .forEach(
              (name, entry) -> {
                if (result.entries().putIfAbsent(name, entry) != null) {
                  throw item.location().error(key, name + " is listed twice; remove one");
                }
              });
    }
    return result;
  }

  private Map<String, YamlNode.Entry> oneByName(String key, YamlNode item) {
    if (item instanceof YamlNode.Mapping mapping && mapping.entries().size() == 1) {
      return mapping.entries();
    }
    if (item instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      return Map.of(scalar.text(), withDefaults(item.location()));
    }
    throw unexpected(key, item);
  }

  private static YamlNode.Entry withDefaults(Location location) {
    return new YamlNode.Entry(location, YamlNode.Mapping.empty(location));
  }

  /** All of them, as they are where a file names none. */
  YamlNode.Mapping all(Location location) {
    YamlNode.Mapping result = YamlNode.Mapping.empty(location);
    registry.names().forEach(name -> result.entries().put(name, withDefaults(location)));
    return result;
  }

  @Override
  public String expected() {
    return "a list of architectures (" + names() + "), each a name or {name: {settings}}";
  }

  @Override
  public void describe(ObjectNode schema) {
    ArrayNode forms = schema.putArray("anyOf");
    ObjectNode byName = forms.addObject().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = byName.put("minProperties", 1).putObject("properties");
    for (ArchitectureType type : registry.types()) {
      new DeclaredKey(type.name(), section(type), false, "", type.meaning())
          .describe(properties.putObject(type.name()));
    }
    ObjectNode list = forms.addObject().put("type", "array").put("minItems", 1);
    ArrayNode items = list.putObject("items").putArray("anyOf");
    items.addObject().put("$ref", "#/properties/architectures/anyOf/0");
    for (ArrayNode names : List.of(items, forms)) {
      ArrayNode choices = names.addObject().putArray("enum");
      registry.names().forEach(choices::add);
    }
  }
}
