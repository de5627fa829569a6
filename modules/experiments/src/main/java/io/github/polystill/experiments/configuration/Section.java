package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A map of known keys, read into a record whose components have the keys' names.
 *
 * @param type the record
 * @param meaning one sentence for the key reference
 * @param keys in the order in which they are written
 */
record Section(Class<? extends Record> type, String meaning, List<DeclaredKey> keys)
    implements ValueType {

  @Override
  public Record read(String path, YamlNode node) {
    return Components.create(type, values(path, node));
  }

  /** The values by key, defaults included; keys that nobody knows are errors. */
  Map<String, Object> values(String path, YamlNode node) {
    YamlNode.Mapping mapping = mapping(path, node);
    for (String name : mapping.entries().keySet()) {
      if (!names().contains(name)) {
        Location where = mapping.entries().get(name).value().location();
        throw where.error(join(path, name), "unknown key; " + suggestion(path, name));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    keys.forEach(key -> values.put(key.name(), key.read(join(path, key.name()), mapping)));
    return values;
  }

  /** A section without a value ({@code folds:}) has all its defaults. */
  private YamlNode.Mapping mapping(String path, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    if (node.isNull()) {
      return YamlNode.Mapping.empty(node.location());
    }
    throw unexpected(path, node);
  }

  private String suggestion(String path, String unknown) {
    return NearestName.among(names(), unknown)
        .map(name -> join(path, name))
        .or(() -> ExperimentKeys.nearest(unknown))
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> "known here: " + String.join(", ", names()));
  }

  private List<String> names() {
    return keys.stream().map(DeclaredKey::name).toList();
  }

  @Override
  public String expected() {
    return "a map with keys out of " + String.join(", ", names());
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    keys.forEach(key -> key.describe(properties.putObject(key.name())));
    keys.stream()
        .filter(DeclaredKey::isRequired)
        .forEach(key -> schema.withArray("required").add(key.name()));
  }

  @Override
  public Map<String, Section> sections(String path) {
    Map<String, Section> sections = new LinkedHashMap<>();
    sections.put(path, this);
    keys.forEach(key -> sections.putAll(key.type().sections(join(path, key.name()))));
    return sections;
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
