package io.github.polystill.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * One split of cross-validation, as ascending indexes into the corpus. The parts are disjoint and
 * cover it.
 *
 * @param index 0-based number of the fold
 * @param train documents to learn from
 * @param validation documents that early stopping and the teacher's choice look at
 * @param test documents that only the final figures look at
 * @param unlabelled documents of the training part that only a teacher's answers are learnt of
 */
@API(status = API.Status.STABLE, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record Fold(int index, int[] train, int[] validation, int[] test, int[] unlabelled) {
  /** A split whose training documents all have labels. */
  public Fold(int index, int[] train, int[] validation, int[] test) {
    this(index, train, validation, test, new int[0]);
  }

  /** Documents whose texts may be learnt from, with labels or without; ascending. */
  public int[] texts() {
    return IntStream.concat(Arrays.stream(train), Arrays.stream(unlabelled)).sorted().toArray();
  }
}
