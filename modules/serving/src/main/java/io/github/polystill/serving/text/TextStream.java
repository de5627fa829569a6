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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends texts through a model in batches. The caller's thread reads and writes, others predict
 * meanwhile; no more than a few batches are under way at any time.
 *
 * @param threads that predict
 * @param batch texts of a batch at most
 */
public record TextStream(TextModel model, int threads, boolean withAttention, int batch) {
  /** Texts of a batch: enough to keep a network busy, few enough for little memory. */
  private static final int BATCH = 64;

  /** Characters for each of its texts that a batch of several may have. */
  private static final int CHARACTERS = 1 << 11;

  /** With batches for a network here. */
  public TextStream(TextModel model, int threads, boolean withAttention) {
    this(model, threads, withAttention, BATCH);
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

  /**
   * Texts under way.
   *
   * @param last whether none follows, be it for a failure
   * @param failure of reading what follows, which waits until these are written
   */
  private record Batch(
      List<InputText> texts,
      Future<List<TextAnswer>> answers,
      boolean last,
      Optional<Exception> failure) {}

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
    underWay.add(read(source, workers));
    long written = 0;
    while (!underWay.isEmpty()) {
      while (!underWay.getLast().last() && underWay.size() <= 2 * threads) {
        underWay.add(read(source, workers));
      }
      Batch first = underWay.remove();
      write(first, sink);
      written += first.texts().size();
      if (!sink.flush()) {
        break;
      }
      if (first.failure().isPresent()) {
        throw ioException(first.failure().get());
      }
    }
    return written;
  }

  private Batch read(Source source, ExecutorService workers) {
    List<InputText> texts = new ArrayList<>();
    boolean last = false;
    Optional<Exception> failure = Optional.empty();
    int characters = 0;
    try {
      while (!last && texts.size() < batch && characters < CHARACTERS * batch) {
        Optional<InputText> text = source.next();
        last = text.isEmpty();
        text.ifPresent(texts::add);
        characters += text.map(it -> it.text().length()).orElse(0);
      }
    } catch (IOException | RuntimeException e) {
      last = true;
      failure = Optional.of(e);
    }
    List<String> plain = texts.stream().map(InputText::text).toList();
    Future<List<TextAnswer>> answers =
        plain.isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : workers.submit(() -> model.predict(plain, withAttention));
    return new Batch(texts, answers, last, failure);
  }

  private static void write(Batch batch, Sink sink) throws IOException, InterruptedException {
    List<TextAnswer> answers;
    try {
      answers = batch.answers().get();
    } catch (ExecutionException e) {
      throw ioException(e.getCause());
    }
    for (int i = 0; i < answers.size(); i++) {
      InputText text = batch.texts().get(i);
      if (answers.get(i).text().tokens().isEmpty()) {
        throw new InvalidInputException(
            text.place()
                + "the text has no words, only characters that are left out; leave it out");
      }
      sink.write(text, answers.get(i));
    }
  }

  /** What was thrown elsewhere, to be thrown here. */
  private static IOException ioException(Throwable thrown) {
    if (thrown instanceof RuntimeException runtime) {
      throw runtime;
    }
    return thrown instanceof IOException io ? io : new IOException(thrown);
  }
}
