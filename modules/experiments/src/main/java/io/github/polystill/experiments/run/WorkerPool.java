package io.github.polystill.experiments.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Threads that work off tasks in the order of their priority. Each has sessions of its own, which
 * it keeps from task to task. A task may submit others; the first that fails ends them all.
 */
final class WorkerPool {
  /** A piece of work. */
  @FunctionalInterface
  interface Task {
    void run(SessionCache sessions) throws Exception;
  }

  private record Entry(int priority, long sequence, Task task) {}

  private final int workers;
  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(
          Comparator.comparingInt(Entry::priority).thenComparingLong(Entry::sequence));
  private long sequence;
  private int unfinished;
  private Throwable failure;

  WorkerPool(int workers) {
    this.workers = workers;
  }

  /** Adds a task; lower priorities run first, equal ones in the order they came. */
  synchronized void submit(int priority, Task task) {
    queue.add(new Entry(priority, sequence++, task));
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
    try (SessionCache sessions = new SessionCache()) {
      for (Task task = next(); task != null; task = next()) {
        task.run(sessions);
        finished();
      }
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** The next task, or null when all are done or one has failed. */
  private synchronized Task next() throws InterruptedException {
    while (queue.isEmpty() && unfinished > 0 && failure == null) {
      wait();
    }
    return failure != null || queue.isEmpty() ? null : queue.remove().task();
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
