package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.savedmodel.EndlessModel;
import io.github.polystill.serving.TestModels;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** New versions of a model beside the one that is served. */
class ModelServiceTests {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String TEXT = "{\"instances\": [{\"text\": \"頭痛怎麼辦？\"}]}";

  @TempDir private Path directory;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void readLog() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void leaveLog() {
    logger().detachAppender(log);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(ModelService.class);
  }

  private Path model() {
    return directory.resolve("m");
  }

  /** Puts a version into place in one step, as an export does. */
  private void export(int version) throws Exception {
    Path source = TestModels.of("textcnn", TrainingRow.STANDALONE).resolve("1");
    Path hidden = directory.resolve("hidden");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, hidden.resolve(source.relativize(file).toString()));
      }
    }
    Files.createDirectories(model());
    Files.move(hidden, model().resolve(Integer.toString(version)));
  }

  private ModelService start() throws IOException {
    return start(Duration.ofSeconds(80));
  }

  private ModelService start(Duration longestCall) throws IOException {
    return start(model(), longestCall);
  }

  private static ModelService start(Path model, Duration longestCall) throws IOException {
    ServerSettings settings =
        new ServerSettings("127.0.0.1", 0, 10_000, 10, 100, Duration.ofSeconds(20), 2);
    return ModelService.start(
        model, Optional.empty(), settings, PAUSE, longestCall, Optional.empty());
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private HttpRequest predict(ModelService service) {
    return predict(service, TEXT);
  }

  private HttpRequest predict(ModelService service, String body) {
    return HttpRequest.newBuilder(service.address().resolve("/v1/models/m:predict"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private CompletableFuture<Void> askUntil(
      AtomicBoolean enough, HttpRequest request, Map<String, Integer> answers) {
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle(
            (response, problem) ->
                problem != null
                    ? problem.toString()
                    : response.statusCode() == 200 ? "answered" : response.body())
        .thenCompose(
            answer -> {
              answers.merge(answer, 1, Integer::sum);
              return enough.get()
                  ? CompletableFuture.completedFuture(null)
                  : askUntil(enough, request, answers);
            });
  }

  private static void waitForVersion(ModelService service, long version)
      throws InterruptedException {
    for (int i = 0; i < 2000 && service.version() != version; i++) {
      Thread.sleep(10);
    }
    assertThat(service.version()).isEqualTo(version);
  }

  @Test
  void aNewVersionTakesOverWithoutAFailedRequest() throws Exception {
    export(1);
    try (ModelService service = start()) {
      Map<String, Integer> answers = new ConcurrentHashMap<>();
      AtomicBoolean enough = new AtomicBoolean();
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(askUntil(enough, predict(service), answers));
      }
      for (int version = 2; version <= 4; version++) {
        export(version);
        waitForVersion(service, version);
      }
      Thread.sleep(100);
      enough.set(true);
      for (CompletableFuture<Void> one : clients) {
        one.get();
      }
      assertThat(answers).containsOnlyKeys("answered");
      assertThat(status(service, "/v1/models/m/versions/4")).isEqualTo(200);
      assertThat(status(service, "/v1/models/m/versions/3")).isEqualTo(404);
    }
  }

  private int status(ModelService service, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(service.address().resolve(path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void aDamagedVersionChangesNothingUntilItIsMended() throws Exception {
    export(1);
    try (ModelService service = start()) {
      export(3);
      Path graph = model().resolve("3/saved_model.pb");
      byte[] whole = Files.readAllBytes(graph);
      Files.write(graph, new byte[] {1, 2, 3});
      Thread.sleep(10 * PAUSE.toMillis());
      Files.setLastModifiedTime(graph, FileTime.fromMillis(1)); // so it is tried again
      Thread.sleep(10 * PAUSE.toMillis());
      assertThat(service.version()).isEqualTo(1);
      assertThat(warnings())
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("version 1 goes on being served: " + model().resolve("3"))
          .contains("the SavedModel is damaged");
      assertThat(client.send(predict(service), HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);

      Files.write(graph, whole);
      waitForVersion(service, 3);
    }
  }

  /** Whatever bit flips: the model is served, or one line says which one is damaged. */
  @Test
  void aDamagedModelIsNotServed() throws Exception {
    export(1);
    Path graph = model().resolve("1/saved_model.pb");
    byte[] whole = Files.readAllBytes(graph);
    SplittableRandom random = new SplittableRandom(18);
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(graph, flipped);
      try {
        start().close();
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageStartingWith(model().resolve("1").toString());
        assertThat(e.getMessage().lines()).hasSize(1);
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 19);
  }

  /** A call that has no end is stopped, and the model with it. */
  @Test
  void aModelThatWasStoppedIsLoadedAgainOrAnotherVersion() throws Exception {
    export(1);
    Path version = model().resolve("1");
    EndlessModel.rewrite(version, "token_ids");
    try (ModelService service = start(Duration.ofSeconds(2))) {
      Path away = directory.resolve("away");
      Files.move(version, away);
      HttpRequest endless =
          predict(service, "{\"signature_name\": \"token_ids\", \"instances\": [[2, 3]]}");
      assertThat(answer(endless)).startsWith("503").contains("it is loaded again");
      waitForHealth(service, 503);
      assertThat(answer(predict(service))).startsWith("503").contains("it is loaded again");
      for (int i = 0; i < 1000 && warnings().isEmpty(); i++) {
        Thread.sleep(10);
      }

      Files.move(away, version);
      waitForHealth(service, 200);
      assertThat(answer(predict(service))).startsWith("200");
      assertThat(warnings())
          .as("of all times that there was no model")
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("version 1 was stopped and cannot be loaded again: " + version);

      Files.move(version, away);
      assertThat(answer(endless)).startsWith("503");
      waitForHealth(service, 503);
      export(2);
      waitForVersion(service, 2);
      assertThat(answer(predict(service))).startsWith("200");
    }
  }

  private void waitForHealth(ModelService service, int status) throws Exception {
    for (int i = 0; i < 1000 && status(service, "/healthz") != status; i++) {
      Thread.sleep(10);
    }
    assertThat(status(service, "/healthz")).isEqualTo(status);
  }

  private String answer(HttpRequest request) throws Exception {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  @Test
  void aVersionThatWasAskedForStays() throws Exception {
    export(1);
    try (ModelService service = start(model().resolve("1"), Duration.ofSeconds(80))) {
      export(2);
      Thread.sleep(10 * PAUSE.toMillis());
      assertThat(service.version()).isEqualTo(1);
    }
  }
}
