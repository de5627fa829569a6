package io.github.polystill.transformers;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Cuts texts into the ids that an encoder reads, as a {@code tokenizer.json} says. */
final class Pieces implements AutoCloseable {
  static {
    // DJL reports to its makers from some machines, asks servers for libraries, and unpacks its
    // own.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("DJL_OFFLINE", "true");
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "polystill");
    boolean isOurs = System.getProperty("ENGINE_CACHE_DIR") == null;
    if (isOurs && cache.toFile().isDirectory() && cache.toFile().canWrite()) {
      System.setProperty("ENGINE_CACHE_DIR", cache.toString());
    }
  }

  private final HuggingFaceTokenizer tokenizer;
  private final boolean lowerCase;

  /** Those that stand before and behind every text. */
  private final int[] ends;

  private Pieces(HuggingFaceTokenizer tokenizer, boolean lowerCase) {
    this.tokenizer = tokenizer;
    this.lowerCase = lowerCase;
    this.ends = ids("", true);
  }

  static Pieces open(Path file) {
    // Where DJL looks for its library; this module's may be below the one of the JVM's start.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Pieces.class.getClassLoader());
    try {
      return read(file);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Pieces read(Path file) {
    Pieces pieces = null;
    try {
      InputFile.requireReadable(file, "tokenizer");
      boolean lowerCase =
          !hasCapitals(RecordsJson.mapper().readTree(file.toFile()).path("model").path("vocab"));
      try (InputStream in = Files.newInputStream(file)) {
        pieces =
            new Pieces(
                HuggingFaceTokenizer.newInstance(
                    in, Map.of("truncation", "false", "padding", "false")),
                lowerCase);
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // native code throws the latter
      throw InvalidInputException.of(
          e,
          "%s: cannot be read as a tokenizer: %s",
          file,
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    if (pieces.ends.length != 2) {
      pieces.close();
      throw InvalidInputException.of(
          "%s: puts %d tokens around a text; an encoder's puts one before it and one behind",
          file, pieces.ends.length);
    }
    return pieces;
  }

  /** Whether a vocabulary knows capitals, but for its names of tokens such as {@code [CLS]}. */
  private static boolean hasCapitals(JsonNode vocabulary) {
    if (vocabulary.isArray()) { // of pairs
      for (JsonNode pair : vocabulary) {
        if (hasCapitals(pair.path(0).asText())) {
          return true;
        }
      }
      return false;
    }
    for (var names = vocabulary.fieldNames(); names.hasNext(); ) {
      if (hasCapitals(names.next())) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasCapitals(String piece) {
    return !piece.startsWith("[")
        && !piece.startsWith("<")
        && piece.chars().anyMatch(it -> it >= 'A' && it <= 'Z');
  }

  /** The ids of a text, in lower case where the vocabulary has no other, nothing around them. */
  int[] of(String text) {
    return ids(lowerCase ? text.toLowerCase(Locale.ROOT) : text, false);
  }

  private int[] ids(String text, boolean withEnds) {
    return Arrays.stream(tokenizer.encode(text, withEnds, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  int start() {
    return ends[0];
  }

  int end() {
    return ends[1];
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
