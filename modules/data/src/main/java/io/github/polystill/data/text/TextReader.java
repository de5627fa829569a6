package io.github.polystill.data.text;

import java.io.Closeable;
import java.io.IOException;

/** Paragraphs of a {@link TextSource}, one after the other; used by one thread. */
public interface TextReader extends Closeable {
  /**
   * The next paragraph, never blank, without its line end; null at the end.
   *
   * @throws io.github.polystill.data.InvalidInputException where the text is damaged or not UTF-8,
   *     with file and line or byte
   */
  String next() throws IOException;

  /** How much of {@link TextSource#bytes} has been read so far. */
  long bytesRead();
}
