package io.github.polystill.serving.server;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Bytes that all answers may have together from when they are written until clients have them. */
final class AnswerBudget {
  private final int all;
  private final Semaphore left;

  /**
   * A budget.
   *
   * @param all bytes; an answer that has more takes all
   */
  AnswerBudget(int all) {
    this.all = all;
    this.left = new Semaphore(all);
  }

  /**
   * Writes an answer where there is room for it.
   *
   * @param mostBytes that it will have
   * @return {@link Answer#full} where there is no room; another one holds its bytes until {@link
   *     #release}
   */
  Answer write(long mostBytes, Supplier<byte[]> json) {
    int taken = (int) Math.min(mostBytes, all);
    if (!left.tryAcquire(taken)) {
      return Answer.full();
    }
    int held = 0;
    try {
      Answer answer = Answer.json(json.get());
      held = held(answer);
      return answer;
    } finally {
      left.release(taken - held);
    }
  }

  /** Gives back the bytes of an answer that {@link #write} gave. */
  void release(Answer answer) {
    left.release(held(answer));
  }

  private int held(Answer answer) {
    return Math.min(answer.body().length, all);
  }
}
