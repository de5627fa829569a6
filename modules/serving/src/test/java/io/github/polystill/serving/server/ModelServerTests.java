package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits and bad input, on a model that does nothing but wait where it is told to. */
class ModelServerTests {
  private static final String PREDICT = "/v1/models/fake:predict";
  private static final String ONE = "{\"instances\": [{\"text\": \"a bb\"}]}";

  /** For tests that only ask. */
  private static ModelServer shared;

  private final FakeServable servable = new FakeServable();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ModelServer server;

  @BeforeAll
  static void startShared() throws IOException {
    shared = start(new FakeServable(), 10, Duration.ofSeconds(10));
  }

  @AfterAll
  static void stopShared() {
    shared.close();
  }

  private static ModelServer start(FakeServable servable, int mostRequests, Duration timeout)
      throws IOException {
    return ModelServer.start(
        servable, "fake", new ServerSettings("127.0.0.1", 0, 10_000, 5, mostRequests, timeout, 1));
  }

  private void start(int mostRequests, Duration timeout) throws IOException {
    server = start(servable, mostRequests, timeout);
  }

  @AfterEach
  void stop() {
    servable.open.release(1000);
    if (server != null) {
      server.close();
    }
  }

  private HttpRequest.Builder request(String path) {
    URI address = (server == null ? shared : server).address();
    return HttpRequest.newBuilder(address.resolve(path))
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(request(PREDICT).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private CompletableFuture<HttpResponse<String>> postAsync(String body) {
    return client.sendAsync(
        request(PREDICT).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void assertRoomIsGivenBack() throws Exception {
    assertThat(post(ONE).statusCode()).isEqualTo(200);
  }

  private void waitForCalls(int count) throws InterruptedException {
    for (int i = 0; i < 1000 && servable.calls.get() < count; i++) {
      Thread.sleep(10);
    }
    assertThat(servable.calls).hasValue(count);
  }

  /** A request is counted once its answer has been sent, so a client may see it a little before. */
  private String metricsAfter(String count) throws Exception {
    String metrics = send(request("/metrics")).body();
    for (int i = 0; i < 1000 && !metrics.contains(count); i++) {
      Thread.sleep(10);
      metrics = send(request("/metrics")).body();
    }
    return metrics;
  }

  @Test
  void answersAsTfServingDoes() throws Exception {
    assertThat(post(ONE).body())
        .isEqualTo(
            "{\"predictions\":[{\"lengths\":[1,2],\"tokens\":[\"a\",\"bb\"],\"unknown_tokens\":0,\"unread_tokens\":0,\"warning\":\"\",\"words\":[2.0]}]}");
    assertThat(post("{\"inputs\": {\"text\": [\"a ?b ?c d e\"]}}").body())
        .isEqualTo(
            "{\"outputs\":{\"lengths\":[[1,2,2]],\"tokens\":[[\"a\",\"?b\",\"?c\"]],\"unknown_tokens\":[2],\"unread_tokens\":[2],"
                + "\"warning\":[\"2 of 3 words are unknown to the model\"],\"words\":[[3.0]]}}");
    assertThat(post("{\"instances\": [[\"a\"], [\"\"]]}").body())
        .isEqualTo(
            "{\"predictions\":[{\"lengths\":[1],\"words\":[1.0]},{\"lengths\":[0],\"words\":[0.0]}]}");
    assertThat(send(request("/v1/models/fake")).body())
        .isEqualTo(
            "{\"model_version_status\":[{\"version\":\"7\",\"state\":\"AVAILABLE\",\"status\":{\"error_code\":\"OK\",\"error_message\":\"\"}}]}");
    assertThat(send(request("/v1/models/fake/versions/7")).statusCode()).isEqualTo(200);
    assertThat(send(request("/v1/models/fake/metadata")).body())
        .contains("\"tokens\":{\"dtype\":\"DT_STRING\",\"tensor_shape\":{\"dim\":[{\"size\":\"-1\"")
        .contains("\"model_spec\":{\"name\":\"fake\",\"signature_name\":\"\",\"version\":\"7\"}");
    assertThat(send(request("/healthz")).body()).isEqualTo("ok\n");
  }

  @Test
  void isNotHealthyWithAModelThatWasStopped() throws Exception {
    start(10, Duration.ofSeconds(10));
    assertThat(send(request("/healthz")).statusCode()).isEqualTo(200);
    servable.stopped = true;
    assertThat(send(request("/healthz")).body()).contains("was stopped and is being loaded again");
  }

  @Test
  void badRequestsGetAReasonAndTheServerLivesOn() throws Exception {
    start(10, Duration.ofSeconds(10));

    assertThat(post("{").statusCode()).isEqualTo(400);
    assertThat(post("{\"instances\": [{\"tokens\": []}]}").statusCode()).isEqualTo(400);
    assertThat(post("{\"instances\": [{\"text\": \"\"}]}").body())
        .isEqualTo("{\"error\":\"instances[0].text is blank; give the text to classify\"}");
    for (String unknown :
        List.of("/v1/models/other", "/v1/models/fake/versions/8", "/nothing", "/page.html")) {
      assertThat(send(request(unknown)).statusCode()).as(unknown).isEqualTo(404);
    }
    HttpResponse<String> failed = post("{\"instances\": [[\"poison\"]]}");
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("{\"error\":").doesNotContain("poisoned");
    assertThat(post(ONE).statusCode()).isEqualTo(200);
    assertThat(metricsAfter("polystill_request_duration_seconds_count{endpoint=\"predict\"} 5"))
        .contains("polystill_requests_total{endpoint=\"predict\",status=\"500\"} 1.0")
        .contains("polystill_requests_total{endpoint=\"predict\",status=\"400\"} 3.0")
        .contains("polystill_errors_total{endpoint=\"predict\"} 4.0")
        .contains("polystill_batch_size_texts_count 2")
        .contains("polystill_request_duration_seconds_bucket{endpoint=\"predict\",le=\"30.0\"} 5")
        .contains("jvm_memory_used_bytes{area=\"heap\"}");
    assertThat(send(request("/%2e%2e/page.css")).statusCode()).isEqualTo(400);
  }

  /** Each route with each method: what there is, what may be asked, and where else to ask. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/                                | POST   | 405 | GET, HEAD | POST is not allowed here, only GET, HEAD; ",
        "/page.js                         | DELETE | 405 | GET, HEAD | DELETE is not allowed here",
        "/healthz                         | DELETE | 405 | GET, HEAD | DELETE is not allowed here",
        "/metrics                         | POST   | 405 | GET, HEAD | POST to /v1/models/<name>:predict",
        "/v1/models/fake                  | POST   | 405 | GET, HEAD | POST to /v1/models/<name>:predict",
        "/v1/models/fake/metadata         | PUT    | 405 | GET, HEAD | PUT is not allowed here",
        "/v1/models/fake/versions/7       | POST   | 405 | GET, HEAD | POST is not allowed here",
        "/v1/models/fake:predict          | GET    | 405 | POST      | GET is not allowed here, only POST",
        "/v1/models/fake:predict          | PUT    | 405 | POST      | PUT is not allowed here, only POST",
        "/v1/models/fake/versions/7:predict | OPTIONS | 405 | POST   | OPTIONS is not allowed here",
        "/v1/models/fake:classify         | POST   | 404 | | there is no :classify here; POST to :predict",
        "/v1/models/fake:regress          | GET    | 404 | | there is no :regress here; POST to :predict",
        "/v1/models/fake/versions/7:x     | POST   | 404 | | there is no :x here; POST to :predict",
        "/v1/models/fake:                 | POST   | 404 | | there is no : here",
        "/v1/models/other:predict         | POST   | 404 | | no model other",
        "/v1/models/other                 | POST   | 404 | | no model other; this server has fake of version 7",
        "/v1/models/fake/versions/8:predict | POST | 404 | | no model fake of version 8",
        "/v1/models                       | GET    | 404 | | there is no /v1/models here",
        "/nothing                         | POST   | 404 | | there is no /nothing here"
      })
  void everyRouteSaysWhatMayBeAsked(
      String path, String method, int status, String allow, String message) throws Exception {
    HttpResponse<String> response =
        send(request(path).method(method, HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Allow")).isEqualTo(Optional.ofNullable(allow));
    assertThat(response.body()).startsWith("{\"error\":\"").contains(message);
    assertThat(post(ONE).statusCode()).isEqualTo(200);
  }

  /** The log is printed without stack traces. */
  @Test
  void aFailureIsLoggedWithItsReason() {
    IllegalStateException problem =
        new IllegalStateException("poisoned", new NullPointerException());

    assertThat(Answer.reason(problem))
        .startsWith("java.lang.IllegalStateException: poisoned at " + getClass().getName())
        .contains(", caused by java.lang.NullPointerException at ")
        .hasLineCount(1);
  }

  @Test
  void largeRequestsAreRefusedWithAndWithoutALength() throws Exception {
    start(1, Duration.ofSeconds(10));
    String large = " ".repeat(10_001);
    byte[] bytes = large.getBytes(StandardCharsets.UTF_8);

    for (HttpRequest.BodyPublisher body :
        List.of(
            HttpRequest.BodyPublishers.ofString(large),
            HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))) {
      HttpResponse<String> response = send(request(PREDICT).POST(body));
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(response.body()).contains("more than 10000 bytes");
    }
    assertRoomIsGivenBack();
  }

  /** A client may send all it has before it reads; the connection is not closed before that. */
  @ParameterizedTest
  @CsvSource({
    "413, /v1/models/fake:predict, 10001",
    "413, /v1/models/fake:predict, 300000",
    "413, /v1/models/fake:predict, 20000000",
    "404, /v1/models/other:predict, 3000000",
    "405, /healthz, 3000000"
  })
  void whatIsRefusedGetsItsAnswerWhateverIsStillSent(int status, String path, int size)
      throws Exception {
    byte[] body = new byte[size];
    for (int time = 0; time < 5; time++) {
      assertThat(whole(path, "Content-Length: " + size, body)).startsWith("HTTP/1.1 " + status);
      assertThat(whole(path, "Transfer-Encoding: chunked", chunked(body)))
          .startsWith("HTTP/1.1 " + status)
          .contains("{\"error\":");
      assertThat(
              send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body))).statusCode())
          .isEqualTo(status);
    }
  }

