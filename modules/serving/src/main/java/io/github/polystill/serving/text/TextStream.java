package io.github.polystill.serving.text;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextModel;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends texts through a model in batches. The caller's thread reads and writes, others predict
 * meanwhile; no more than a few batches are under way at any time.
 */
public final class TextStream {
  /** Texts of a batch: enough to keep the network busy, few enough for little memory. */
  private static final int BATCH = 64;

  /** Characters that a batch of several texts may have. */
  private static final int BATCH_CHARACTERS = 1 << 17;

  private final TextModel model;
  private final int threads;
  private final boolean withAttention;

  /**
   * A stream.
   *
   * @param threads that predict
   */
  public TextStream(TextModel model, int threads, boolean withAttention) {
    this.model = model;
    this.threads = threads;
    this.withAttention = withAttention;
  }

  /** Gives texts one after the other. */
  @FunctionalInterface
  public interface Source {
    /** The next one; empty at the end. */
    Optional<InputText> next() throws IOException;
  }

  /** Takes answers in the order of the texts. */
  public interface Sink {
    /** Writes an answer. */
    void write(InputText text, TextAnswer answer) throws IOException;

    /**
     * Is told that a batch is written.
     *
     * @return false where nobody wants more
     */
    boolean flush() throws IOException;
  }

  private record Batch(List<InputText> texts, Future<List<TextAnswer>> answers) {}

  /**
   * Predicts all texts.
   *
   * @return number of texts that were written
   * @throws IOException where reading, predicting or writing failed; what came before in the order
   *     of the texts is written
   */
  public long run(Source source, Sink sink) throws IOException, InterruptedException {
    AtomicInteger number = new AtomicInteger();
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "polystill-predict-" + number.getAndIncrement()));
    try {
      return run(source, sink, workers);
    } finally {
      workers.shutdownNow();
    }
  }

  private long run(Source source, Sink sink, ExecutorService workers)
      throws IOException, InterruptedException {
    Deque<Batch> underWay = new ArrayDeque<>();
    Reading reading = new Reading(source);
    long written = 0;
    boolean wanted = true;
    while (wanted) {
      List<InputText> texts = reading.nextBatch();
      if (!texts.isEmpty()) {
        List<String> plain = texts.stream().map(InputText::text).toList();
        underWay.add(new Batch(texts, workers.submit(() -> model.predict(plain, withAttention))));
      }
      if (underWay.isEmpty()) {
        break;
      }
      if (texts.isEmpty() || underWay.size() > 2 * threads) {
        Batch first = underWay.remove();
        write(first, sink);
        written += first.texts().size();
        wanted = sink.flush();
      }
    }
    reading.requireNoFailure();
    return written;
  }

  private static void write(Batch batch, Sink sink) throws IOException, InterruptedException {
    List<TextAnswer> answers;
    try {
      answers = batch.answers().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(e.getCause());
    }
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).text().tokens().isEmpty()) {
        throw new InvalidInputException(
            batch.texts().get(i).place()
                + "the text has no words, only characters that are left out; leave it out");
      }
      sink.write(batch.texts().get(i), answers.get(i));
    }
  }

  /** Reads batches; a failure waits until what was read before is written. */
  private static final class Reading {
    private final Source source;
    private Exception failure;
    private boolean ended;

    Reading(Source source) {
      this.source = source;
    }

    /** Empty at the end. */
    List<InputText> nextBatch() {
      List<InputText> batch = new ArrayList<>();
      int characters = 0;
      try {
        while (!ended && batch.size() < BATCH && characters < BATCH_CHARACTERS) {
          Optional<InputText> text = source.next();
          ended = text.isEmpty();
          text.ifPresent(batch::add);
          characters += text.map(it -> it.text().length()).orElse(0);
        }
      } catch (IOException | RuntimeException e) {
        failure = e;
        ended = true;
      }
      return batch;
    }

    void requireNoFailure() throws IOException {
      if (failure instanceof IOException io) {
        throw io;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
    }
  }
}
