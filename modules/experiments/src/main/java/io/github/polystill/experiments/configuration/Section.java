package io.github.polystill.experiments.configuration;

import io.github.polystill.data.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map of known keys, read into a record whose components have the keys' names.
 *
 * @param type the record
 * @param meaning one sentence for the key reference
 * @param keys in the order in which they are written
 */
record Section<R extends Record>(Class<R> type, String meaning, List<Key<?>> keys)
    implements ValueType<R> {

  @Override
  public R read(String path, YamlNode node) {
    return RecordBinding.create(type, readValues(path, node));
  }

  /** The values by key, defaults included; keys that nobody knows are errors. */
  Map<String, Object> readValues(String path, YamlNode node) {
    YamlNode.Mapping mapping = mapping(path, node);
    for (Map.Entry<String, YamlNode.Entry> entry : mapping.entries().entrySet()) {
      if (keys.stream().noneMatch(key -> key.name().equals(entry.getKey()))) {
        throw entry
            .getValue()
            .location()
            .error(join(path, entry.getKey()), "unknown key; " + suggestion(path, entry.getKey()));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Key<?> key : keys) {
      values.put(key.name(), key.read(join(path, key.name()), mapping));
    }
    return values;
  }

  /** A section without a value ({@code folds:}) has all its defaults. */
  private YamlNode.Mapping mapping(String path, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    if (node instanceof YamlNode.Scalar scalar && scalar.isNull()) {
      return YamlNode.Mapping.empty(node.location());
    }
    throw unexpected(path, node);
  }

  private String suggestion(String path, String unknown) {
    List<String> names = keys.stream().<String>map(Key::name).toList();
    Optional<String> elsewhere =
        NearestName.among(names, unknown)
            .map(name -> join(path, name))
            .or(() -> ExperimentSchema.pathOfNearest(unknown));
    return elsewhere
        .map(name -> "did you mean " + name + "?")
        .orElseGet(() -> "known here: " + String.join(", ", names));
  }

  @Override
  public YamlNode write(R value) {
    return write(RecordBinding.components(value));
  }

  YamlNode.Mapping write(Map<String, Object> components) {
    YamlNode.Mapping mapping = YamlWriter.mapping();
    keys.forEach(key -> key.write(mapping, components));
    return mapping;
  }

  @Override
  public String expected() {
    List<String> names = keys.stream().<String>map(Key::name).toList();
    return "a map with keys out of " + String.join(", ", names);
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
