package io.github.polystill.distillation.trial;

import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.training.DivergedException;
import io.github.polystill.models.training.Trainer;
import io.github.polystill.models.training.TrainingCheckpoint;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import io.github.polystill.models.training.TrainingListener;
import io.github.polystill.models.training.TrainingSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Trains on this machine: workers, each with single-threaded TensorFlow sessions of its own, take
 * trials by priority, those of equal priority in the order they came. Results stay in memory.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class LocalTrialExecutor implements TrialExecutor {
  private static final String STOPPED = "the work was stopped";

  /** Texts between two looks at whether the work is to stop. */
  private static final int ANSWERED_AT_ONCE = 1024;

  private static final ThreadLocal<Sessions> OF_WORKER = new ThreadLocal<>();

  private final ThreadPoolExecutor workers;
  private final TrialListener listener;
  private final AtomicLong submitted = new AtomicLong();
  private volatile boolean closed;

  /**
   * An executor.
   *
   * @param workers networks trained side by side
   * @param device where they are trained
   */
  public LocalTrialExecutor(int workers, ComputeDevice device, TrialListener listener) {
    this.listener = listener;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            loop -> worker(loop, device, number.getAndIncrement()));
  }

  /** One worker for each core. */
  public static LocalTrialExecutor ofCores() {
    return new LocalTrialExecutor(
        Runtime.getRuntime().availableProcessors(), ComputeDevice.CPU, TrialListener.NONE);
  }

  private static Thread worker(Runnable loop, ComputeDevice device, int number) {
    Thread thread =
        new Thread(
            () -> {
              try (Sessions sessions = new Sessions(device)) {
                OF_WORKER.set(sessions);
                loop.run();
              }
            },
            "polystill-worker-" + number);
    thread.setDaemon(true);
    return thread;
  }

  /** A piece of work with its place in the queue. */
  private final class Task<T> implements Runnable, Comparable<Task<?>> {
    private final TrialPriority priority;
    private final long sequence = submitted.getAndIncrement();
    private final Supplier<T> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Task(TrialPriority priority, Supplier<T> work) {
      this.priority = priority;
      this.work = work;
    }

    @Override
    @SuppressWarnings("CatchThrowable") // handed to who waits for the result
    public void run() {
      if (closed || result.isDone()) {
        result.cancel(false);
        return;
      }
      try {
        result.complete(work.get());
      } catch (CancellationException e) {
        result.cancel(false);
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    }

    @Override
    public int compareTo(Task<?> other) {
      int order = priority.compareTo(other.priority);
      return order == 0 ? Long.compare(sequence, other.sequence) : order;
    }
  }

  @Override
  public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
    return trial instanceof ExpertSpec expert && expert.isLinear()
        ? onWorker(priority, () -> train(expert))
        : inSession(trial, priority, session -> train(trial, session));
  }

  @Override
  public CompletableFuture<Supplier<float[][]>> answer(
      TrialSpec trial, TrialResult result, TrialPriority priority) {
    if (trial instanceof ExpertSpec expert && expert.isLinear()) {
      return onWorker(priority, () -> answer(expert, result));
    }
    return inSession(
        trial,
        priority,
        session -> {
          session.startTrained(trial.seed(), result.weights());
          int[][] tokens = trial.data().extra().tokens();
          return answers(trial, some -> Trainer.predict(session, tokens, some));
        });
  }

  /** Answers to the texts that are asked for, some at once, given by their indexes. */
  private Supplier<float[][]> answers(TrialSpec trial, Function<int[], float[][]> network) {
    int[] asked = trial.data().extra().asked();
    float[][] answers = new float[asked.length][];
    for (int from = 0; from < asked.length; from += ANSWERED_AT_ONCE) {
      if (closed) {
        throw new CancellationException(STOPPED);
      }
      int to = Math.min(asked.length, from + ANSWERED_AT_ONCE);
      float[][] some = network.apply(Arrays.copyOfRange(asked, from, to));
      System.arraycopy(some, 0, answers, from, some.length);
    }
    return () -> answers;
  }

  /**
   * Does something else with the session that a trial would have; that session is any trial's
   * afterwards.
   */
  public <T> CompletableFuture<T> inSession(
      TrialSpec trial, TrialPriority priority, Function<TrainingSession, T> work) {
    return onWorker(priority, () -> work.apply(OF_WORKER.get().of(trial)));
  }

  private <T> CompletableFuture<T> onWorker(TrialPriority priority, Supplier<T> work) {
    Task<T> task = new Task<>(priority, work);
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      task.result.cancel(false); // closed
    }
    return task.result;
  }

  private TrialResult train(ExpertSpec linear) {
    listener.started(linear, TrainingHistory.none(linear.settings().monitor().higherIsBetter()));
    TrialResult result = new LinearExpert(linear.data()).train(linear);
    listener.epochFinished(linear, result.history().best());
    return result;
  }

  private Supplier<float[][]> answer(ExpertSpec linear, TrialResult result) {
    int[][] tokens = linear.data().extra().tokens();
    Map<String, float[]> weights = result.weights();
    LinearExpert reader = new LinearExpert(linear.data().corpus().vocabulary(), weights);
    return answers(
        linear,
        some ->
            reader.answers(
                weights, Arrays.stream(some).mapToObj(it -> tokens[it]).toArray(int[][]::new)));
  }

  private TrialResult train(TrialSpec trial, TrainingSession session) {
    Optional<TrainingCheckpoint> from =
        trial instanceof ExpertSpec expert ? expert.begin() : Optional.empty();
    boolean higherIsBetter = trial.settings().monitor().higherIsBetter();
    listener.started(
        trial, from.map(TrainingCheckpoint::history).orElse(TrainingHistory.none(higherIsBetter)));
    long start = System.nanoTime();
    try {
      TrainingHistory history =
          Trainer.advance(session, trial.task(), from, trial.epochs(), listenerOf(trial));
      return result(trial, session, history, start);
    } catch (DivergedException e) {
      return TrialResult.diverged(trial, e.divergence(), seconds(start));
    }
  }

  private static TrialResult result(
      TrialSpec trial, TrainingSession session, TrainingHistory history, long start) {
    int[][] tokens = trial.data().corpus().tokens();
    if (trial.id().equals(trial.whole()) || history.ended(trial.settings().optimisation())) {
      session.restore();
      int[] all = IntStream.range(0, tokens.length).toArray();
      float[][] logits = Trainer.predict(session, tokens, all);
      Map<String, float[]> weights = session.weights();
      return TrialResult.finished(
          trial, history, seconds(start), () -> logits, () -> true, () -> weights);
    }
    TrainingCheckpoint checkpoint = new TrainingCheckpoint(history, session.state());
    session.restore();
    float[][] logits = Trainer.predict(session, tokens, trial.data().fold().validation());
    return TrialResult.stopped(
        trial, history, seconds(start), logits, () -> Optional.of(checkpoint));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private TrainingListener listenerOf(TrialSpec trial) {
    return new TrainingListener() {
      @Override
      public void stepFinished(int documents) {
        if (closed) {
          throw new CancellationException(STOPPED);
        }
        listener.stepFinished(trial);
      }

      @Override
      public void epochFinished(Epoch epoch) {
        listener.epochFinished(trial, epoch);
      }
    };
  }

  @Override
  public int parallelism() {
    return workers.getMaximumPoolSize();
  }

  /** Cancels what has not begun, stops what runs between two steps, and waits for that. */
  @Override
  public void close() {
    closed = true; // no interrupts, which would close the files that a worker is writing
    List<Runnable> waiting = new ArrayList<>();
    workers.getQueue().drainTo(waiting);
    workers.shutdown();
    waiting.forEach(Runnable::run); // which cancels each
    boolean interrupted = false;
    while (true) {
      try {
        if (workers.awaitTermination(1, TimeUnit.DAYS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
