package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.text.TextReader;
import io.github.polystill.data.text.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/**
 * Turns texts into numbers: segments them once, in parallel but in order, and spools a provisional
 * number for each word while counting; then rewrites the spool with the numbers of the vocabulary.
 * Memory holds the words that are counted and a few batches of text.
 */
final class TextIngestion {
  /** Words that are counted at most, in relation to those that may be kept. */
  private static final int COUNTED_PER_KEPT = 4;

  private static final String PROVISIONAL = "provisional.ids";

  /** Names of its files in a training's directory. */
  static final Set<String> FILES = Set.of(PROVISIONAL);

  private static final int BATCH_CHARACTERS = 1 << 15;
  private static final int BATCHES_PER_THREAD = 4;

  private final Word2VecSettings settings;
  private final Segmenter segmenter;
  private final Word2VecListener listener;
  private final WordCounter counter;
  private long tokens;

  TextIngestion(Word2VecSettings settings, Segmenter segmenter, Word2VecListener listener) {
    this.settings = settings;
    this.segmenter = segmenter;
    this.listener = listener;
    this.counter =
        new WordCounter(
            (int) Math.min(1 << 28, (long) COUNTED_PER_KEPT * settings.maxVocabulary()));
  }

  /** Reads all texts; the spool is left in the directory. */
  TrainingText read(List<TextSource> sources, Path directory) throws IOException {
    Path provisional = directory.resolve(PROVISIONAL);
    try {
      spool(sources, provisional);
      List<WordCounter.Entry> entries =
          counter.mostFrequent(settings.minCount(), settings.maxVocabulary());
      requireEnough(entries, sources);
      long[] counts = rewrite(provisional, TrainingText.spool(directory), entries);
      List<String> words = entries.stream().map(WordCounter.Entry::word).toList();
      TrainingText text = new TrainingText(directory, words, counts, tokens);
      text.write();
      return text;
    } finally {
      Files.deleteIfExists(provisional);
    }
  }

  private void requireEnough(List<WordCounter.Entry> entries, List<TextSource> sources) {
    String names = String.join(", ", sources.stream().map(TextSource::name).toList());
    if (tokens == 0) {
      throw InvalidInputException.of("no text to train on in: %s", names);
    }
    if (entries.size() < 2) {
      throw InvalidInputException.of(
          "only %s of the %s words come at least %s times, at least 2 different ones are needed:"
              + " give more text than %s or a lower `minCount`",
          entries.size(), tokens, settings.minCount(), names);
    }
  }

  private void spool(List<TextSource> sources, Path file) throws IOException {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            settings.threads(),
            BasicThreadFactory.builder().namingPattern("segmenter-%d").daemon().build());
    try (IdSpool.Writer writer = new IdSpool.Writer(file)) {
      Deque<Future<List<List<String>>>> pending = new ArrayDeque<>();
      for (TextSource source : sources) {
        spool(source, executor, pending, writer);
      }
      while (!pending.isEmpty()) {
        count(pending.remove(), writer);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private void spool(
      TextSource source,
      ExecutorService executor,
      Deque<Future<List<List<String>>>> pending,
      IdSpool.Writer writer)
      throws IOException {
    long bytes = source.bytes();
    try (TextReader reader = source.open()) {
      for (List<String> batch = batch(reader); !batch.isEmpty(); batch = batch(reader)) {
        List<String> paragraphs = batch;
        pending.add(executor.submit(() -> segment(paragraphs)));
        if (pending.size() > BATCHES_PER_THREAD * settings.threads()) {
          count(pending.remove(), writer);
          listener.reading(source.name(), reader.bytesRead(), bytes);
        }
      }
      listener.reading(source.name(), bytes, bytes);
    }
  }

  private static List<String> batch(TextReader reader) throws IOException {
    List<String> paragraphs = new ArrayList<>();
    int characters = 0;
    while (characters < BATCH_CHARACTERS) {
      String paragraph = reader.next();
      if (paragraph == null) {
        break;
      }
      paragraphs.add(paragraph);
      characters += paragraph.length();
    }
    return paragraphs;
  }

  private List<List<String>> segment(List<String> paragraphs) {
    return paragraphs.stream()
        .map(paragraph -> segmenter.segment(segmenter.normalize(paragraph)))
        .toList();
  }

  private void count(Future<List<List<String>>> batch, IdSpool.Writer writer) throws IOException {
    try {
      for (List<String> paragraph : batch.get()) {
        for (String word : paragraph) {
          writer.write(counter.add(word));
        }
        tokens += paragraph.size();
        writer.write(IdSpool.END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException)
          new CancellationException("reading was interrupted").initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      throw new IllegalStateException("segmenting failed: " + e.getCause(), e.getCause());
    }
  }

  /** Leaves out what is not in the vocabulary and counts what is there. */
  private long[] rewrite(Path from, Path to, List<WordCounter.Entry> entries) throws IOException {
    int[] finalIds = new int[counter.ids()];
    Arrays.fill(finalIds, IdSpool.END);
    for (int id = 0; id < entries.size(); id++) {
      finalIds[entries.get(id).id()] = id;
    }
    long[] counts = new long[entries.size()];
    try (IdSpool spool = IdSpool.open(from);
        IdSpool.Writer writer = new IdSpool.Writer(to)) {
      IdSpool.Cursor cursor = spool.cursor(0);
      boolean empty = true;
      while (cursor.position() < spool.size()) {
        int provisional = cursor.next();
        int id = provisional == IdSpool.END ? IdSpool.END : finalIds[provisional];
        if (id != IdSpool.END) {
          writer.write(id);
          counts[id]++;
          empty = false;
        } else if (provisional == IdSpool.END && !empty) {
          writer.write(IdSpool.END);
          empty = true;
        }
      }
    }
    return counts;
  }
}
