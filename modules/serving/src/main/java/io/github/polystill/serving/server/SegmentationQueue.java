package io.github.polystill.serving.server;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.TextTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Raw texts that wait to be cut into tokens. The threads take a text at a time, of the request that
 * has the fewest characters left: a short request waits for one text at most, however long the
 * requests are that came before it.
 */
final class SegmentationQueue implements AutoCloseable {
  private final Servable servable;
  private final ThreadPoolExecutor threads;

  SegmentationQueue(Servable servable, int threadCount) {
    AtomicInteger started = new AtomicInteger();
    this.servable = servable;
    this.threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "polystill-segment-" + started.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Cuts the texts of a request.
   *
   * @return the tokens of each; fails with {@link InvalidInputException} where a text has none,
   *     with {@link RejectedExecutionException} where the queue is closed. Once it is cancelled no
   *     further text is cut
   */
  CompletableFuture<List<TextTokens>> submit(List<String> texts) {
    Request request = new Request(texts);
    request.proceed();
    return request.answer;
  }

  /** The texts of a request, of which some are cut. */
  private final class Request implements Runnable, Comparable<Request> {
    private final List<String> texts;
    private final List<TextTokens> cut = new ArrayList<>();
    private final CompletableFuture<List<TextTokens>> answer = new CompletableFuture<>();
    private long charactersLeft;

    Request(List<String> texts) {
      this.texts = texts;
      this.charactersLeft = texts.stream().mapToLong(String::length).sum();
    }

    void proceed() {
      try {
        threads.execute(this);
      } catch (RejectedExecutionException e) {
        answer.completeExceptionally(e);
      }
    }

    @Override
    public void run() {
      if (answer.isDone()) { // nobody waits for it any more
        return;
      }
      try {
        String text = texts.get(cut.size());
        TextTokens tokens = servable.tokens(text);
        if (tokens.tokens().isEmpty()) {
          throw InvalidInputException.of(
              "text %d has no words, only characters that are left out; give the text to classify",
              cut.size());
        }
        cut.add(tokens);
        charactersLeft -= text.length();
      } catch (Throwable e) { // even no memory: the request fails, the server lives
        answer.completeExceptionally(e);
        return;
      }
      if (cut.size() == texts.size()) {
        answer.complete(cut);
      } else {
        proceed();
      }
    }

    @Override
    public int compareTo(Request other) {
      return Comparator.<Request>comparingLong(it -> it.charactersLeft).compare(this, other);
    }
  }

  /** Takes no new texts; those that wait are still cut. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