  /** Sends all of a request before it reads the answer. */
  private static String whole(String path, String length, byte[] body) throws IOException {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\n";
    return raw((head + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), body);
  }

  private static byte[] chunked(byte[] body) {
    ByteArrayOutputStream chunked = new ByteArrayOutputStream();
    chunked.writeBytes(
        (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    chunked.writeBytes(body);
    chunked.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return chunked.toByteArray();
  }

  /** What the shared server answers to some bytes. */
  private static String raw(byte[]... request) throws IOException {
    URI address = shared.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      for (byte[] part : request) {
        socket.getOutputStream().write(part);
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String rawGet(String host) throws IOException {
    return raw(
        ("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:1", "localhost.:80", "127.0.0.1:9", "[::1]", "[::1]:8501"})
  void theServerGoesByTheNamesOfThisMachine(String host) throws Exception {
    assertThat(rawGet(host)).startsWith("HTTP/1.1 200");
  }

  /** A page whose owner lets its name lead to this machine must not read from the server. */
  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8501", "localhost.evil.example", "127.0.0.2", "a"})
  void theServerGoesByNoOtherName(String host) throws Exception {
    assertThat(rawGet(host))
        .startsWith("HTTP/1.1 421")
        .contains("{\"error\":\"this server does not go by the name ");
  }

  @Test
  void otherNamesCanBeAllowed() {
    assertThat(hostNames("127.0.0.1", Set.of("Proxy.example")).include("proxy.example.")).isTrue();
    assertThat(hostNames("127.0.0.1", Set.of("proxy.example")).include("evil.example")).isFalse();
    assertThat(hostNames("127.0.0.2", Set.of()).include("127.0.0.2")).isTrue();
    assertThat(hostNames("::1", Set.of()).include("[::1]")).isTrue();
    assertThat(hostNames("0.0.0.0", Set.of()).include("any.example")).isTrue();
    assertThat(hostNames("0.0.0.0", Set.of("a.example")).include("any.example")).isFalse();
  }

  private static HostNames hostNames(String host, Set<String> allowed) {
    Duration timeout = Duration.ofSeconds(1);
    return HostNames.of(new ServerSettings(host, 0, 1, 1, 1, 1, timeout, 1, allowed));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 200",
    "Application/JSON; charset=utf-8, 200",
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "application/jsonp, 415",
    ", 415"
  })
  void aPredictionIsAskedForInJson(String type, int status) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(shared.address().resolve(PREDICT))
            .POST(HttpRequest.BodyPublishers.ofString(ONE));
    if (type != null) {
      request.header("Content-Type", type);
    }
    HttpResponse<String> response = send(request);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body())
        .contains(status == 200 ? "predictions" : "send JSON with the header Content-Type: ");
  }

  @Test
  void noOtherPageMayFrameThePage() throws Exception {
    assertThat(send(request("/")).headers().firstValue("Content-Security-Policy"))
        .hasValue("default-src 'self'; frame-ancestors 'none'");
  }

  @Test
  void theCharactersOfATextAreLimited() throws Exception {
    server =
        ModelServer.start(
            servable,
            "fake",
            new ServerSettings(
                "127.0.0.1", 0, 10_000, 5, 5, 10, Duration.ofSeconds(10), 1, Set.of()));
    HttpResponse<String> response =
        post("{\"instances\": [{\"text\": \"a bb\"}, {\"text\": \"a bb c\"}]}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("instances[1].text has 6 characters; send at most 5 in one text");
    assertThat(post("{\"instances\": [{\"text\": \"a 😀😀😀\"}]}").statusCode()).isEqualTo(200);
  }

  /** Also what the HTTP server itself refuses, before there is a request to speak of. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/3.0\\r\\nHost: localhost | 505 | does not end in HTTP/1.1",
        "GET / HTTQ/1.1\\r\\nHost: localhost | 505 | does not end in HTTP/1.1",
        "GET / | 505 | does not end in HTTP/1.1",
        "GET / HTTP/1.1 | 400 | no valid HTTP: it has no Host",
        "GET / HTTP/1.1\\r\\nHost: a b | 400 | no valid HTTP: its Host is no name and port",
        "GET / HTTP/1.1\\r\\nHost: localhost\\r\\nHost: other | 400 | no valid HTTP: Duplicate Host Header",
        "GET / HTTP/1.1\\r\\nHost: localhost\\r\\nX : y | 400 | no valid HTTP: Illegal character SPACE",
        "G\u0001T / HTTP/1.1\\r\\nHost: localhost | 400 | no valid HTTP: Illegal character CNTL=0x1",
        "GET /%zz HTTP/1.1\\r\\nHost: localhost | 400 | its address is malformed",
        "GET /%2e%2e/a HTTP/1.1\\r\\nHost: localhost | 400 | or leads elsewhere by ..",
        "POST / HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: x | 400 | no valid HTTP: Invalid Content-Length Value",
        "GET /LONG HTTP/1.1\\r\\nHost: localhost | 414 | the address is too long",
        "GET / HTTP/1.1\\r\\nHost: localhost\\r\\nX: LONG | 431 | the headers of the request are too long",
        "GET / HTTP/1.1\\r\\nHost: localhost\\r\\nExpect: y | 417 | no Expect but 100-continue"
      })
  void whatIsNoRequestIsToldSo(String head, int status, String message) throws Exception {
    String sent = head.replace("\\r\\n", "\r\n").replace("LONG", "x".repeat(20_000));
    String answer = raw((sent + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));

    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("Content-Type: application/json", "\r\n\r\n{\"error\":\"", message);
  }

  /** To close over what is still on its way would reset the connection, and lose the answer. */
  @Test
  void aClientThatSendsOnStillHasItsAnswer() throws Exception {
    URI address = shared.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 40; i++) {
        socket.getOutputStream().write("x".repeat(9000).getBytes(StandardCharsets.UTF_8));
        Thread.sleep(5);
      }
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 431");
    }
  }

  @Test
  void tooManyAtOnceAreToldToComeAgain() throws Exception {
    start(2, Duration.ofSeconds(10));
    servable.open.drainPermits();
    CompletableFuture<HttpResponse<String>> first = postAsync(ONE);
    waitForCalls(1);
    CompletableFuture<HttpResponse<String>> second = postAsync(ONE);
    HttpResponse<String> third = null;
    for (int i = 0; i < 100 && (third == null || third.statusCode() == 200); i++) {
      third = client.send(request("/metrics").build(), HttpResponse.BodyHandlers.ofString());
      if (third.body().contains("polystill_predictions_in_progress 2.0")) {
        third = post(ONE);
        break;
      }
      Thread.sleep(10);
    }

    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(third.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(third.body()).contains("as many requests as it bears");
    servable.open.release(1000);
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(second.get().statusCode()).isEqualTo(200);
  }

  @Test
  void whatWaitsForTooLongFails() throws Exception {
    start(10, Duration.ofMillis(300));
    servable.open.drainPermits();
    CompletableFuture<HttpResponse<String>> first = postAsync(ONE);
    waitForCalls(1);
    CompletableFuture<HttpResponse<String>> second = postAsync(ONE);

    assertThat(second.get().statusCode()).isEqualTo(503);
    assertThat(second.get().body()).contains("did not take the request in time");
    assertThat(first.get().statusCode()).as("the model is still busy").isEqualTo(504);
    assertThat(first.get().body()).contains("did not answer in time");
    assertThat(servable.calls).hasValue(1);
    servable.open.release(1000);
    assertRoomIsGivenBack();
  }

  /** Without a length a request takes all the bytes that it may have. */
  @Test
  void allBodiesTogetherAreLimited() throws Exception {
    int most = Integer.MAX_VALUE;
    server =
        ModelServer.start(
            servable,
            "fake",
            new ServerSettings("127.0.0.1", 0, most, 5, 10, Duration.ofSeconds(10), 1));
    servable.open.drainPermits();
    byte[] bytes = ONE.getBytes(StandardCharsets.UTF_8);
    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(
            request(PREDICT)
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    waitForCalls(1);

    assertThat(post(ONE).statusCode()).isEqualTo(503);
    servable.open.release(1000);
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertRoomIsGivenBack();
  }

  /** As many clients as there is room for, who ask again as soon as they have an answer. */
  @Test
  void noOneIsRefusedWhereThereIsRoomForAll() throws Exception {
    int clients = 4;
    start(clients, Duration.ofSeconds(10));
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
      for (int time = 0; time < 200; time++) {
        asked =
            asked
                .thenCompose(nothing -> postAsync(ONE))
                .thenAccept(answer -> assertThat(answer.statusCode()).isEqualTo(200));
      }
      all.add(asked);
    }
    for (CompletableFuture<Void> one : all) {
      one.get();
    }
  }

  /** The only thread that predicts lives on. */
  @Test
  void tooLittleMemoryForARequestIsItsOwnFailure() throws Exception {
    start(2, Duration.ofSeconds(10));
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> failed = post("{\"instances\": [[\"enormous\"]]}");
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(failed.body()).contains("the server failed; its log says why");
      assertThat(post(ONE).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aTextWithoutWordsIsRefused() throws Exception {
    HttpResponse<String> response = post("{\"instances\": [{\"text\": \"\\u0001\"}]}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("text 0 has no words");
  }

  @Test
  void waitingRequestsAreDoneTogether() throws Exception {
    start(50, Duration.ofSeconds(10));
    servable.open.drainPermits();
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    all.add(postAsync(ONE));
    waitForCalls(1);
    for (int i = 0; i < 20; i++) {
      all.add(postAsync(ONE));
    }
    while (!send(request("/metrics")).body().contains("polystill_predictions_in_progress 21.0")) {
      Thread.sleep(10);
    }
    Thread.sleep(200); // from its arrival to the queue
    servable.open.release(1000);

    for (CompletableFuture<HttpResponse<String>> one : all) {
      assertThat(one.get().body()).contains("\"words\":[2.0]");
    }
    assertThat(servable.calls.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void aSlowClientIsCutOff() throws Exception {
    start(1, Duration.ofMillis(300));
    URI address = server.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST "
                  + PREDICT
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Content-Length: 100\r\n\r\n{")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 4").contains("{\"error\":");
    }
    assertRoomIsGivenBack();
  }

  /** Each byte comes in time, but the head never ends. */
  @Test
  void aTricklingHeadIsCutOff() throws Exception {
    start(1, Duration.ofMillis(200));
    assertIsCutOff(server.address(), "GET /healthz HTTP/1.1\r\nX: ");
  }

  /** Nor does the body of a request that has its answer. */
  @Test
  void aTricklingBodyThatNobodyReadsIsCutOff() throws Exception {
    Server bare = bare(new RequestHandler(brief(), "fake", servable));
    try {
      assertIsCutOff(
          bare.getURI(), "POST /no HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n");
    } finally {
      bare.stop();
    }
  }

  /** Only a body that is still on its way ends the connection. */
  @Test
  void aRefusedRequestThatIsHereIsFollowedByAnother() throws Exception {
    start(1, Duration.ofSeconds(10));
    URI address = server.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String refused = "POST /no HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
      String next = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((refused + next).getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 404")
          .contains("HTTP/1.1 200");
    }
  }

  /** Jetty throws it where it waits for the client by itself. */
  @Test
  void lingeringEndsWhereItCannotWait() throws Exception {
    ByteArrayEndPoint endPoint = new ByteArrayEndPoint();
    endPoint.fillInterested(Callback.NOOP);
    Callback.Completable closed = new Callback.Completable();
    ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
    scheduler.start();
    try {
      new LingeringClose(endPoint, scheduler, closed, Duration.ofMinutes(1)).succeeded();
      assertThat(closed).isCompleted();
    } finally {
      scheduler.stop();
    }
  }

  private static ServerSettings brief() {
    return new ServerSettings("127.0.0.1", 0, 10_000, 5, 10, Duration.ofMillis(200), 1);
  }

  /** A handler behind a connector that closes nothing by itself. */
  private static Server bare(RequestHandler handler) throws Exception {
    Server bare = new Server(new InetSocketAddress("127.0.0.1", 0));
    bare.setHandler(handler);
    bare.start();
    return bare;
  }

  private int askBare(Server bare, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(bare.getURI().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ONE))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void aRequestGoesToTheSuccessorOfAVersionThatIsClosed() throws Exception {
    FakeServable next = new FakeServable();
    RequestHandler handler = new RequestHandler(brief(), "fake", servable);
    servable.whenAsked =
        () -> {
          servable.whenAsked = () -> {};
          handler.replace(next);
        };
    Server bare = bare(handler);
    try {
      assertThat(askBare(bare, "/v1/models/fake/versions/7:predict")).isEqualTo(200);
      assertThat(next.calls).hasValue(1);
      assertThat(servable.calls).hasValue(0);
      handler.close();
      assertThat(askBare(bare, PREDICT)).as("there is no successor").isEqualTo(503);
    } finally {
      bare.stop();
    }
  }

  private static void assertIsCutOff(URI address, String head) throws Exception {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  out.write('x');
                  Thread.sleep(50);
                }
              });
    }
  }

  @Test
  void connectionsAreLimited() throws Exception {
    start(1, Duration.ofSeconds(10));
    URI address = server.address();
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      idle.add(new Socket(address.getHost(), address.getPort()));
    }
    CompletableFuture<HttpResponse<String>> late = postAsync(ONE);
    Thread.sleep(300);
    assertThat(late).isNotDone();
    for (Socket socket : idle) {
      socket.close();
    }
    assertThat(late.get().statusCode()).isEqualTo(200);
  }

  /** Who is still sending may, who comes is told so. */
  @Test
  void stoppingTakesWhatIsOnItsWay() throws Exception {
    start(10, Duration.ofSeconds(10));
    URI address = server.address();
    byte[] body = ONE.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("POST "
                + PREDICT
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket sending = new Socket(address.getHost(), address.getPort());
        Socket idle = new Socket(address.getHost(), address.getPort())) {
      sending.getOutputStream().write(head);
      idle.getOutputStream().write("GET ".getBytes(StandardCharsets.US_ASCII));
      while (!send(request("/metrics")).body().contains("predictions_in_progress 1.0")) {
        Thread.sleep(10);
      }
      Thread stopping = new Thread(server::close, "stopping");
      stopping.start();
      Thread.sleep(1500);
      idle.getOutputStream()
          .write(
              "/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(idle.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 503")
          .contains("Retry-After: 1", "the server is stopping");
      sending.getOutputStream().write(body);
      assertThat(new String(sending.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200");
      stopping.join(10_000);
    }
  }

  @Test
  void garbageIsAnswered() throws Exception {
    start(1, Duration.ofSeconds(5));
    URI address = server.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write("\u0016\u0003 no HTTP\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400");
    }
    assertThat(post(ONE).statusCode()).isEqualTo(200);
  }

  @Test
  void stoppingAnswersWhatIsHere() throws Exception {
    start(10, Duration.ofSeconds(10));
    servable.open.drainPermits();
    CompletableFuture<HttpResponse<String>> first = postAsync(ONE);
    waitForCalls(1);
    Thread stopping = new Thread(server::close, "stopping");
    stopping.start();
    Thread.sleep(300);
    assertThat(stopping.isAlive()).isTrue();
    servable.open.release(1000);

    assertThat(first.get().statusCode()).isEqualTo(200);
    stopping.join(10_000);
    assertThat(stopping.isAlive()).isFalse();
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> post(ONE));
  }

  @Test
  void addressesAndNamesThatCannotBeAreRefused() throws Exception {
    start(1, Duration.ofSeconds(1));
    int taken = server.address().getPort();
    Duration timeout = Duration.ofSeconds(1);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                ModelServer.start(
                    servable, "fake", new ServerSettings("127.0.0.1", taken, 1, 1, 1, timeout, 1)))
        .withMessageContaining("127.0.0.1:" + taken)
        .withMessageContaining("port");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                ModelServer.start(
                    servable,
                    "fake",
                    new ServerSettings("no.such.host.invalid", 0, 1, 1, 1, timeout, 1)))
        .withMessageContaining("another `host`");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                ModelServer.start(
                    servable, "a/b", new ServerSettings("127.0.0.1", 0, 1, 1, 1, timeout, 1)))
        .withMessageContaining("\"a/b\"");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new ServerSettings("127.0.0.1", 70_000, 1, 1, 1, timeout, 1))
        .withMessageContaining("port");
  }
}
