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
import io.github.polystill.experiments.environment.Machine;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.TrainingHistory;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LongSummaryStatistics;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;

/**
 * Each network's trial is a job of one task. What a trial needs and what it comes to goes through
 * the store, so that the driver's memory has neither; the linear experts, which take seconds, are
 * trained here.
 */
final class SparkTrialExecutor implements TrialExecutor {
  /** Megabytes of an executor's heap that Spark, TensorFlow Java and small trials take. */
  private static final int LEAST_HEAP = 200;

  private final SparkConnection connection;
  private final Store store;
  private final String uri;
  private final TrialCodec codec;
  private final LocalTrialExecutor here;
  private final TrialListener listener;
  private final Consumer<Machine> machines;
  private final ThreadPoolExecutor jobs;
  private final ScheduledExecutorService adaptation =
      Executors.newSingleThreadScheduledExecutor(SparkTrialExecutor::thread);
  private final AtomicLong submitted = new AtomicLong();
  private final String token = "token-" + UUID.randomUUID();
  private volatile int parallelism;
  private volatile boolean closed;

  /**
   * An executor.
   *
   * @param uri of the store, whose content is removed
   * @param workers threads that train linear experts here
   * @param machines hears on which machine a trial was trained
   */
  SparkTrialExecutor(
      SparkConnection connection,
      Store store,
      String uri,
      int workers,
      TrialListener listener,
      Consumer<Machine> machines) {
    this.connection = connection;
    this.store = store;
    this.uri = uri;
    this.codec = new TrialCodec(store);
    this.here = new LocalTrialExecutor(workers, ComputeDevice.CPU, listener);
    this.listener = listener;
    this.machines = machines;
    this.parallelism = connection.parallelism();
    this.jobs =
        new ThreadPoolExecutor(
            connection.callsAtOnce(),
            Integer.MAX_VALUE,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            SparkTrialExecutor::thread);
    adaptation.scheduleWithFixedDelay(this::adapt, 1, 1, TimeUnit.SECONDS);
    store.clear(); // of what a driver left that was killed
    store.put(token, "polystill".getBytes(StandardCharsets.UTF_8));
  }

  /** As executors come and go. */
  private void adapt() {
    jobs.setCorePoolSize(connection.callsAtOnce());
    parallelism = connection.parallelism();
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
      listener.trainedElsewhere(trial, result.history(), result.seconds());
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
    byte[] encoded = codec.encode(trial);
    requireMemory(trial, encoded.length);
    TrialTask task = new TrialTask(uri, token, encoded, trial.id().hex(), answers, to);
    machines.accept(connection.call(trial.name().toString(), task));
    try {
      return store.get(to);
    } finally {
      store.remove(to);
    }
  }

  /** Before any work: an executor that runs out of memory takes its other trials with it. */
  private void requireMemory(TrialSpec trial, long encoded) {
    SparkConf conf = connection.context().getConf();
    if (conf.get("spark.master").startsWith("local[")) {
      return;
    }
    EmbeddingTableShape table = trial.network().table();
    long weights = (long) Float.BYTES * table.dimensions() * table.words();
    long needed =
        neededMegabytes(
            store.sizes(), conf.getInt("spark.executor.cores", 1) * (weights + encoded));
    long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
    if (heap < needed) {
      throw InvalidInputException.of(
          "--spark: executors have %d MB of heap, and %s needs about %d MB; give them more with"
              + " -Dspark.executor.memory=%dm in POLYSTILL_JAVA_OPTS, or local-cluster's third number",
          heap, trial.name(), needed, needed);
    }
  }

  /**
   * Estimates an executor's heap.
   *
   * @param parts bytes of texts and vectors, which are read once, the largest of them beside itself
   *     while it is decoded
   * @param trials bytes of the weights of what is trained side by side, of which there are two
   */
  static long neededMegabytes(Collection<Integer> parts, long trials) {
    LongSummaryStatistics sizes = parts.stream().mapToLong(Integer::longValue).summaryStatistics();
    return LEAST_HEAP + (sizes.getSum() + Math.max(0, sizes.getMax()) + 2 * trials) / 1_000_000;
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    adaptation.shutdownNow();
    jobs.shutdown();
    jobs.getQueue().forEach(Runnable::run); // which cancels each
    connection.context().cancelAllJobs();
    here.close();
    try {
      jobs.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("stopped").initCause(e);
    } finally {
      store.clear();
      connection.close();
    }
  }
}
