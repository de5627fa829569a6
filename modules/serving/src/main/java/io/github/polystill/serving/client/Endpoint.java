package io.github.polystill.serving.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.Excerpt;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model of a TF Serving, asked over HTTP. A server that is busy or not there yet is asked again
 * after a while, each time a longer one.
 */
public final class Endpoint {
  private static final Pattern PATH = Pattern.compile(".*/v1/models/[^/:]+(/versions/[^/:]+)?");
  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final int TRIES = 5;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final int LONGEST_REASON = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI uri;
  private final long firstPauseMillis;
  private final HttpClient client;

  private Endpoint(URI uri, long firstPauseMillis) {
    this.uri = uri;
    this.firstPauseMillis = firstPauseMillis;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  /**
   * An endpoint.
   *
   * @param address such as http://localhost:8501/v1/models/cmdd
   * @throws InvalidInputException where it is no such address
   */
  public static Endpoint of(String address) {
    return of(address, 500);
  }

  /**
   * The same with other pauses.
   *
   * @param firstPauseMillis before the second try; each further pause is twice as long
   */
  static Endpoint of(String address, long firstPauseMillis) {
    return new Endpoint(predictAddress(address), firstPauseMillis);
  }

  /**
   * Where a model's predictions are, of an address with or without {@code :predict} or a slash at
   * its end.
   *
   * @throws InvalidInputException where it is no model's address
   */
  public static URI predictAddress(String address) {
    String plain = address.replaceFirst("(:predict|/)$", "");
    URI uri;
    try {
      uri = URI.create(plain);
    } catch (IllegalArgumentException e) {
      throw noEndpoint(address);
    }
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp || uri.getHost() == null || !PATH.matcher(uri.getPath()).matches()) {
      throw noEndpoint(address);
    }
    return URI.create(plain + ":predict");
  }

  private static InvalidInputException noEndpoint(String address) {
    return InvalidInputException.of(
        "\"%s\" is no model of a server; give one such as http://localhost:8501/v1/models/cmdd",
        address);
  }

  /**
   * Predicts.
   *
   * @param body of the request, JSON
   * @return body of the answer
   * @throws InvalidInputException where the server refuses the request, or does not answer after
   *     all tries
   */
  public JsonNode predict(byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    String problem = "";
    long pause = 0;
    long next = firstPauseMillis;
    for (int i = 0; i < TRIES; i++) {
      try {
        Thread.sleep(pause);
        pause = next;
        next = Math.min(2 * next, LONGEST_PAUSE_MILLIS);
        HttpResponse<byte[]> response =
            client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() == 200) {
          return json(response.body());
        }
        problem = response.statusCode() + ": " + reason(response.body());
        if (!BUSY.contains(response.statusCode())) {
          throw new InvalidInputException(uri + " answered " + problem);
        }
        pause = Math.max(pause, retryAfterMillis(response));
      } catch (IOException e) {
        problem =
            "no answer (" + (e.getMessage() == null ? "connection refused" : e.getMessage()) + ")";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    throw InvalidInputException.of(
        "%s answered %s to %d tries; check that the server runs", uri, problem, TRIES);
  }

  private static long retryAfterMillis(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,4}"))
        .map(value -> Math.min(1000 * Long.parseLong(value), LONGEST_PAUSE_MILLIS))
        .orElse(0L);
  }

  private JsonNode json(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(uri + " answered with no JSON; is it a TF Serving?", e);
    }
  }

  /** What the server says is wrong, on one line. */
  private static String reason(byte[] body) throws IOException {
    String text;
    try {
      text = JSON.readTree(body).path("error").asText("no reason given");
    } catch (JsonProcessingException e) {
      text = "no reason given";
    }
    return Excerpt.of(text.replaceAll("\\s+", " "), LONGEST_REASON);
  }
}
