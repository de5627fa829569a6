package io.github.polystill.serving.server;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * Requests waiting for the model. A few threads take them, as many as fit into one batch at a time:
 * under load a batch of many texts costs little more than one of a single text, and without load
 * nobody waits for others.
 */
final class PredictionQueue implements AutoCloseable {
  private final Servable servable;
  private final long timeoutNanos;
  private final IntConsumer batchSizes;
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final Set<Job> taken = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Thread> threads = new ArrayList<>();
  private final Thread clock;
  private boolean closed;

  /**
   * Starts the threads.
   *
   * @param timeout after which a request fails, whether a thread has taken it or not. TensorFlow
   *     does not stop a call on the caller's thread, so that thread goes on to the call's end, but
   *     nobody waits for it
   * @param batchSizes is told the number of texts of each call of the model
   */
  PredictionQueue(Servable servable, int threadCount, Duration timeout, IntConsumer batchSizes) {
    this.servable = servable;
    this.timeoutNanos = timeout.toNanos();
    this.batchSizes = batchSizes;
    for (int i = 0; i < threadCount; i++) {
      Thread thread = new Thread(this::work, "polystill-predict-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    clock = new Thread(this::watchDeadlines, "polystill-deadlines");
    clock.setDaemon(true);
    clock.start();
  }

  /** Makes tensors, which may take a while. */
  @FunctionalInterface
  interface Inputs {
    /** One for each input of the signature. */
    Map<String, DenseTensor> make();
  }

  /**
   * A request that waits.
   *
   * @param inputs are made by the thread that takes it
   */
  private record Job(
      SignatureDescription signature,
      Inputs inputs,
      CompletableFuture<Map<String, DenseTensor>> answer,
      long deadline) {}

  /**
   * Puts a request at the end of the queue.
   *
   * @return the outputs; fails with {@link TimeoutException} after too long a wait, which is a
   *     {@link CallTimeoutException} where the model has begun; with {@link
   *     RejectedExecutionException} where the queue is closed
   */
  CompletableFuture<Map<String, DenseTensor>> submit(
      SignatureDescription signature, Inputs inputs) {
    CompletableFuture<Map<String, DenseTensor>> answer = new CompletableFuture<>();
    synchronized (waiting) {
      if (closed) {
        answer.completeExceptionally(new RejectedExecutionException("the server is stopping"));
        return answer;
      }
      waiting.add(new Job(signature, inputs, answer, System.nanoTime() + timeoutNanos));
      waiting.notify();
    }
    return answer;
  }

  /** Tells requests that have waited for too long, those in work too. */
  private void watchDeadlines() {
    long pause = Math.max(1, Math.min(500, timeoutNanos / 10_000_000));
    try {
      while (true) {
        List<Job> late = new ArrayList<>();
        List<Job> inWork;
        synchronized (waiting) {
          inWork = taken.stream().filter(PredictionQueue::isLate).toList();
          while (!waiting.isEmpty() && isLate(waiting.getFirst())) {
            late.add(waiting.removeFirst());
          }
        }
        late.forEach(job -> job.answer().completeExceptionally(tooLate()));
        inWork.forEach(job -> job.answer().completeExceptionally(new CallTimeoutException()));
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      // The queue is closed.
    }
  }

  private static boolean isLate(Job job) {
    return job.deadline() - System.nanoTime() < 0;
  }

  private static TimeoutException tooLate() {
    return new TimeoutException("waited for too long");
  }

  private void work() {
    List<Job> jobs = new ArrayList<>();
    while (take(jobs)) {
      Batch batch = null;
      for (Job job : jobs) {
        if (isLate(job)) {
          job.answer().completeExceptionally(tooLate());
          continue;
        }
        try {
          Map<String, DenseTensor> inputs = job.inputs().make();
          if (batch != null && !batch.hasRoomFor(inputs)) {
            run(batch);
            batch = null;
          }
          batch = batch == null ? new Batch(job.signature()) : batch;
          batch.add(inputs, job.answer());
        } catch (Throwable e) { // even no memory: the request fails, the server lives
          job.answer().completeExceptionally(e);
        }
      }
      if (batch != null) {
        run(batch);
      }
      synchronized (waiting) {
        jobs.forEach(taken::remove);
      }
      jobs.clear();
    }
  }

  private void run(Batch batch) {
    try {
      batchSizes.accept(batch.rows());
      batch.run(servable);
    } catch (Throwable e) { // as above
      batch.fail(e);
    }
  }

  /**
   * Waits for jobs.
   *
   * @param jobs gets some of one signature
   * @return false where the queue is closed and empty
   */
  private boolean take(List<Job> jobs) {
    synchronized (waiting) {
      while (waiting.isEmpty()) {
        if (closed) {
          return false;
        }
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          return false;
        }
      }
      // Not all of them, so that the other threads find some too.
      int share = Math.min(Batch.ROWS, (waiting.size() + threads.size() - 1) / threads.size());
      SignatureDescription signature = waiting.getFirst().signature();
      for (Iterator<Job> rest = waiting.iterator(); rest.hasNext() && jobs.size() < share; ) {
        Job job = rest.next();
        if (job.signature().equals(signature)) {
          jobs.add(job);
          taken.add(job);
          rest.remove();
        }
      }
      return true;
    }
  }

  /** Takes no new jobs, and waits until those it has are done. */
  @Override
  public void close() {
    synchronized (waiting) {
      closed = true;
      waiting.notifyAll();
    }
    try {
      for (Thread thread : threads) {
        thread.join(timeoutNanos / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clock.interrupt();
    }
  }
}
