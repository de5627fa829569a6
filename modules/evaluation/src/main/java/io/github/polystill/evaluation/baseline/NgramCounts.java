package io.github.polystill.evaluation.baseline;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import io.github.polystill.data.segmentation.TextNormalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How often texts have which character 1-3-grams, and their TF-IDF vectors, as scikit-learn's
 * {@code TfidfVectorizer(analyzer="char", ngram_range=(1, 3))} has them: lower case, runs of white
 * space as one space, {@code idf = ln((1 + n) / (1 + df)) + 1}, vectors of length 1. Texts are
 * normalised first, as they are for networks.
 *
 * @param ngrams [documents][distinct n-grams], ascending numbers from 0
 * @param counts [documents][distinct n-grams]
 * @param size number of distinct n-grams of all documents
 */
@SuppressWarnings("ArrayRecordComponent")
record NgramCounts(int[][] ngrams, int[][] counts, int size) {
  private static final int LONGEST = 3;

  /** Bits of a code point plus one, so that three fit into a long and 0 is none. */
  private static final int BITS = 21;

  private static final char NEXT_LINE = '\u0085';

  /** Counts the n-grams of texts. */
  static NgramCounts of(List<String> texts) {
    long[][] keys = texts.stream().map(NgramCounts::sortedKeys).toArray(long[][]::new);
    int[][] counts = new int[keys.length][];
    int total = 0;
    for (int i = 0; i < keys.length; i++) {
      counts[i] = runs(keys[i]);
      keys[i] = distinct(keys[i], counts[i].length);
      total = Math.addExact(total, counts[i].length);
    }
    long[] all = new long[total];
    int end = 0;
    for (long[] of : keys) {
      System.arraycopy(of, 0, all, end, of.length);
      end += of.length;
    }
    Arrays.sort(all);
    long[] vocabulary = distinct(all, runs(all).length);
    int[][] ngrams = new int[keys.length][];
    for (int i = 0; i < keys.length; i++) {
      ngrams[i] =
          Arrays.stream(keys[i]).mapToInt(key -> Arrays.binarySearch(vocabulary, key)).toArray();
    }
    return new NgramCounts(ngrams, counts, vocabulary.length);
  }

  private static long[] sortedKeys(String text) {
    int[] characters = characters(TextNormalizer.normalize(text).toLowerCase(Locale.ROOT));
    int length = characters.length;
    long[] keys =
        new long[length == 0 ? 0 : length + Math.max(0, length - 1) + Math.max(0, length - 2)];
    int end = 0;
    for (int i = 0; i < length; i++) {
      long key = 0;
      for (int n = 0; n < LONGEST && i + n < length; n++) {
        key |= (characters[i + n] + 1L) << (BITS * (LONGEST - 1 - n));
        keys[end++] = key;
      }
    }
    Arrays.sort(keys);
    return keys;
  }

  /** Code points with two or more white spaces as one space; one alone stays what it is. */
  private static int[] characters(String text) {
    int[] all = text.codePoints().toArray();
    int end = 0;
    for (int i = 0; i < all.length; ) {
      int next = i;
      while (next < all.length && isSpace(all[next])) {
        next++;
      }
      if (next - i >= 2) {
        all[end++] = ' ';
        i = next;
      } else {
        all[end++] = all[i++];
      }
    }
    return Arrays.copyOf(all, end);
  }

  private static boolean isSpace(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == NEXT_LINE;
  }

  /** How often each value of a sorted array occurs. */
  private static int[] runs(long[] sorted) {
    int[] runs = new int[sorted.length];
    int end = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0 && sorted[i] != sorted[i - 1]) {
        end++;
      }
      runs[end]++;
    }
    return Arrays.copyOf(runs, sorted.length == 0 ? 0 : end + 1);
  }

  private static long[] distinct(long[] sorted, int size) {
    long[] distinct = new long[size];
    int end = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        distinct[end++] = sorted[i];
      }
    }
    return distinct;
  }

  /**
   * Weights of the n-grams by their documents.
   *
   * @param documents that are counted
   * @return [size], 0 for an n-gram that none of them has
   */
  double[] inverseFrequencies(int[] documents) {
    int[] frequencies = new int[size];
    for (int document : documents) {
      for (int ngram : ngrams[document]) {
        frequencies[ngram]++;
      }
    }
    double[] inverse = new double[size];
    for (int i = 0; i < size; i++) {
      if (frequencies[i] > 0) {
        inverse[i] = StrictMath.log((1.0 + documents.length) / (1.0 + frequencies[i])) + 1;
      }
    }
    return inverse;
  }

  /**
   * A document's vector.
   *
   * @param inverse of the documents that are learnt from; n-grams of weight 0 are left out
   * @return features by number from 1, then one of value 1 and number {@code size + 1} for the bias
   */
  Feature[] vector(int document, double[] inverse) {
    int[] own = ngrams[document];
    Feature[] features = new Feature[own.length + 1];
    double squares = 0;
    int end = 0;
    for (int i = 0; i < own.length; i++) {
      double weight = counts[document][i] * inverse[own[i]];
      if (weight > 0) {
        features[end++] = new FeatureNode(own[i] + 1, weight);
        squares += weight * weight;
      }
    }
    double norm = Math.sqrt(squares);
    for (int i = 0; i < end; i++) {
      features[i].setValue(features[i].getValue() / norm);
    }
    features[end++] = new FeatureNode(size + 1, 1);
    return Arrays.copyOf(features, end);
  }
}
