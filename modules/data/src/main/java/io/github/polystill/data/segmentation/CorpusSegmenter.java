package io.github.polystill.data.segmentation;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.apiguardian.api.API;

/**
 * Normalises and segments whole corpora, in parallel and only once per content. The words do not
 * depend on the number of threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class CorpusSegmenter {
  /** Documents per task: enough to make a task's overhead vanish, few enough for a live count. */
  private static final int CHUNK = 32;

  private CorpusSegmenter() {}

  /** Told how far the work is, always in the thread that called. */
  @FunctionalInterface
  public interface Progress {
    void update(int documentsDone, int documents);
  }

  /**
   * Segments a corpus.
   *
   * @param threads number of threads, at least 1
   * @param cacheDirectory where segmentations are kept, by a hash of the texts and of what segments
   *     them; a damaged file there is reported to the log and made anew
   * @throws CancellationException where the calling thread is interrupted
   * @throws InvalidInputException where a segmenter's model can't be used
   */
  public static SegmentedCorpus segment(
      Corpus corpus,
      Segmenter segmenter,
      int threads,
      Optional<Path> cacheDirectory,
      Progress progress) {
    Optional<SegmentationCache> cache =
        cacheDirectory.map(
            directory -> new SegmentationCache(directory, contentHash(corpus, segmenter)));
    Optional<List<SegmentedText>> known = cache.flatMap(c -> c.read(corpus.size()));
    if (known.isPresent()) {
      progress.update(corpus.size(), corpus.size());
      return new SegmentedCorpus(corpus, known.get());
    }
    List<SegmentedText> texts = segmentAll(corpus.documents(), segmenter, threads, progress);
    cache.ifPresent(c -> c.write(texts));
    return new SegmentedCorpus(corpus, texts);
  }

  /** Everything that decides what the cache holds of a corpus. */
  static String contentHash(Corpus corpus, Segmenter segmenter) {
    ContentHash hash = new ContentHash();
    hash.add(SegmentationCache.VERSION).add(TextNormalizer.VERSION);
    hash.add(segmenter.name()).add(segmenter.version());
    hash.add(corpus.size());
    for (Document document : corpus.documents()) {
      hash.add(document.text());
    }
    return hash.hex();
  }

  private static List<SegmentedText> segmentAll(
      List<Document> documents, Segmenter segmenter, int threads, Progress progress) {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads, BasicThreadFactory.builder().namingPattern("segmenter-%d").daemon().build());
    try {
      Map<String, String> distinct = new ConcurrentHashMap<>();
      List<Future<List<SegmentedText>>> chunks = new ArrayList<>();
      for (int begin = 0; begin < documents.size(); begin += CHUNK) {
        List<Document> chunk = documents.subList(begin, Math.min(begin + CHUNK, documents.size()));
        chunks.add(executor.submit(() -> segmentChunk(chunk, segmenter, distinct)));
      }
      return collect(chunks, documents.size(), progress);
    } finally {
      executor.shutdownNow();
    }
  }

  /**
   * Segments some documents.
   *
   * @param distinct of each word the string that all texts share, as a word is larger than the
   *     reference to it
   */
  private static List<SegmentedText> segmentChunk(
      List<Document> chunk, Segmenter segmenter, Map<String, String> distinct) {
    return segmenter.segmentAll(chunk.stream().map(Document::text).toList()).stream()
        .map(text -> shared(text, distinct))
        .toList();
  }

  private static List<SegmentedText> collect(
      List<Future<List<SegmentedText>>> chunks, int documents, Progress progress) {
    List<SegmentedText> texts = new ArrayList<>(documents);
    try {
      for (Future<List<SegmentedText>> chunk : chunks) {
        texts.addAll(chunk.get());
        progress.update(texts.size(), documents);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException)
          new CancellationException("segmenting was interrupted").initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      throw new IllegalStateException("segmenting failed: " + e.getCause(), e.getCause());
    }
    return List.copyOf(texts);
  }

  private static SegmentedText shared(SegmentedText text, Map<String, String> distinct) {
    List<String> words =
        text.words().stream().map(word -> distinct.computeIfAbsent(word, it -> it)).toList();
    return new SegmentedText(words, text.lineEnds());
  }
}
