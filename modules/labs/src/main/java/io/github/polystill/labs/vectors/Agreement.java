package io.github.polystill.labs.vectors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far two sets of vectors agree.
 *
 * @param neighbourOverlap mean part of a word's ten nearest words that both have in common
 * @param similarityCorrelation Pearson correlation of the cosines of pairs of words
 */
record Agreement(double neighbourOverlap, double similarityCorrelation) {
  private static final int NEIGHBOURS = 10;
  private static final int WORDS = 500;
  private static final int PAIRS = 20_000;

  Agreement averagedWith(Agreement other) {
    return new Agreement(
        (neighbourOverlap + other.neighbourOverlap) / 2,
        (similarityCorrelation + other.similarityCorrelation) / 2);
  }

  /**
   * Compares over the words that both have: neighbours of words evenly spread over the first
   * 10,000, and pairs of those drawn at random.
   *
   * @param words most frequent first
   */
  static Agreement of(List<String> words, Vectors first, Vectors second) {
    List<String> common =
        words.stream()
            .filter(word -> first.byWord().containsKey(word) && second.byWord().containsKey(word))
            .limit(10_000)
            .toList();
    float[][] a = common.stream().map(first.byWord()::get).toArray(float[][]::new);
    float[][] b = common.stream().map(second.byWord()::get).toArray(float[][]::new);
    return new Agreement(overlap(a, b), correlation(a, b));
  }

  private static double overlap(float[][] a, float[][] b) {
    int step = Math.max(1, a.length / WORDS);
    List<Integer> queries = new ArrayList<>();
    for (int word = 0; word < a.length; word += step) {
      queries.add(word);
    }
    return queries.stream()
        .mapToDouble(
            word -> {
              Set<Integer> both = new HashSet<>(nearest(a, word));
              both.retainAll(nearest(b, word));
              return (double) both.size() / NEIGHBOURS;
            })
        .average()
        .orElse(0);
  }

  private static List<Integer> nearest(float[][] vectors, int word) {
    double[] cosines = new double[vectors.length];
    for (int other = 0; other < vectors.length; other++) {
      cosines[other] = dot(vectors[word], vectors[other]);
    }
    return IntStream.range(0, vectors.length)
        .filter(other -> other != word)
        .boxed()
        .sorted(Comparator.comparingDouble(other -> -cosines[other]))
        .limit(NEIGHBOURS)
        .toList();
  }

  private static double correlation(float[][] a, float[][] b) {
    SplittableRandom random = new SplittableRandom(1);
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumYy = 0;
    double sumXy = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      int one = random.nextInt(a.length);
      int other = (one + 1 + random.nextInt(a.length - 1)) % a.length;
      double x = dot(a[one], a[other]);
      double y = dot(b[one], b[other]);
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumYy += y * y;
      sumXy += x * y;
    }
    double covariance = sumXy - sumX * sumY / PAIRS;
    return covariance / Math.sqrt((sumXx - sumX * sumX / PAIRS) * (sumYy - sumY * sumY / PAIRS));
  }

  private static double dot(float[] x, float[] y) {
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      sum += x[d] * y[d];
    }
    return sum;
  }
}
