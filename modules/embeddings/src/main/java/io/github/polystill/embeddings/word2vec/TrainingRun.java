package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  private static final int SENTENCE_WORDS = 1000;
  private static final long PROGRESS_NANOS = 200_000_000;

  private final Word2VecSettings settings;
  private final Word2VecListener listener;
  private final Optional<CheckpointDirectory> checkpoints;
  private final LearningRate learningRate;
  private final Subsampling subsampling;
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
      Word2VecListener listener,
      Optional<CheckpointDirectory> checkpoints)
      throws IOException {
    this.settings = settings;
    this.listener = listener;
    this.checkpoints = checkpoints;
    this.subsampling = Subsampling.of(text.counts(), settings.subsample());
    this.learningRate =
        new LearningRate(settings.learningRate(), text.vocabularyTokens() * settings.epochs());
    this.inputs = new FloatRows(text.counts().length, settings.dimensions());
    this.outputs = new FloatRows(text.counts().length, settings.dimensions());
    Optional<List<Checkpoint.Position>> positions =
        checkpoints.isPresent()
            ? Checkpoint.read(checkpoints.get().path(), inputs, outputs)
            : Optional.empty();
    if (positions.isEmpty()) {
      initialize(inputs, settings.seed());
    }
    AliasTable negatives = AliasTable.ofCounts(text.counts());
    for (int number = 0; number < settings.threads(); number++) {
      workers.add(new Worker(number, spool, negatives, positions));
    }
    this.firstWords = wordsDone();
    this.roundBegin = firstWords;
  }

  /** Small numbers around zero, as the original begins with. */
  private static void initialize(FloatRows rows, long seed) {
    RandomState random = RandomState.of(seed, -1);
    for (int row = 0; row < rows.rows(); row++) {
      for (int d = 0; d < rows.columns(); d++) {
        rows.row(row)[d] = (random.nextFloat() - 0.5f) / rows.columns();
      }
    }
  }

  private WindowTraining.RowAccess access(FloatRows rows) {
    if (!isMerging()) {
      return rows;
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
      throw (CancellationException)
          new CancellationException("training was interrupted").initCause(e);
    } finally {
      stop(threads);
    }
    rethrow(failure.get());
    requireFinite();
    return inputs;
  }

  private void requireFinite() {
    if (!inputs.isFinite() || !outputs.isFinite()) {
      throw InvalidInputException.of(
          "training diverged: vectors have numbers that are infinite or none; lower the learning"
              + " rate (%s) or the number of negatives (%s)",
          settings.learningRate(), settings.negatives());
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
        List<Checkpoint.Position> positions = workers.stream().map(Worker::position).toList();
        Checkpoint.write(checkpoints.get().path(), positions, inputs, outputs);
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

  /**
   * A learning rate that falls linearly with the words that are done.
   *
   * @param words words of all epochs
   */
  record LearningRate(double first, long words) {
    /** The part of the first rate that remains at the end, as in the original program. */
    private static final double LEAST = 1e-4;

    float at(long done) {
      return (float) (first * Math.max(LEAST, 1 - (double) done / (words + 1)));
    }
  }

  /** One thread's part of the training: a contiguous piece of the text, once per epoch. */
  private final class Worker {
    private final WindowTraining training;
    private final RandomState random;
    private final IdSpool.Cursor cursor;
    private final long begin;
    private final long end;
    private final int[] sentence = new int[SENTENCE_WORDS];
    private int epoch;
    private long words;
    private volatile long wordsForProgress;

    Worker(
        int number,
        IdSpool spool,
        AliasTable negatives,
        Optional<List<Checkpoint.Position>> positions) {
      int threads = settings.threads();
      begin = spool.paragraphFrom(spool.size() / threads * number);
      end =
          number == threads - 1
              ? spool.size()
              : spool.paragraphFrom(spool.size() / threads * (number + 1));
      long state = RandomState.of(settings.seed(), number).state();
      Checkpoint.Position position =
          positions
              .map(known -> known.get(number))
              .orElse(new Checkpoint.Position(0, begin, 0, state));
      random = new RandomState(position.random());
      training = new WindowTraining(settings, access(inputs), access(outputs), negatives, random);
      epoch = begin == end ? settings.epochs() : position.epoch();
      words = position.words();
      wordsForProgress = words;
      cursor = spool.cursor(position.offset());
    }

    Checkpoint.Position position() {
      return new Checkpoint.Position(epoch, cursor.position(), words, random.state());
    }

    boolean isDone() {
      return epoch == settings.epochs();
    }

    /** Words read so far, seen from other threads. */
    long progress() {
      return wordsForProgress;
    }

    /**
     * Trains until so many words more are read, and to the end of the sentence.
     *
     * @param wordsOfAll words that all workers had read when the round began
     */
    void round(long roundWords, long wordsOfAll) {
      long first = words;
      while (!isDone() && words - first < roundWords) {
        int length = readSentence();
        // An estimate of what the others do meanwhile, which does not depend on their speed.
        long estimate = wordsOfAll + (words - first) * settings.threads();
        training.train(sentence, length, learningRate.at(estimate));
        wordsForProgress = words;
        if (cursor.position() >= end) {
          epoch++;
          cursor.moveTo(begin);
        }
      }
    }

    private int readSentence() {
      int length = 0;
      while (length < SENTENCE_WORDS && cursor.position() < end) {
        int word = cursor.next();
        if (word == IdSpool.END) {
          break;
        }
        words++;
        if (subsampling.keeps(word, random)) {
          sentence[length++] = word;
        }
      }
      return length;
    }
  }
}
