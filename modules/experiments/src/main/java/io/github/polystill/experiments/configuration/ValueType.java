package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;

/**
 * What a key may hold: how it is read, checked, written and described.
 *
 * @param <T> the Java type of the value
 */
interface ValueType<T> {

  /**
   * The value of a node.
   *
   * @param key full path of the key, for errors
   * @throws InvalidInputException that says where, and what was expected, for any other value
   */
  T read(String key, YamlNode node);

  /** The node that reads as this value. */
  YamlNode write(T value);

  /** What a user may write, as in "expected a whole number of at least 1". */
  String expected();

  /** The error for a value of the wrong type or outside the limits. */
  default InvalidInputException unexpected(String key, YamlNode node) {
    return node.location().error(key, "expected " + expected() + ", found " + node.quoted());
  }
}
