package io.github.polystill.models.training;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * The texts that the epochs of a training learn from.
 *
 * @param always those of every epoch
 * @param pool more than an epoch may take, in whatever order
 * @param perEpoch how many of the pool an epoch takes, at most all
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record LearntTexts(int[] always, int[] pool, int perEpoch) {
  /** The same texts in every epoch. */
  public static LearntTexts always(int[] texts) {
    return new LearntTexts(texts, new int[0], 0);
  }

  /** Texts of an epoch. */
  public int size() {
    return always.length + perEpoch;
  }

  /**
   * Those of one epoch. The pool is shuffled once and taken in turn, so that no text comes again
   * before all others have come.
   *
   * @param epoch the first is 1
   * @param seed of the order
   */
  int[] of(int epoch, long seed) {
    if (perEpoch == 0) {
      return always;
    }
    int[] order = pool.clone();
    Batches.shuffle(order, new SplittableRandom(seed));
    long before = (epoch - 1L) * perEpoch;
    IntStream drawn =
        IntStream.range(0, perEpoch).map(i -> order[(int) ((before + i) % order.length)]);
    return IntStream.concat(Arrays.stream(always), drawn).toArray();
  }
}
