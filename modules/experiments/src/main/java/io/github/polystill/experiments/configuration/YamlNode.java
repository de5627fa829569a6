package io.github.polystill.experiments.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML value that knows where it was written. Types are not guessed from the look of a scalar:
 * the key says what it holds, so {@code id: 007} stays a text and {@code 1e-3} is a number.
 */
sealed interface YamlNode {
  Location location();

  /** The value as an error message quotes it. */
  String quoted();

  /** Whether it is a plain null, or nothing at all. */
  default boolean isNull() {
    return false;
  }

  /**
   * A scalar.
   *
   * @param plain whether it stands without quotes
   */
  record Scalar(String text, boolean plain, Location location) implements YamlNode {
    @Override
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    @Override
    public String quoted() {
      return isNull() ? "nothing" : YamlWriter.quote(text);
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, Location location) implements YamlNode {
    @Override
    public String quoted() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /** Keys and values in the order of the file. */
  record Mapping(Map<String, Entry> entries, Location location) implements YamlNode {
    static Mapping empty(Location location) {
      return new Mapping(new LinkedHashMap<>(), location);
    }

    @Override
    public String quoted() {
      return "a map of keys";
    }
  }

  /** A value and the place of its key. */
  record Entry(Location location, YamlNode value) {}
}
