package io.github.polystill.experiments.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * Threads that work off tasks in the order of their turns. Each has sessions of its own, which it
 * keeps from task to task. A task may submit others; the first that fails ends them all. One that
 * needs a trial which another process is training is put back for a moment, so that its worker can
 * do something else.
 */
final class WorkerPool {
  /** A piece of work. */
  @FunctionalInterface
  interface Task {
    void run(SessionCache sessions) throws Exception;
  }

  private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();

  private record Entry(Turn turn, long sequence, Task task) {}

  private record Postponed(long untilNanos, Entry entry) {}

  private final int workers;
  private final Supplier<SessionCache> newSessions;
  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(Comparator.comparing(Entry::turn).thenComparingLong(Entry::sequence));
  private final ArrayDeque<Postponed> postponed = new ArrayDeque<>();
  private long sequence;
  private int unfinished;
  private Throwable failure;

  /**
   * A pool.
   *
   * @param sessions makes the empty cache of a worker
   */
  WorkerPool(int workers, Supplier<SessionCache> sessions) {
    this.workers = workers;
    this.newSessions = sessions;
  }

  /** Adds a task; those of equal turns run in the order they came. */
  synchronized void submit(Turn turn, Task task) {
    queue.add(new Entry(turn, sequence++, task));
    unfinished++;
    notifyAll();
  }

  /**
   * Works until nothing is left. Returns or throws only after every thread has ended and closed its
   * sessions.
   *
   * @throws Exception the first failure of a task
   */
  void run() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      Thread thread = new Thread(this::work, "polystill-worker-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure instanceof Exception exception) {
      throw exception;
    } else if (failure instanceof Error error) {
      throw error;
    }
  }

  @SuppressWarnings("CatchThrowable") // handed to run(), which throws it again
  private void work() {
    try (SessionCache sessions = newSessions.get()) {
      for (Entry entry = next(); entry != null; entry = next()) {
        try {
          entry.task().run(sessions);
          finished();
        } catch (HeldElsewhereException e) {
          postpone(entry);
        } catch (NotTrainedHereException e) {
          finished();
        }
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** The next task, or null when all are done or one has failed. */
  private synchronized Entry next() throws InterruptedException {
    resume();
    while (queue.isEmpty() && unfinished > 0 && failure == null) {
      if (postponed.isEmpty()) {
        wait();
      } else {
        wait(Math.max(1, (postponed.peek().untilNanos() - System.nanoTime()) / 1_000_000));
      }
      resume();
    }
    return failure != null || queue.isEmpty() ? null : queue.remove();
  }

  private synchronized void postpone(Entry entry) {
    postponed.add(new Postponed(System.nanoTime() + PAUSE_NANOS, entry));
    notifyAll();
  }

  /** Puts tasks whose pause is over back to where their turn is. */
  private void resume() {
    while (!postponed.isEmpty() && postponed.peek().untilNanos() <= System.nanoTime()) {
      queue.add(postponed.remove().entry());
    }
  }

  private synchronized void finished() {
    unfinished--;
    notifyAll();
  }

  private synchronized void fail(Throwable e) {
    if (failure == null) {
      failure = e;
    } else {
      failure.addSuppressed(e);
    }
    notifyAll();
  }
}
