package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;

/**
 * Where a value was written.
 *
 * @param place such as {@code e.yaml:3} or {@code `override: folds.count`}
 * @param override the path of an override; empty for a line of a file
 */
record Location(String place, String override) {
  static Location line(String file, int number) {
    return new Location(file + ":" + number, "");
  }

  static Location override(String path) {
    return new Location("`override: " + path + "`", path);
  }

  boolean isOverride() {
    return !override.isEmpty();
  }

  /** An error about a key whose value stands here. */
  InvalidInputException error(String key, String problem) {
    String about = key.isEmpty() || key.equals(override) ? "" : key + ": ";
    return InvalidInputException.of("%s: %s%s", place, about, problem);
  }
}
