package io.github.polystill.experiments.configuration;

import io.github.polystill.experiments.configuration.ArchitectureSettings.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of architectures, each with settings of its own: {@code [textcnn]}, {@code [textcnn:
 * {filters: 64}]} or a map of names.
 */
record ArchitecturesType(Section<TextCnnSettings> textCnn)
    implements ValueType<List<ArchitectureSettings>> {
  private static final List<String> PLANNED = List.of("textrnn", "han", "gru-att");

  /** The part of an architecture's section that is not a setting of the network. */
  record Training(Optional<Integer> batchSize) {}

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
    if (PLANNED.contains(name)) {
      throw entry
          .location()
          .error(key, name + " is planned but not in this version; available: " + TextCnn.NAME);
    }
    if (!name.equals(TextCnn.NAME)) {
      throw entry
          .location()
          .error(key, "unknown architecture " + name + "; available: " + TextCnn.NAME);
    }
    Map<String, Object> values = textCnn.readValues(Section.join(key, name), entry.value());
    return new TextCnn(
        RecordBinding.create(TextCnnSettings.class, values),
        RecordBinding.create(Training.class, values).batchSize());
  }

  /** The map form of whichever form a file uses. */
  YamlNode.Mapping byName(String key, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    YamlNode.Mapping result = new YamlNode.Mapping(new LinkedHashMap<>(), node.location());
    List<YamlNode> items =
        node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
    for (YamlNode item : items) {
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
      if (architecture instanceof TextCnn cnn) {
        Map<String, Object> values = RecordBinding.components(cnn.settings());
        values.putAll(RecordBinding.components(new Training(cnn.batchSize())));
        result.put(cnn.name(), textCnn.write(values));
      }
    }
    return result;
  }

  @Override
  public String expected() {
    return "a list of architectures (" + TextCnn.NAME + "), each a name or {name: {settings}}";
  }
}
