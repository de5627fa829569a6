package io.github.polystill.spark;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrialCodec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.training.TrainingHistory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Each network's trial is a job of one task. What a trial needs and what it comes to goes through
 * the store, so that the driver's memory has neither; the linear experts, which take seconds, are
 * trained here.
 */
final class SparkTrialExecutor implements TrialExecutor {
  private final JavaSparkContext context;
  private final Store store;
  private final String uri;
  private final TrialCodec codec;
  private final LocalTrialExecutor here;
  private final TrialListener listener;
  private final ThreadPoolExecutor jobs;
  private final AtomicLong submitted = new AtomicLong();
  private final String token = "token-" + UUID.randomUUID();
  private volatile boolean closed;

  SparkTrialExecutor(
      JavaSparkContext context, Store store, String uri, int workers, TrialListener listener) {
    this.context = context;
    this.store = store;
    this.uri = uri;
    this.codec = new TrialCodec(store);
    this.here = new LocalTrialExecutor(workers, ComputeDevice.CPU, listener);
    this.listener = listener;
    int slots = context.defaultParallelism();
    this.jobs =
        new ThreadPoolExecutor(
            slots,
            slots,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            SparkTrialExecutor::thread);
    store.put(token, "polystill".getBytes(StandardCharsets.UTF_8));
  }

  private static Thread thread(Runnable loop) {
    Thread thread = new Thread(loop, "polystill-spark-job");
    thread.setDaemon(true);
    return thread;
  }

  /** A job with its place in the queue. */
  private final class Job<T> implements Runnable, Comparable<Job<?>> {
    private final TrialPriority priority;
    private final long sequence = submitted.getAndIncrement();
    private final Supplier<T> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Job(TrialPriority priority, Supplier<T> work) {
      this.priority = priority;
      this.work = work;
    }

    @Override
    @SuppressWarnings("CatchThrowable") // handed to who waits for the result
    public void run() {
      try {
        if (!closed) {
          result.complete(work.get());
        }
      } catch (Throwable e) {
        if (!closed) {
          result.completeExceptionally(e);
        }
      } finally {
        result.cancel(false); // where it has not ended otherwise
      }
    }

    @Override
    public int compareTo(Job<?> other) {
      int order = priority.compareTo(other.priority);
      return order == 0 ? Long.compare(sequence, other.sequence) : order;
    }
  }

  private <T> CompletableFuture<T> submit(TrialPriority priority, Supplier<T> work) {
    Job<T> job = new Job<>(priority, work);
    try {
      jobs.execute(job);
    } catch (RejectedExecutionException e) {
      job.result.cancel(false); // closed
    }
    return job.result;
  }

  private static boolean isLinear(TrialSpec trial) {
    return trial instanceof ExpertSpec expert && expert.kind() != ExpertKind.NETWORK;
  }

  @Override
  public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
    return isLinear(trial) ? here.submit(trial, priority) : submit(priority, () -> train(trial));
  }

  private TrialResult train(TrialSpec trial) {
    listener.started(trial, TrainingHistory.none(trial.settings().monitor().higherIsBetter()));
    TrialResult result = codec.decodeResult(trial, done(trial, null));
    if (result.divergence().isEmpty()) {
      result.history().epochs().forEach(epoch -> listener.epochFinished(trial, epoch));
    }
    return result;
  }

  @Override
  public CompletableFuture<Supplier<float[][]>> answer(
      TrialSpec trial, TrialResult result, TrialPriority priority) {
    return isLinear(trial)
        ? here.answer(trial, result, priority)
        : submit(
            priority,
            () -> {
              String weights = "weights-" + UUID.randomUUID();
              store.put(weights, codec.encode(trial, result));
              try {
                float[][] logits = codec.decodeLogits(done(trial, weights));
                return () -> logits;
              } finally {
                store.remove(weights);
              }
            });
  }

  /** What a task puts into the store, where it does not stay. */
  private byte[] done(TrialSpec trial, String answers) {
    String to = "result-" + UUID.randomUUID();
    TrialTask task =
        new TrialTask(
            uri,
            token,
            BuildVersions.polystill(),
            codec.encode(trial),
            trial.id().hex(),
            answers,
            to);
    context.setJobDescription(trial.name().toString());
    String problem = run(task, trial);
    if (!problem.isEmpty()) {
      throw InvalidInputException.of("--spark: an executor %s", problem);
    }
    try {
      return store.get(to);
    } finally {
      store.remove(to);
    }
  }

  private String run(TrialTask task, TrialSpec trial) {
    try {
      return context.parallelize(List.of(0), 1).map(task).collect().get(0);
    } catch (Exception e) { // of Scala, which declares none
      throw new IllegalStateException(
          trial.name() + " failed on Spark: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  @Override
  public int parallelism() {
    return jobs.getMaximumPoolSize();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    jobs.shutdown();
    jobs.getQueue().forEach(Runnable::run); // which cancels each
    context.cancelAllJobs();
    here.close();
    try {
      jobs.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("stopped").initCause(e);
    } finally {
      store.clear();
      context.close();
    }
  }
}
