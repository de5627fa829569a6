package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a file of word vectors.
 *
 * @param words number of vectors
 * @param dimensions numbers per vector
 */
record Header(long words, int dimensions) {
  /** So that a damaged first line cannot ask for all the memory. */
  private static final int MAX_DIMENSIONS = 1 << 16;

  private static final Pattern LINE = Pattern.compile("([0-9]{1,18})[ \t]+([0-9]{1,18})[ \t\r]*");

  /**
   * Reads a line, empty where it is no header.
   *
   * @throws InvalidInputException where the header has no sensible number of dimensions
   */
  static Optional<Header> parse(byte[] bytes, int from, int to, Path file) {
    Matcher matcher = LINE.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long words = Long.parseLong(matcher.group(1));
    long dimensions = Long.parseLong(matcher.group(2));
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new InvalidInputException(
          file
              + ":1: the first line says "
              + dimensions
              + " dimensions, not 1 to "
              + MAX_DIMENSIONS
              + "; give a file in word2vec text or binary format");
    }
    return Optional.of(new Header(words, (int) dimensions));
  }
}
