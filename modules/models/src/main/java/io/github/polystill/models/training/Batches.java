package io.github.polystill.models.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Cuts documents into batches. For training they are shuffled, then sorted by length within pools
 * of some batches, so that texts of a batch are of similar length and little is padded, and the
 * batches of all pools are shuffled.
 */
final class Batches {
  /**
   * Of 1,850 texts with lengths uniform in 60 to 300 and batches of 32, pools of 8 batches leave 8
   * % of all positions to padding, 16 leave 4 %, 50 leave 2 %. A pool holds at most half of the
   * documents whatever the batch size, so that other texts meet in a batch in every epoch.
   */
  private static final int BATCHES_PER_POOL = 16;

  private Batches() {}

  /**
   * The batches of one epoch; they depend on the arguments and the state of {@code random} alone.
   */
  static List<int[]> shuffled(
      int[][] tokens, int[] documents, int batchSize, SplittableRandom random) {
    int[] order = documents.clone();
    shuffle(order, random);
    List<int[]> batches = new ArrayList<>();
    int batchesOfHalf = (order.length / 2 + batchSize - 1) / batchSize;
    int poolSize = batchSize * Math.max(1, Math.min(BATCHES_PER_POOL, batchesOfHalf));
    for (int from = 0; from < order.length; from += poolSize) {
      int[] pool = Arrays.copyOfRange(order, from, Math.min(order.length, from + poolSize));
      batches.addAll(cut(sortedByLength(tokens, pool), batchSize));
    }
    int[] batchOrder = IntStream.range(0, batches.size()).toArray();
    shuffle(batchOrder, random);
    return Arrays.stream(batchOrder).mapToObj(batches::get).toList();
  }

  /** Batches for prediction: longest texts first, so that memory is largest at once. */
  static List<int[]> byLength(int[][] tokens, int[] documents, int batchSize) {
    return cut(sortedByLength(tokens, documents), batchSize);
  }

  /** Stable, longest first. */
  private static int[] sortedByLength(int[][] tokens, int[] documents) {
    return Arrays.stream(documents)
        .boxed()
        .sorted(Comparator.comparingInt((Integer document) -> -tokens[document].length))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static List<int[]> cut(int[] documents, int batchSize) {
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < documents.length; from += batchSize) {
      batches.add(
          Arrays.copyOfRange(documents, from, Math.min(documents.length, from + batchSize)));
    }
    return batches;
  }

  /** Fisher and Yates. */
  static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
