package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.serving.TestModels;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New versions of a model beside the one that is served. */
class ModelServiceTests {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final String TEXT = "{\"instances\": [{\"text\": \"頭痛怎麼辦？\"}]}";

  @TempDir private Path directory;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
    ServerSettings settings =
        new ServerSettings("127.0.0.1", 0, 10_000, 10, 100, Duration.ofSeconds(20), 2);
    return ModelService.start(model(), Optional.empty(), settings, PAUSE);
  }

  private HttpRequest predict(ModelService service) {
    return HttpRequest.newBuilder(service.address().resolve("/v1/models/m:predict"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(TEXT))
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
      assertThat(service.version()).isEqualTo(1);
      assertThat(client.send(predict(service), HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);

      Files.write(graph, whole);
      waitForVersion(service, 3);
    }
  }

  @Test
  void aVersionThatWasAskedForStays() throws Exception {
    export(1);
    ServerSettings settings =
        new ServerSettings("127.0.0.1", 0, 10_000, 10, 100, Duration.ofSeconds(20), 2);
    try (ModelService service =
        ModelService.start(model().resolve("1"), Optional.empty(), settings, PAUSE)) {
      export(2);
      Thread.sleep(10 * PAUSE.toMillis());
      assertThat(service.version()).isEqualTo(1);
    }
  }
}
