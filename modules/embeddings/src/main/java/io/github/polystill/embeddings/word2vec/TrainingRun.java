package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of a training. They work in rounds, at whose end all of them stand between two
 * sentences: there checkpoints are written and, in deterministic trainings, changes are merged.
 */
final class TrainingRun {
  /** Long enough that waiting for the slowest thread costs next to nothing. */
  private static final long SHARED_ROUND = 100_000;

  /** Short enough that what a thread does not know of the others hardly matters. */
  private static final long DETERMINISTIC_ROUND = 2_000;

  private static final long PROGRESS_NANOS = 200_000_000;

  private final Word2VecSettings settings;
  private final TrainingText text;
  private final Word2VecListener listener;
  private final Optional<CheckpointSettings> checkpoints;
  private final LearningRate learningRate;
  private final FloatRows inputs;
  private final FloatRows outputs;
  private final List<Worker> workers = new ArrayList<>();
  private final List<OverlayRows> overlays = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final long firstWords;
  private final long startNanos = System.nanoTime();

  private long lastCheckpointNanos = startNanos;
  private volatile long roundBegin;
  private volatile boolean done;

  TrainingRun(
      Word2VecSettings settings,
      TrainingText text,
      IdSpool spool,
      Path directory,
      Word2VecListener listener,
      Optional<CheckpointSettings> checkpoints)
      throws IOException {
    this.settings = settings;
    this.text = text;
    this.listener = listener;
    this.checkpoints = checkpoints;
    this.learningRate =
        new LearningRate(settings.learningRate(), text.vocabularyTokens() * settings.epochs());
    this.inputs = new FloatRows(text.counts().length, settings.dimensions());
    this.outputs = new FloatRows(text.counts().length, settings.dimensions());
    Optional<List<Worker.Position>> positions =
        checkpoints.isPresent() ? Checkpoint.read(directory, inputs, outputs) : Optional.empty();
    if (positions.isEmpty()) {
      initialize(inputs, settings.seed());
    }
    createWorkers(spool, positions);
    this.firstWords = wordsDone();
    this.roundBegin = firstWords;
  }

  /** Small numbers around zero, as the original begins with. */
  private static void initialize(FloatRows rows, long seed) {
    RandomState random = RandomState.of(seed, -1);
    for (int row = 0; row < rows.rows(); row++) {
      float[] block = rows.block(row);
      int offset = rows.offset(row);
      for (int d = 0; d < rows.columns(); d++) {
        block[offset + d] = (random.nextFloat() - 0.5f) / rows.columns();
      }
    }
  }

  private void createWorkers(IdSpool spool, Optional<List<Worker.Position>> positions) {
    Subsampling subsampling = Subsampling.of(text.counts(), settings.subsample());
    AliasTable negatives = AliasTable.ofCounts(text.counts());
    int threads = settings.threads();
    for (int t = 0; t < threads; t++) {
      long begin = spool.paragraphFrom(spool.size() / threads * t);
      long end =
          t == threads - 1 ? spool.size() : spool.paragraphFrom(spool.size() / threads * (t + 1));
      RandomState first = RandomState.of(settings.seed(), t);
      Worker.Position position =
          positions.isPresent()
              ? positions.get().get(t)
              : new Worker.Position(0, begin, 0, first.state());
      RandomState random = new RandomState(position.random());
      WindowTraining training =
          new WindowTraining(settings, access(inputs), access(outputs), negatives, random);
      workers.add(
          new Worker(
              settings, learningRate, subsampling, training, random, spool, begin, end, position));
    }
  }

  private RowAccess access(FloatRows rows) {
    if (!isMerging()) {
      return new RowAccess.Shared(rows);
    }
    OverlayRows overlay = new OverlayRows(rows);
    overlays.add(overlay);
    return overlay;
  }

  private boolean isMerging() {
    return settings.deterministic() && settings.threads() > 1;
  }

  long firstWords() {
    return firstWords;
  }

  /** Words of all epochs read so far, those before a resumption included. */
  long wordsDone() {
    return workers.stream().mapToLong(Worker::progress).sum();
  }

