package io.github.polystill.serving.server;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.TextTokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Raw texts that wait to be cut into tokens. The threads take a text at a time, of the request that
 * has the fewest characters left, so that short requests do not wait for long ones; but the request
 * that has waited longest has its turn once others were given {@value #SHARE} times its text's
 * characters, so that long ones come to an end however many short ones there are.
 */
final class SegmentationQueue implements AutoCloseable {
  /** Characters of others for each one of the request that has waited longest. */
  static final int SHARE = 3;

  private final Servable servable;
  private final ThreadPoolExecutor threads;

  /** Requests none of whose texts is being cut, in the order of their coming. */
  private final NavigableSet<Request> waiting = new TreeSet<>();

  private final AtomicLong submitted = new AtomicLong();

  SegmentationQueue(Servable servable, int threadCount) {
    AtomicInteger started = new AtomicInteger();
    this.servable = servable;
    this.threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
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
    Request request = new Request(submitted.getAndIncrement(), texts);
    enqueue(request);
    return request.answer;
  }

  /** For each request that waits there is a task, which cuts a text of whichever has its turn. */
  private void enqueue(Request request) {
    synchronized (waiting) {
      try {
        threads.execute(() -> take().cut());
        waiting.add(request);
      } catch (RejectedExecutionException e) {
        request.answer.completeExceptionally(e);
      }
    }
  }

  private Request take() {
    synchronized (waiting) {
      Request oldest = waiting.first();
      Request taken =
          oldest.passedOver >= SHARE * (long) oldest.next().length()
              ? oldest
              : Collections.min(waiting, Comparator.comparingLong(it -> it.charactersLeft));
      if (taken == oldest) {
        oldest.passedOver = 0;
      } else {
        oldest.passedOver += taken.next().length();
      }
      waiting.remove(taken);
      return taken;
    }
  }

  /** The texts of a request, of which some are cut. */
  private final class Request implements Comparable<Request> {
    private final long number;
    private final List<String> texts;
    private final List<TextTokens> cut = new ArrayList<>();
    private final CompletableFuture<List<TextTokens>> answer = new CompletableFuture<>();
    private long charactersLeft;

    /** Characters of others that were cut while this one had waited longest. */
    private long passedOver;

    Request(long number, List<String> texts) {
      this.number = number;
      this.texts = texts;
      this.charactersLeft = texts.stream().mapToLong(String::length).sum();
    }

    String next() {
      return texts.get(cut.size());
    }

    void cut() {
      if (answer.isDone()) { // nobody waits for it any more
        return;
      }
      try {
        String text = next();
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
        enqueue(this);
      }
    }

    @Override
    public int compareTo(Request other) {
      return Long.compare(number, other.number);
    }
  }

  /** Takes no new texts; those that wait are still cut. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
