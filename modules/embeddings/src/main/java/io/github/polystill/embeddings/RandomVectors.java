package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random vectors for words without trained ones.
 *
 * <p>Every number is drawn evenly from [-a, a). The vector of a word depends on the seed, the word
 * and a alone, so a word has the same vector in the vocabulary of every fold.
 *
 * <p>Source: Kim 2014, "Convolutional neural networks for sentence classification", section 3.2,
 * draws words that are missing from a file with a such that they have the variance of the words in
 * it, which {@link #rangeFor} does. The 0.25 for no file at all is what fits the vectors used
 * there.
 */
public final class RandomVectors {
  /** The range a where there is no file to take it from. */
  public static final float RANGE = 0.25f;

  private RandomVectors() {}

  /**
   * A matrix of random vectors, [vocabulary size, dimensions]. The row of padding is zero; unknown
   * words share a random one.
   *
   * @throws InvalidInputException where there are no dimensions, or the matrix has more than 2^31 -
   *     1 numbers
   */
  public static EmbeddingMatrix matrixFor(Vocabulary vocabulary, int dimensions, long seed) {
    float[] values = allocate(vocabulary, dimensions);
    List<String> words = vocabulary.words();
    for (int id = 0; id < words.size(); id++) {
      if (id != Vocabulary.PADDING_ID) {
        fill(values, id * dimensions, dimensions, words.get(id), RANGE, seed);
      }
    }
    return new EmbeddingMatrix(values, words.size(), dimensions);
  }

  /** The zeros of a matrix for a vocabulary. */
  static float[] allocate(Vocabulary vocabulary, int dimensions) {
    if (dimensions < 1) {
      throw InvalidInputException.of("word vectors of %s dimensions; give 1 or more", dimensions);
    }
    long size = (long) vocabulary.size() * dimensions;
    if (size > Integer.MAX_VALUE - 8) {
      throw InvalidInputException.of(
          "a vocabulary of %s words with vectors of %s dimensions is too large; limit the number of"
              + " words",
          vocabulary.size(), dimensions);
    }
    return new float[(int) size];
  }

  /** The range with which random numbers have this mean square. */
  static float rangeFor(double meanSquare) {
    return (float) Math.sqrt(3 * meanSquare);
  }

  /** Writes the vector of a word to {@code values} from {@code offset} on. */
  static void fill(
      float[] values, int offset, int dimensions, String word, float range, long seed) {
    SplittableRandom random = new SplittableRandom(mix(seed ^ mix(hash(word))));
    for (int i = offset; i < offset + dimensions; i++) {
      long bits = random.nextLong() >> 40; // 24 bits with sign: every value is exact as a float
      values[i] = (float) bits * 0x1p-23f * range;
    }
  }

  /** FNV-1a over UTF-16 units; String.hashCode has too few bits to tell a million words apart. */
  private static long hash(String word) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64, variant 13 of Stafford. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
