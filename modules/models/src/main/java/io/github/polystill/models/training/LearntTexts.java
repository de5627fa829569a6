package io.github.polystill.models.training;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * The texts that the epochs of a training learn from.
 *
 * @param always those of every epoch
 * @param turns more than an epoch may take, which takes the next ones
 * @param perTurn how many of those an epoch takes, at most all
 * @param pool more than an epoch may take, in whatever order
 * @param perEpoch how many of the pool an epoch takes, at most all
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record LearntTexts(int[] always, int[] turns, int perTurn, int[] pool, int perEpoch) {
  /** The same texts in every epoch. */
  public static LearntTexts always(int[] texts) {
    return new LearntTexts(texts, new int[0], 0, new int[0], 0);
  }

  /** Texts of an epoch. */
  public int size() {
    return always.length + perTurn + perEpoch;
  }

  /**
   * Those of one epoch. The pool is shuffled once and taken in turn, so that no text comes again
   * before all others have come.
   *
   * @param epoch the first is 1
   * @param seed of the order
   */
  int[] of(int epoch, long seed) {
    int[] order = pool.clone();
    Batches.shuffle(order, new SplittableRandom(seed));
    IntStream drawn = IntStream.concat(next(turns, perTurn, epoch), next(order, perEpoch, epoch));
    return IntStream.concat(Arrays.stream(always), drawn).toArray();
  }

  private static IntStream next(int[] texts, int count, int epoch) {
    long before = (epoch - 1L) * count;
    return IntStream.range(0, count).map(i -> texts[(int) ((before + i) % texts.length)]);
  }
}
