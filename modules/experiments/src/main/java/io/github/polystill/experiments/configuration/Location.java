package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;

/** Where a value was written: a line of a file, or an override on the command line. */
sealed interface Location {

  /** An error about a key whose value stands here. */
  InvalidInputException error(String key, String problem);

  /** A 1-based line of a file. */
  record Line(String file, int number) implements Location {
    @Override
    public InvalidInputException error(String key, String problem) {
      String where = file + ":" + number + ": ";
      return new InvalidInputException(where + (key.isEmpty() ? "" : key + ": ") + problem);
    }
  }

  /** {@code --set path=value}. */
  record CommandLine(String path) implements Location {
    @Override
    public InvalidInputException error(String key, String problem) {
      String about = key.isEmpty() || key.equals(path) ? "" : key + ": ";
      return new InvalidInputException("--set " + path + ": " + about + problem);
    }
  }
}
