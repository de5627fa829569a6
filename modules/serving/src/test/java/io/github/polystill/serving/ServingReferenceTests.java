package io.github.polystill.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.serving.server.ModelServer;
import io.github.polystill.serving.server.SavedModelServable;
import io.github.polystill.serving.server.ServerSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs what docs/serving.md shows, but for Docker, against a model that export wrote. */
class ServingReferenceTests {
  private static final String MODEL = "savedmodels/cmdd-han/1";

  @TempDir private static Path directory;
  private static DocumentSnippets reference;
  private static Path version;
  private static SavedModelServable servable;
  private static ModelServer server;

  @BeforeAll
  static void start() throws Exception {
    reference = DocumentSnippets.of("serving.md");
    Path model = TestModels.of("han", TrainingRow.STANDALONE);
    version = model.resolve("1").toAbsolutePath();
    servable = SavedModelServable.load(model);
    server =
        ModelServer.start(
            servable,
            "cmdd-han",
            new ServerSettings("127.0.0.1", 0, 10_000, 10, 10, Duration.ofSeconds(20), 1));
  }

  @AfterAll
  static void stop() {
    server.close();
    servable.close();
  }

  @Test
  void curl() throws Exception {
    DocumentSnippets.assumeRuns("curl", "--version");
    List<String> commands =
        reference.in("sh", ":predict").stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("curl "))
            .map(line -> line.replace("http://localhost:8501", server.address().toString()))
            .toList();

    assertThat(commands).hasSize(1);
    assertThat(DocumentSnippets.run("sh", "-c", commands.get(0).replace("curl ", "curl -s ")))
        .startsWith("{\"predictions\":[{")
        .contains("\"label_names\":[");
  }

  @Test
  void requests() throws Exception {
    List<String> bodies = reference.in("json", "").stream().flatMap(String::lines).toList();

    assertThat(bodies).hasSize(3);
    for (String body : bodies) {
      HttpRequest request =
          HttpRequest.newBuilder(server.address().resolve("/v1/models/cmdd-han:predict"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      String answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
      assertThat(answer)
          .as(body)
          .startsWith(body.contains("inputs") ? "{\"outputs\":{" : "{\"predictions\":[{")
          .contains("sentence_attention");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 3_000_000})
  void otherProgramsGetTheAnswerToWhatIsTooLarge(int size) throws Exception {
    Path body = Files.write(directory.resolve("body" + size), new byte[size]);
    String url = server.address() + "/v1/models/cmdd-han:predict";
    String urllib =
        """
        import sys, urllib.request, urllib.error
        body = open(sys.argv[2], "rb").read()
        request = urllib.request.Request(sys.argv[1], body, {"Content-Type": "application/json"})
        try:
            urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            print(error.code, error.read().decode())
        """;
    DocumentSnippets.assumeRuns("curl", "--version");
    DocumentSnippets.assumeRuns("python3", "--version");
    for (int time = 0; time < 5; time++) {
      assertThat(
              DocumentSnippets.run(
                  "curl",
                  "-s",
                  "-w",
                  " %{http_code}",
                  "-H",
                  "Content-Type: application/json",
                  "-H",
                  "Expect:",
                  "--data-binary",
                  "@" + body,
                  url))
          .endsWith("send fewer texts at once\"} 413");
      assertThat(DocumentSnippets.run("python3", "-c", urllib, url, body.toString()))
          .startsWith("413 {\"error\":");
    }
  }

  @Test
  void java() throws Exception {
    List<String> snippets = reference.in("java", MODEL);

    assertThat(snippets).hasSize(1);
    String source =
        """
        import io.github.polystill.models.savedmodel.LoadedModel;
        import java.nio.file.Path;
        import java.util.List;

        class Snippet {
          public static void main(String[] args) throws Exception {
            %s
            System.out.println("ended well");
          }
        }
        """
            .replace("%s", snippets.get(0).replace(MODEL, version.toString()));
    Path file = Files.writeString(directory.resolve("Snippet.java"), source);
    assertThat(
            DocumentSnippets.run(
                DocumentSnippets.java(),
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                file.toString()))
        .contains("ended well");
  }

  @Test
  void python() throws Exception {
    String python = Optional.ofNullable(System.getenv("POLYSTILL_PYTHON")).orElse("python3");
    DocumentSnippets.assumeRuns(python, "-c", "import tensorflow");
    List<String> snippets = reference.in("python", MODEL);

    assertThat(snippets).hasSize(1);
    String script =
        "import tensorflow as tf\n"
            + snippets.get(0).replace(MODEL, version.toString())
            + "print('ended well')\n";
    assertThat(DocumentSnippets.run(python, "-c", script)).contains("ended well");
  }
}
