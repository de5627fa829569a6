package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.TextNormalizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Reads files of word vectors in any {@link WordVectorsFormat}, compressed with gzip, bzip2 or xz
 * or not, all of which it finds out by itself.
 *
 * <p>All methods throw {@link InvalidInputException} with a line of text or a byte of a binary file
 * where a file is missing, truncated or not what its header says, has a line with too few or too
 * many numbers, or a number that is none or not finite.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class WordVectorsReader {
  private static final int FIRST_WORDS = 10;

  private WordVectorsReader() {}

  /**
   * The vectors of a vocabulary in as many dimensions as the file has.
   *
   * <p>A word has the vector of the same spelling, or else that of the first word of the file which
   * {@link TextNormalizer} makes it of: texts are normalised before words are cut, files of vectors
   * often have full-width punctuation.
   *
   * <p>Words that the file lacks get random vectors as {@link RandomVectors} draws them, with the
   * variance of all numbers of the file. The row of unknown words is that of a word spelled {@link
   * Vocabulary#UNKNOWN} in the file, else random; the row of padding is zero.
   *
   * @param seed of the random vectors
   * @throws InvalidInputException also where a word comes twice
   */
  public static VocabularyVectors readFor(Path file, Vocabulary vocabulary, long seed)
      throws IOException {
    try (VectorRows rows = VectorRows.open(file)) {
      return read(rows, vocabulary, seed);
    }
  }

  /**
   * The vectors of a vocabulary as {@link #readFor(Path, Vocabulary, long)} reads them.
   *
   * @throws InvalidInputException also where the file does not have the expected dimensions
   */
  public static VocabularyVectors readFor(
      Path file, Vocabulary vocabulary, int expectedDimensions, long seed) throws IOException {
    try (VectorRows rows = open(file, expectedDimensions)) {
      return read(rows, vocabulary, seed);
    }
  }

  /**
   * Looks at the beginning of a file only, so that a wrong one is found before any work is done.
   *
   * @throws InvalidInputException where the file does not have the expected dimensions
   */
  public static void requireDimensions(Path file, int expectedDimensions) throws IOException {
    open(file, expectedDimensions).close();
  }

  private static VectorRows open(Path file, int expectedDimensions) throws IOException {
    VectorRows rows = VectorRows.open(file);
    if (rows.vector.length != expectedDimensions) {
      rows.close();
      throw InvalidInputException.of(
          "%s: has %d dimensions, not the %d that the experiment expects; give another file or change"
              + " the experiment",
          file, rows.vector.length, expectedDimensions);
    }
    return rows;
  }

  private static VocabularyVectors read(VectorRows rows, Vocabulary vocabulary, long seed)
      throws IOException {
    int dimensions = rows.vector.length;
    float[] values = RandomVectors.allocate(vocabulary, dimensions);
    BitSet exact = new BitSet(vocabulary.size());
    BitSet normalized = new BitSet(vocabulary.size());
    PackedWords seen = new PackedWords();
    double squares = 0;
    while (rows.next()) {
      if (rows.addTo(seen) < 0) {
        throw rows.comesTwice();
      }
      squares += rows.squares();
      String word = rows.word();
      int id = vocabulary.id(word);
      boolean asSpelled = id >= Vocabulary.RESERVED || word.equals(Vocabulary.UNKNOWN);
      if (!asSpelled && TextNormalizer.mayChange(word)) {
        id = vocabulary.id(TextNormalizer.normalize(word));
      }
      boolean first = id >= Vocabulary.RESERVED && !exact.get(id) && !normalized.get(id);
      if (asSpelled || first) {
        System.arraycopy(rows.vector, 0, values, id * dimensions, dimensions);
        (asSpelled ? exact : normalized).set(id);
      }
    }
    normalized.andNot(exact);
    double meanSquare = squares / rows.rows / dimensions;
    float range = meanSquare > 0 ? RandomVectors.rangeFor(meanSquare) : RandomVectors.RANGE;
    BitSet known = (BitSet) exact.clone();
    known.or(normalized);
    known.set(Vocabulary.PADDING_ID);
    for (int id = known.nextClearBit(0); id < vocabulary.size(); id = known.nextClearBit(id + 1)) {
      String word = vocabulary.words().get(id);
      RandomVectors.fill(values, id * dimensions, dimensions, word, range, seed);
    }
    return new VocabularyVectors(
        new EmbeddingMatrix(values, vocabulary.size(), dimensions),
        exact.get(Vocabulary.RESERVED, vocabulary.size()).cardinality(),
        normalized.cardinality());
  }

  /** Those of some words that a file has vectors of. */
  public static Set<String> wordsIn(Path file, Set<String> wanted) throws IOException {
    Set<String> found = new HashSet<>();
    try (VectorRows rows = VectorRows.open(file)) {
      while (rows.next()) {
        String word = rows.word();
        if (wanted.contains(word)) {
          found.add(word);
        }
      }
    }
    return found;
  }

  /** What a file holds. Words that come twice are counted instead of refused. */
  public static WordVectorsInfo info(Path file) throws IOException {
    try (VectorRows rows = VectorRows.open(file)) {
      List<String> firstWords = new ArrayList<>();
      PackedWords seen = new PackedWords();
      long duplicates = 0;
      double norms = 0;
      while (rows.next()) {
        norms += Math.sqrt(rows.squares());
        if (rows.addTo(seen) < 0) {
          duplicates++;
        }
        if (rows.rows <= FIRST_WORDS) {
          firstWords.add(rows.word());
        }
      }
      return new WordVectorsInfo(
          rows.format,
          rows.in.compression(),
          rows.rows,
          rows.vector.length,
          norms / rows.rows,
          firstWords,
          duplicates);
    }
  }
}
