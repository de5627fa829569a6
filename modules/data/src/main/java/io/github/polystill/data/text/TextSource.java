package io.github.polystill.data.text;

import io.github.polystill.data.ContentHash;
import java.io.IOException;
import java.util.Optional;

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

  /** What a user should know of how it is read; nothing where its name says it. */
  default Optional<String> remark() {
    return Optional.empty();
  }

  /**
   * Adds to a hash what tells this text from others and from itself after a change. As it stands,
   * that is all of its paragraphs; texts too large for that have something shorter.
   */
  default void identify(ContentHash hash) throws IOException {
    hash.add(name());
    try (TextReader reader = open()) {
      for (String paragraph = reader.next(); paragraph != null; paragraph = reader.next()) {
        hash.add(paragraph);
      }
    }
  }
}
