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
  Map<Metric, TestOutcome> run() {
    int batches = (shuffles + BitCounter.LANES - 1) / BitCounter.LANES;
    int[] asGreat =
        IntStream.range(0, batches)
            .parallel()
            .mapToObj(this::asGreat)
            .reduce(new int[observed.length], RandomisationTest::sum);
    Map<Metric, TestOutcome> outcomes = new EnumMap<>(Metric.class);
    for (int i = 0; i < observed.length; i++) {
      double p = (asGreat[i] + 1.0) / (shuffles + 1.0);
      outcomes.put(DecisionDifferences.METRICS.get(i), new TestOutcome(observed[i], p));
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
    int[][] swapped = new int[documentsByKind.length][BitCounter.LANES];
    BitCounter counter = new BitCounter();
    for (int kind = 0; kind < swapped.length; kind++) {
      counter.count(words, documentsByKind[kind], swapped[kind]);
    }
    int[] asGreat = new int[observed.length];
    int lanes = Math.min(BitCounter.LANES, shuffles - batch * BitCounter.LANES);
    int[] ofShuffle = new int[swapped.length];
    for (int lane = 0; lane < lanes; lane++) {
      for (int kind = 0; kind < swapped.length; kind++) {
        ofShuffle[kind] = swapped[kind][lane];
      }
      double[] differences = decisions.differences(ofShuffle);
      for (int i = 0; i < observed.length; i++) {
        asGreat[i] += Math.abs(differences[i]) >= Math.abs(observed[i]) - ROUNDING ? 1 : 0;
      }
    }
    return asGreat;
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
