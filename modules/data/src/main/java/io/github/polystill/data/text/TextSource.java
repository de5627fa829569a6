package io.github.polystill.data.text;

import java.io.IOException;

/** Text that can be read from its beginning as often as needed, such as a file. */
public interface TextSource {
  /** What messages call it, such as the file's path. */
  String name();

  /** Size as it is stored, for progress and ETA. */
  long bytes() throws IOException;

  /**
   * Starts reading.
   *
   * @throws io.github.polystill.data.InvalidInputException where it is missing or not what it looks
   *     like
   */
  TextReader open() throws IOException;
}
