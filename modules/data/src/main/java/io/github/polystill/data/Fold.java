package io.github.polystill.data;

import java.util.Arrays;
import java.util.function.IntPredicate;
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
    return concat(train, unlabelled);
  }

  /**
   * What models learn that serve this fold and another one of its cross-validation: documents that
   * both train on, and for validation the others whose labels both know. All else is the test part,
   * so that nobody has seen the test documents of either, nor trained on what either validates by.
   */
  public Fold common(Fold other) {
    int[] all = concat(texts(), concat(validation, test));
    int[] learnt = select(all, it -> in(train, it) && in(other.train, it));
    int[] others = other.texts();
    int[] texts = select(texts(), it -> in(others, it));
    int[] known = select(all, it -> isLabelled(it) && other.isLabelled(it));
    return new Fold(
        Math.min(index, other.index),
        learnt,
        select(known, it -> !in(learnt, it)),
        select(all, it -> !in(known, it) && !in(texts, it)),
        select(texts, it -> !in(learnt, it)));
  }

  private boolean isLabelled(int document) {
    return in(train, document) || in(validation, document);
  }

  private static boolean in(int[] documents, int document) {
    return Arrays.binarySearch(documents, document) >= 0;
  }

  private static int[] select(int[] documents, IntPredicate wanted) {
    return Arrays.stream(documents).filter(wanted).toArray();
  }

  private static int[] concat(int[] some, int[] others) {
    return IntStream.concat(Arrays.stream(some), Arrays.stream(others)).sorted().toArray();
  }
}
