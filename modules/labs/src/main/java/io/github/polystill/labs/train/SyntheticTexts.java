package io.github.polystill.labs.train;

import io.github.polystill.embeddings.EmbeddingMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Texts of words that are as unevenly frequent as those of a language: word i of the vocabulary has
 * a probability proportional to 1 / i (Zipf's law with exponent 1).
 *
 * @param tokens [documents][length], not padded; ids from 1 on
 * @param targets [documents][2]: a frequent label and a rare one, at random
 * @param vectors of all words; row 0, padding, is zero
 */
@SuppressWarnings("ArrayRecordComponent")
public record SyntheticTexts(int[][] tokens, float[][] targets, EmbeddingMatrix vectors) {
  static final int LABELS = 2;
  private static final double[] SHARES = {0.5, 0.13};
  private static final float RANGE = 0.25f;

  /**
   * Texts that depend on the arguments alone.
   *
   * @param words size of the vocabulary, padding included
   */
  public static SyntheticTexts generate(
      int documents, Lengths lengths, int words, int dimensions, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] cumulative = cumulative(words - 1);
    int[][] tokens = new int[documents][];
    float[][] targets = new float[documents][LABELS];
    for (int i = 0; i < documents; i++) {
      tokens[i] = new int[lengths.draw(random)];
      for (int j = 0; j < tokens[i].length; j++) {
        tokens[i][j] = draw(cumulative, random);
      }
      for (int label = 0; label < LABELS; label++) {
        targets[i][label] = random.nextDouble() < SHARES[label] ? 1 : 0;
      }
    }
    float[] vectors = new float[words * dimensions];
    for (int i = dimensions; i < vectors.length; i++) {
      vectors[i] = RANGE * (float) (2 * random.nextDouble() - 1);
    }
    return new SyntheticTexts(tokens, targets, new EmbeddingMatrix(vectors, words, dimensions));
  }

  private static double[] cumulative(int words) {
    double[] sums = new double[words];
    double sum = 0;
    for (int i = 0; i < words; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    return sums;
  }

  private static int draw(double[] cumulative, SplittableRandom random) {
    double value = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, value);
    int index = found >= 0 ? found + 1 : -found - 1;
    return Math.min(index, cumulative.length - 1) + 1;
  }
}
