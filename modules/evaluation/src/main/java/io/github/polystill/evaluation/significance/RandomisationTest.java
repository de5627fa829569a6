package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.Metric;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Approximate randomisation (Noreen 1989, "Computer-intensive methods for testing hypotheses"; Yeh
 * 2000): if the two models were alike, swapping their outputs for a document would change nothing
 * but by chance. {@code p = (b + 1) / (R + 1)}, b of R random swaps having a difference as great as
 * the one observed, in either direction.
 *
 * <p>Shuffles go 64 at a time: each document has a random word whose bit s says whether shuffle s
 * swaps it. The words are a function of seed, batch and document, so p does not depend on threads.
 */
final class RandomisationTest {
  private static final int BATCH = Long.SIZE;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** Swaps of equal figures may differ by the rounding of their sums. */
  private static final double ROUNDING = 1e-12;

  private final DecisionDifferences decisions;
  private final int[][] documentsByKind;
  private final int shuffles;
  private final long seed;
  private final double[] observed;

  RandomisationTest(DecisionDifferences decisions, int shuffles, long seed) {
    this.decisions = decisions;
    this.documentsByKind = decisions.documentsByKind();
    this.shuffles = shuffles;
    this.seed = seed;
    this.observed = decisions.differences(new int[documentsByKind.length]);
  }

  /** The outcome for each metric; its statistic is the observed difference. */
  Map<Metric, Significance.Outcome> run() {
    int batches = (shuffles + BATCH - 1) / BATCH;
    int[] asGreat =
        IntStream.range(0, batches)
            .parallel()
            .mapToObj(this::asGreat)
            .reduce(new int[observed.length], RandomisationTest::sum);
    Map<Metric, Significance.Outcome> outcomes = new EnumMap<>(Metric.class);
    int i = 0;
    for (Metric metric : Metric.values()) {
      double p = (asGreat[i] + 1.0) / (shuffles + 1.0);
      outcomes.put(metric, new Significance.Outcome(observed[i], p));
      i++;
    }
    return outcomes;
  }

  private static int[] sum(int[] first, int[] second) {
    int[] sum = first.clone();
    Arrays.setAll(sum, i -> first[i] + second[i]);
    return sum;
  }

  /** How many shuffles of a batch have a difference as great as the observed one, by metric. */
  private int[] asGreat(int batch) {
    long[] words = words(batch);
    int[][] swapped =
        Arrays.stream(documentsByKind).map(of -> countBits(words, of)).toArray(int[][]::new);
    int[] asGreat = new int[observed.length];
    int end = Math.min(BATCH, shuffles - batch * BATCH);
    for (int i = 0; i < end; i++) {
      int shuffle = i;
      double[] differences =
          decisions.differences(Arrays.stream(swapped).mapToInt(of -> of[shuffle]).toArray());
      for (int metric = 0; metric < observed.length; metric++) {
        double least = Math.abs(observed[metric]) - ROUNDING;
        asGreat[metric] += Math.abs(differences[metric]) >= least ? 1 : 0;
      }
    }
    return asGreat;
  }

  /**
   * Counts for each of 64 positions at once how many of some words have that bit set. The counts
   * lie across words: plane k holds the bits of weight 2^k of all 64, and a word is added to them
   * as to binary numbers.
   *
   * @param which indexes of the words; one that occurs twice counts twice
   * @return [64]
   */
  static int[] countBits(long[] words, int[] which) {
    long[] planes = new long[Integer.SIZE];
    for (int index : which) {
      long carry = words[index];
      for (int plane = 0; carry != 0; plane++) {
        long next = planes[plane] & carry;
        planes[plane] ^= carry;
        carry = next;
      }
    }
    int[] counts = new int[BATCH];
    for (int bit = 0; bit < BATCH; bit++) {
      for (int plane = 0; plane < planes.length; plane++) {
        counts[bit] |= (int) (planes[plane] >>> bit & 1) << plane;
      }
    }
    return counts;
  }

  /** SplitMix64 (Steele et al. 2014) at the place of the document in the batch. */
  private long[] words(int batch) {
    long[] words = new long[decisions.documents()];
    long state = seed + GOLDEN_GAMMA * ((long) batch * words.length);
    for (int document = 0; document < words.length; document++) {
      state += GOLDEN_GAMMA;
      long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      words[document] = z ^ z >>> 31;
    }
    return words;
  }
}