  /**
   * Trains to the end and gives the words' vectors; no thread is left when it returns.
   *
   * @throws InvalidInputException where training diverges, so that no state is worth keeping
   */
  FloatRows run() {
    CyclicBarrier barrier = new CyclicBarrier(settings.threads());
    CyclicBarrier roundEnd = new CyclicBarrier(settings.threads(), this::endRound);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < settings.threads(); t++) {
      int number = t;
      Runnable work = () -> work(number, barrier, roundEnd, threads);
      Thread thread = new Thread(work, "word2vec-" + (t + 1));
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    try {
      for (Thread thread : threads) {
        while (thread.isAlive()) {
          thread.join(PROGRESS_NANOS / 1_000_000);
          report();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException exception = new CancellationException("training was interrupted");
      exception.initCause(e);
      throw exception;
    } finally {
      stop(threads);
    }
    rethrow(failure.get());
    requireFinite();
    return inputs;
  }

  private void requireFinite() {
    if (!inputs.isFinite() || !outputs.isFinite()) {
      throw new InvalidInputException(
          "training diverged: vectors have numbers that are infinite or none; lower the learning"
              + " rate ("
              + settings.learningRate()
              + ") or the number of negatives ("
              + settings.negatives()
              + ")");
    }
  }

  /** Ends threads where they read on, before the text is closed under them. */
  private static void stop(List<Thread> threads) {
    threads.forEach(Thread::interrupt);
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(Throwable failed) {
    if (failed instanceof RuntimeException exception) {
      throw exception;
    }
    if (failed instanceof Error error) {
      throw error;
    }
  }

  private void work(
      int number, CyclicBarrier barrier, CyclicBarrier roundEnd, List<Thread> threads) {
    try {
      // What is done is decided at the end of a round: a worker may already be in the next one.
      while (!done && failure.get() == null && !Thread.currentThread().isInterrupted()) {
        long roundWords = isMerging() ? DETERMINISTIC_ROUND : SHARED_ROUND;
        workers.get(number).round(roundWords, roundBegin);
        if (isMerging()) {
          merge(number, barrier);
        }
        roundEnd.await();
      }
    } catch (InterruptedException | BrokenBarrierException e) {
      Thread.currentThread().interrupt(); // another thread failed, or all of them are to stop
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      threads.forEach(Thread::interrupt); // or they would wait for this one
    }
  }

  private void merge(int number, CyclicBarrier barrier)
      throws InterruptedException, BrokenBarrierException {
    // A worker's two overlays stand one after the other.
    OverlayRows ownInputs = overlays.get(2 * number);
    OverlayRows ownOutputs = overlays.get(2 * number + 1);
    barrier.await();
    ownInputs.toDeltas();
    ownOutputs.toDeltas();
    barrier.await();
    for (OverlayRows overlay : overlays) {
      overlay.addTo(number, settings.threads());
    }
    barrier.await();
    ownInputs.clear();
    ownOutputs.clear();
  }

  /** Runs in one thread while all others wait. */
  private void endRound() {
    roundBegin = wordsDone();
    done = workers.stream().allMatch(Worker::isDone);
    long now = System.nanoTime();
    if (checkpoints.isPresent()
        && now - lastCheckpointNanos >= checkpoints.get().interval().toNanos()) {
      try {
        requireFinite();
        List<Worker.Position> positions = workers.stream().map(Worker::position).toList();
        Checkpoint.write(checkpoints.get().directory().path(), positions, inputs, outputs);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      lastCheckpointNanos = System.nanoTime();
      listener.checkpoint();
    }
  }

  private void report() {
    long words = wordsDone();
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double speed = (words - firstWords) / Math.max(seconds, 1e-9);
    Duration eta =
        speed == 0
            ? Duration.ZERO
            : Duration.ofMillis((long) ((learningRate.words() - words) / speed * 1000));
    listener.training((double) words / learningRate.words(), speed, learningRate.at(words), eta);
  }
}
