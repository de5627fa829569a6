package io.github.polystill.labs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The same work in several threads. */
final class Workers {
  private Workers() {}

  /** What a thread does. */
  @FunctionalInterface
  interface Work<T> {
    T run(int worker) throws Exception;
  }

  /**
   * Waits for all threads.
   *
   * @return their results in the order of their numbers
   * @throws Exception what the first of them that failed threw
   */
  static <T> List<T> run(int workers, Work<T> work) throws Exception {
    AtomicInteger started = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            workers, task -> new Thread(task, "polystill-bench-" + started.getAndIncrement()));
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int worker = i;
        futures.add(threads.submit(() -> work.run(worker)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      throw e;
    } finally {
      threads.shutdownNow();
    }
  }
}
