package io.github.polystill.corpora.wiki;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Writes the text of a dump's articles, a paragraph per line, in the order of the dump.
 *
 * <p>One thread parses, a pool takes the markup away, and the caller writes; where the dump has
 * many bzip2 streams, others unpack them. A bounded queue of pages between them keeps memory
 * constant.
 */
public final class WikiExtraction {
  private static final int PAGES_PER_THREAD = 16;

  private final Path file;
  private final boolean traditional;
  private final int threads;
  private final LongConsumer bytesRead;

  private final List<String> skipped = new ArrayList<>();
  private long pages;
  private long articles;
  private long redirects;
  private long paragraphs;
  private long characters;

  /**
   * Prepares an extraction.
   *
   * @param traditional whether to convert to Traditional Chinese
   * @param threads threads that take the markup away, and as many that unpack
   * @param bytesRead told after every page how much of the file has been read
   */
  public WikiExtraction(Path file, boolean traditional, int threads, LongConsumer bytesRead) {
    this.file = file;
    this.traditional = traditional;
    this.threads = threads;
    this.bytesRead = bytesRead;
  }

  /** A page without its markup; text is null where the markup could not be read. */
  private record Cleaned(WikiPage page, List<String> text) {}

  /**
   * Extracts the dump; to be called once. The stream is not closed.
   *
   * @throws InvalidInputException where the dump is missing, damaged, not a dump or without
   *     articles
   */
  public WikiExtractionSummary writeTo(OutputStream out) throws IOException {
    try (WikiDump dump = WikiDump.open(file, threads)) {
      AtomicInteger number = new AtomicInteger();
      ExecutorService pool =
          Executors.newFixedThreadPool(
              threads + 1, task -> new Thread(task, "polystill-wiki-" + number.getAndIncrement()));
      try {
        BlockingQueue<Future<Cleaned>> queue =
            new LinkedBlockingQueue<>(threads * PAGES_PER_THREAD);
        pool.execute(() -> read(dump, pool, queue));
        for (Cleaned next = take(queue); next != null; next = take(queue)) {
          write(next, out);
          bytesRead.accept(dump.bytesRead());
        }
      } finally {
        stop(pool);
      }
    }
    if (articles == 0) {
      throw new InvalidInputException(
          file + ": " + pages + " pages but no article; give a dump named *-pages-articles.xml");
    }
    return new WikiExtractionSummary(pages, articles, redirects, paragraphs, characters, skipped);
  }

  /** Puts every page into the queue in its order, then null or the error. */
  private void read(WikiDump dump, ExecutorService pool, BlockingQueue<Future<Cleaned>> queue) {
    try {
      try {
        for (WikiPage page = dump.next(); page != null; page = dump.next()) {
          WikiPage found = page;
          queue.put(
              page.isArticle()
                  ? pool.submit(() -> clean(found, dump.namespaces()))
                  : CompletableFuture.completedFuture(new Cleaned(page, List.of())));
        }
        queue.put(CompletableFuture.completedFuture(null));
      } catch (IOException | RuntimeException | Error e) {
        // An Error too, or the caller would wait forever.
        queue.put(CompletableFuture.failedFuture(e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the caller has given up
    }
  }

  private Cleaned clean(WikiPage page, WikiNamespaces namespaces) {
    WikitextCleaner cleaner =
        traditional
            ? WikitextCleaner.traditional(namespaces)
            : WikitextCleaner.simplified(namespaces);
    try {
      return new Cleaned(page, cleaner.paragraphs(page.text()));
    } catch (RuntimeException | StackOverflowError e) {
      return new Cleaned(page, null);
    }
  }

  private static Cleaned take(BlockingQueue<Future<Cleaned>> queue) throws IOException {
    try {
      return queue.take().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void write(Cleaned next, OutputStream out) throws IOException {
    pages++;
    if (next.page().namespace() == 0 && next.page().redirect()) {
      redirects++;
    }
    if (!next.page().isArticle()) {
      return;
    }
    articles++;
    if (next.text() == null) {
      skipped.add(next.page().title());
      return;
    }
    for (String paragraph : next.text()) {
      out.write(paragraph.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
      paragraphs++;
      characters += paragraph.codePointCount(0, paragraph.length());
    }
  }

  /** Ends the threads before the dump is closed under them. */
  private static void stop(ExecutorService pool) {
    pool.shutdownNow();
    try {
      pool.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
