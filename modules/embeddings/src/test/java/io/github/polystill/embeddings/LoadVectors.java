package io.github.polystill.embeddings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads a file of word vectors and says how long it took. With a number of words and dimensions it
 * writes such a file first.
 */
final class LoadVectors {
  private LoadVectors() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    if (args.length > 2) {
      ManyWords words = new ManyWords(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      WordVectorsWriter.writeBinary(file, words);
    }
    long start = System.nanoTime();
    WordVectors vectors = WordVectors.read(file);
    double seconds = (System.nanoTime() - start) / 1e9;
    int last = vectors.size() - 1;
    if (vectors.row(vectors.word(last)).orElseThrow() != last) {
      throw new IllegalStateException("a word is lost");
    }
    System.out.printf(
        Locale.ROOT, "read %d x %d in %.1f s%n", vectors.size(), vectors.dimensions(), seconds);
  }
}
