package io.github.polystill.labs.inference;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.serving.client.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many clients of a server at once. Each sends a raw text, waits for the answer and sends the next;
 * nothing is tried again.
 */
public final class LoadGenerator {
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final long SAMPLE_MILLIS = 250;
  private static final int PROBLEMS = 5;
  private static final Pattern RSS =
      Pattern.compile("(?m)^process_resident_memory_bytes(?:\\{.*?})? ([0-9.E+]+)");

  private final URI predict;
  private final URI metrics;
  private final List<HttpRequest> requests;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final long durationNanos;
  private long end;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong failed = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> problems = new ConcurrentHashMap<>();

  private LoadGenerator(String endpoint, List<String> texts, Duration duration) {
    this.predict = Endpoint.predictAddress(endpoint);
    this.metrics = predict.resolve("/metrics");
    this.requests = texts.stream().map(this::request).toList();
    this.durationNanos = duration.toNanos();
  }

  /**
   * What happened.
   *
   * @param requests that were answered with 200
   * @param errors others, and those without an answer
   * @param seconds from the first request to the last answer
   * @param p50Micros time of a request, median
   * @param p99Micros the same, 99th percentile
   * @param firstRssBytes resident memory of the server before, if it tells
   * @param lastRssBytes the same after
   * @param peakRssBytes the most that was seen
   * @param problems what the first errors were
   */
  public record Result(
      int clients,
      long requests,
      long errors,
      double seconds,
      double p50Micros,
      double p99Micros,
      OptionalLong firstRssBytes,
      OptionalLong lastRssBytes,
      OptionalLong peakRssBytes,
      List<String> problems) {
    public Result {
      problems = List.copyOf(problems);
    }

    /** By which share of what it was before the server's memory has grown; empty if unknown. */
    public OptionalDouble growth() {
      return firstRssBytes.isPresent() && peakRssBytes.isPresent()
          ? OptionalDouble.of(peakRssBytes.getAsLong() / (double) firstRssBytes.getAsLong() - 1)
          : OptionalDouble.empty();
    }

    /** Answers with 200 per second. */
    public double requestsPerSecond() {
      return requests / seconds;
    }
  }

  /**
   * Runs clients against a server.
   *
   * @param endpoint such as http://localhost:8501/v1/models/cmdd
   * @param texts sent in turn
   */
  public static Result run(String endpoint, List<String> texts, int clients, Duration duration)
      throws InterruptedException {
    return new LoadGenerator(endpoint, texts, duration).run(clients);
  }

  private HttpRequest request(String text) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("instances").addObject().put("text", text);
    return HttpRequest.newBuilder(predict)
        .timeout(ANSWER)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private Result run(int clients) throws InterruptedException {
    OptionalLong first = residentMemory();
    OptionalLong last = first;
    OptionalLong peak = first;
    long start = System.nanoTime();
    end = start + durationNanos;
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      running.add(client());
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
    while (!all.isDone()) {
      Thread.sleep(SAMPLE_MILLIS);
      last = residentMemory();
      if (last.orElse(0) > peak.orElse(0)) {
        peak = last;
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    long[] times = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Result(
        clients,
        times.length,
        failed.get(),
        seconds,
        micros(times, 0.5),
        micros(times, 0.99),
        first,
        last,
        peak,
        problems.entrySet().stream().map(it -> it.getValue() + " x " + it.getKey()).toList());
  }

  private static double micros(long[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, (long) (share * sorted.length))] / 1000.0;
  }

  /** Sends requests until the time is over. */
  private CompletableFuture<Void> client() {
    if (System.nanoTime() - end >= 0) {
      return CompletableFuture.completedFuture(null);
    }
    long start = System.nanoTime();
    HttpRequest request = requests.get(Math.floorMod(next.getAndIncrement(), requests.size()));
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle(
            (response, problem) -> {
              if (problem != null) {
                failed("no answer: " + problem.getMessage());
              } else if (response.statusCode() != 200) {
                failed(response.statusCode() + ": " + response.body());
              } else {
                nanos.add(System.nanoTime() - start);
              }
              return null;
            })
        .thenComposeAsync(it -> client());
  }

  private void failed(String problem) {
    failed.incrementAndGet();
    if (problems.size() < PROBLEMS || problems.containsKey(problem)) {
      problems.merge(problem, 1L, Long::sum);
    }
  }

  private OptionalLong residentMemory() {
    try {
      HttpRequest request = HttpRequest.newBuilder(metrics).timeout(ANSWER).build();
      String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher matcher = RSS.matcher(text);
      return matcher.find()
          ? OptionalLong.of((long) Double.parseDouble(matcher.group(1)))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // another server, or one that is gone: the clients will tell
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }
}
