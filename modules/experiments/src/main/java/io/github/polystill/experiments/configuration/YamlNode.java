package io.github.polystill.experiments.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A YAML value that knows where it was written. Types are not guessed from the look of a scalar:
 * the schema says what a key holds, so {@code id: 007} stays a text and {@code 1e-3} is a number.
 */
sealed interface YamlNode {
  Location location();

  /** The value as an error message quotes it. */
  String quoted();

  /** The value in YAML's one-line form. */
  String inline();

  /**
   * A scalar.
   *
   * @param plain whether it stands without quotes
   */
  record Scalar(String text, boolean plain, Location location) implements YamlNode {
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    /** Null in so many words, as on a command line, and not just left empty. */
    boolean saysNull() {
      return isNull() && !text.isEmpty();
    }

    @Override
    public String quoted() {
      return isNull() ? "nothing" : YamlWriter.quote(text);
    }

    @Override
    public String inline() {
      return plain ? text : YamlWriter.quote(text);
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, Location location) implements YamlNode {
    @Override
    public String quoted() {
      return items.isEmpty() ? "an empty list" : "a list";
    }

    @Override
    public String inline() {
      return items.stream().map(YamlNode::inline).collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** Keys and values in the order of the file. */
  record Mapping(Map<String, Entry> entries, Location location) implements YamlNode {
    static Mapping empty(Location location) {
      return new Mapping(new LinkedHashMap<>(), location);
    }

    void put(String key, YamlNode value) {
      entries.put(key, new Entry(value.location(), value));
    }

    @Override
    public String quoted() {
      return "a map of keys";
    }

    @Override
    public String inline() {
      return entries.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue().value().inline())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** A value and the place of its key. */
  record Entry(Location location, YamlNode value) {}
}
