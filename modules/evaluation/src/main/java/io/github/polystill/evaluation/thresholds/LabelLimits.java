package io.github.polystill.evaluation.thresholds;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * How many labels a document is given at least and at most, whatever the thresholds say.
 *
 * @param min labels per document at least
 * @param max labels per document at most
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record LabelLimits(int min, int max) {
  /** Any number. */
  public static final LabelLimits NONE = new LabelLimits(0, Integer.MAX_VALUE);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if min is negative or above max, or max is 0
   */
  public LabelLimits {
    if (min < 0 || max < 1 || min > max) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "no document has at least %d and at most %d labels", min, max));
    }
  }

  /**
   * Decides which labels each document is given: those whose probability exceeds their threshold.
   * Where they are too few or too many, labels are added or taken away in the order of how far
   * their probability is above or below their threshold, equal ones in the order of the label set.
   *
   * @param probabilities [documents][labels]
   * @param thresholds [labels]
   * @return [documents][labels]
   */
  public boolean[][] decide(float[][] probabilities, double[] thresholds) {
    boolean[][] decisions = new boolean[probabilities.length][thresholds.length];
    for (int i = 0; i < probabilities.length; i++) {
      int count = 0;
      for (int j = 0; j < thresholds.length; j++) {
        decisions[i][j] = probabilities[i][j] > thresholds[j];
        count += decisions[i][j] ? 1 : 0;
      }
      if (count < min || count > max) {
        int allowed = count < min ? Math.min(min, thresholds.length) : max;
        decisions[i] = best(probabilities[i], thresholds, allowed);
      }
    }
    return decisions;
  }

  private static boolean[] best(float[] probabilities, double[] thresholds, int count) {
    boolean[] decisions = new boolean[thresholds.length];
    IntStream.range(0, thresholds.length)
        .boxed()
        .sorted(Comparator.comparingDouble(label -> thresholds[label] - probabilities[label]))
        .limit(count)
        .forEach(label -> decisions[label] = true);
    return decisions;
  }
}
