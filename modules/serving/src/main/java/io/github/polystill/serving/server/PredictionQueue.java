package io.github.polystill.serving.server;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * Requests waiting for the model. A few threads take them, as many as fit into one batch at a time:
 * under load a batch of many texts costs little more than one of a single text, and without load
 * nobody waits for others.
 */
final class PredictionQueue implements AutoCloseable {
  private final Servable servable;
  private final Duration timeout;
  private final IntConsumer batchSizes;
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
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
    this.timeout = timeout;
    this.batchSizes = batchSizes;
    for (int i = 0; i < threadCount; i++) {
      Thread thread = new Thread(this::work, "polystill-predict-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** A call of the model takes longer than the request may wait. */
  static final class CallTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1;
  }

  /**
   * A request that waits.
   *
   * @param inputs are there before a thread takes it
   */
  private record Job(
      SignatureDescription signature,
      CompletableFuture<Map<String, DenseTensor>> inputs,
      CompletableFuture<Map<String, DenseTensor>> answer) {}

  /**
   * Puts a request at the end of the queue once it has its inputs.
   *
   * @param inputs a tensor for each input of the signature; where they fail the request does
   * @return the outputs; fails with {@link TimeoutException} after too long a wait, which is a
   *     {@link CallTimeoutException} where the model has begun; with {@link
   *     RejectedExecutionException} where the queue is closed
   */
  CompletableFuture<Map<String, DenseTensor>> submit(
      SignatureDescription signature, CompletableFuture<Map<String, DenseTensor>> inputs) {
    Job job = new Job(signature, inputs, new CompletableFuture<>());
    var unused =
        inputs.whenComplete(
            (tensors, problem) -> {
              if (problem == null) {
                add(job);
              } else {
                job.answer().completeExceptionally(problem);
              }
            });
    return job.answer()
        .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyCompose(
            problem ->
                CompletableFuture.failedFuture(
                    problem instanceof TimeoutException ? late(job) : problem));
  }

  private void add(Job job) {
    synchronized (waiting) {
      if (closed) {
        job.answer()
            .completeExceptionally(new RejectedExecutionException("the server is stopping"));
      } else if (!job.answer().isDone()) {
        waiting.add(job);
        waiting.notify();
      }
    }
  }

  private TimeoutException late(Job job) {
    synchronized (waiting) {
      boolean taken = !waiting.remove(job) && job.inputs().isDone();
      return taken ? new CallTimeoutException() : new TimeoutException();
    }
  }

  private void work() {
    for (List<Job> jobs = take(); !jobs.isEmpty(); jobs = take()) {
      Batch batch = new Batch(jobs.get(0).signature());
      for (Job job : jobs) {
        if (job.answer().isDone()) { // too late
          continue;
        }
        try {
          Map<String, DenseTensor> inputs = job.inputs().join();
          if (batch.rows() > 0 && !batch.hasRoomFor(inputs)) {
            run(batch);
            batch = new Batch(job.signature());
          }
          batch.add(inputs, job.answer());
        } catch (Throwable e) { // even no memory: the request fails, the server lives
          job.answer().completeExceptionally(e);
        }
      }
      if (batch.rows() > 0) {
        run(batch);
      }
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

  /** Waits for jobs: some of one signature, none where the queue is closed and empty. */
  private List<Job> take() {
    List<Job> jobs = new ArrayList<>();
    synchronized (waiting) {
      while (waiting.isEmpty() && !closed) {
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          return jobs;
        }
      }
      // Not all of them, so that the other threads find some too.
      int share = Math.min(Batch.ROWS, (waiting.size() + threads.size() - 1) / threads.size());
      for (Iterator<Job> rest = waiting.iterator(); rest.hasNext() && jobs.size() < share; ) {
        Job job = rest.next();
        if (jobs.isEmpty() || job.signature().equals(jobs.get(0).signature())) {
          jobs.add(job);
          rest.remove();
        }
      }
    }
    return jobs;
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
        thread.join(timeout.toMillis() + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
