package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.InvalidInputException;
import java.util.Map;

/** What a key may hold: how it is read, checked and described. */
interface ValueType {

  /**
   * The value of a node.
   *
   * @param key full path of the key, for errors
   * @throws InvalidInputException that says where, and what was expected, for any other value
   */
  Object read(String key, YamlNode node);

  /** What a user may write, as in "expected a whole number of at least 1". */
  String expected();

  /** Says the same in a JSON schema, which may let more through but nothing less. */
  void describe(ObjectNode schema);

  /** The sections that it consists of, itself included, by their paths. */
  default Map<String, Section> sections(String path) {
    return Map.of();
  }

  /** The error for a value of the wrong type or outside the limits. */
  default InvalidInputException unexpected(String key, YamlNode node) {
    return node.location().error(key, "expected " + expected() + ", found " + node.quoted());
  }
}
