package io.github.polystill.experiments.preparation;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.transformers.TextEncoder;
import io.github.polystill.data.transformers.Transformers;
import io.github.polystill.distillation.Encoding;
import io.github.polystill.experiments.configuration.EncoderSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/**
 * The vectors of an experiment's encoder, which is opened when something is asked of it. A text is
 * encoded once: its vector stays in a file of the encoder's.
 */
public final class TextEncoding implements Encoding, AutoCloseable {
  /** Texts of a task: what is lost at most where a run is killed. */
  private static final int AT_ONCE = 16;

  private final EncoderSettings settings;
  private final Path directory;
  private final int threads;
  private final Consumer<String> messages;
  private final Runnable throwIfCancelled;
  private Optional<TextEncoder> encoder = Optional.empty();
  private Optional<KeptVectors> kept = Optional.empty();

  /**
   * An encoder that is not opened yet.
   *
   * @param directory where vectors are kept
   * @param threads that encode side by side
   * @param messages told how far it is, in lines
   * @param throwIfCancelled called again and again; throws where encoding is to end
   */
  public TextEncoding(
      EncoderSettings settings,
      Path directory,
      int threads,
      Consumer<String> messages,
      Runnable throwIfCancelled) {
    this.settings = settings;
    this.directory = directory;
    this.threads = threads;
    this.messages = messages;
    this.throwIfCancelled = throwIfCancelled;
  }

  /**
   * Opens an encoder.
   *
   * @return to be closed
   * @throws io.github.polystill.data.InvalidInputException where it is no encoder, or the module
   *     that runs it is missing
   */
  public static TextEncoder open(EncoderSettings settings) {
    Transformers transformers = Transformers.require("encoder");
    return settings
        .path()
        .map(path -> transformers.encoder(Path.of(path)))
        .orElseGet(transformers::bgeSmallZh);
  }

  private synchronized TextEncoder encoder() {
    if (encoder.isEmpty()) {
      encoder = Optional.of(open(settings));
    }
    return encoder.get();
  }

  @Override
  public String contentHash() {
    return encoder().contentHash();
  }

  @Override
  public synchronized void encode(List<String> texts) {
    try {
      KeptVectors known = kept();
      Map<String, String> missing = new LinkedHashMap<>();
      for (String text : texts) {
        String key = key(text);
        if (known.read(key).isEmpty()) {
          missing.put(key, text);
        }
      }
      if (!missing.isEmpty()) {
        encode(missing, known);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized float[][] vectors(List<String> texts) {
    try {
      Optional<float[][]> vectors = known(texts);
      if (vectors.isEmpty()) {
        encode(texts);
        vectors = known(texts);
      }
      return vectors.orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The vectors of texts, if all are kept. */
  private Optional<float[][]> known(List<String> texts) throws IOException {
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      Optional<float[]> vector = kept().read(key(texts.get(i)));
      if (vector.isEmpty()) {
        return Optional.empty();
      }
      vectors[i] = vector.get();
    }
    return Optional.of(vectors);
  }

  private KeptVectors kept() throws IOException {
    if (kept.filter(KeptVectors::isOpen).isEmpty()) { // the first time, or after an interrupt
      kept = Optional.of(KeptVectors.open(directory, contentHash(), encoder().width()));
    }
    return kept.get();
  }

  private static String key(String text) {
    return new ContentHash().add(text).hex();
  }

  private void encode(Map<String, String> texts, KeptVectors kept) throws IOException {
    messages.accept(String.format(Locale.ROOT, "encoding %,d texts", texts.size()));
    List<String> keys = List.copyOf(texts.keySet());
    TextEncoder opened = encoder();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads, BasicThreadFactory.builder().namingPattern("encoder-%d").daemon().build());
    try {
      Queue<Future<Map<String, float[]>>> tasks = new ArrayDeque<>();
      for (int from = 0; from < keys.size(); from += AT_ONCE) {
        List<String> some = keys.subList(from, Math.min(from + AT_ONCE, keys.size()));
        tasks.add(executor.submit(() -> encode(some, texts, opened)));
      }
      Progress progress = new Progress(texts.values().stream().mapToLong(String::length).sum());
      while (!tasks.isEmpty()) {
        Map<String, float[]> some = tasks.remove().get(); // which are held no longer than that
        kept.add(some);
        throwIfCancelled.run();
        progress.done(some.keySet().stream().mapToLong(it -> texts.get(it).length()).sum());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException)
          new CancellationException("encoding was interrupted").initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      end(executor);
    }
  }

  /** Waits for the texts that are being encoded, as the encoder may be closed afterwards. */
  private static void end(ExecutorService executor) {
    executor.shutdownNow();
    boolean interrupted = Thread.interrupted();
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, float[]> encode(
      List<String> keys, Map<String, String> texts, TextEncoder opened) {
    Map<String, float[]> encoded = new LinkedHashMap<>();
    for (String key : keys) {
      throwIfCancelled.run();
      encoded.put(key, opened.vector(texts.get(key)));
    }
    return encoded;
  }

  /** A line for every tenth of the characters. */
  private final class Progress {
    private final long start = System.nanoTime();
    private final long all;
    private long characters;

    Progress(long all) {
      this.all = Math.max(1, all);
    }

    void done(long more) {
      long before = 10 * characters / all;
      characters += more;
      long tenth = 10 * characters / all;
      if (tenth > before && tenth < 10) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        messages.accept(
            String.format(
                Locale.ROOT,
                "encoding: %d %% | %,.0f characters/s | ETA %.0f s",
                10 * tenth,
                characters / seconds,
                seconds * (all - characters) / characters));
      }
    }
  }

  @Override
  public synchronized void close() {
    kept.ifPresent(KeptVectors::close);
    kept = Optional.empty();
    encoder.ifPresent(TextEncoder::close);
    encoder = Optional.empty();
  }
}
