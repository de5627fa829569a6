package io.github.polystill.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.serving.server.ModelServer;
import io.github.polystill.serving.server.SavedModelServable;
import io.github.polystill.serving.server.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/serving-guide.md shows, against our server. */
class ServingGuideTests {
  @TempDir private static Path directory;
  private static DocumentSnippets guide;
  private static SavedModelServable servable;
  private static ModelServer server;

  @BeforeAll
  static void start() throws Exception {
    guide = DocumentSnippets.of("serving-guide.md");
    servable = SavedModelServable.load(TestModels.of("textcnn", TrainingRow.STANDALONE));
    server =
        ModelServer.start(
            servable,
            "quickstart",
            new ServerSettings("127.0.0.1", 0, 10_000, 10, 10, Duration.ofSeconds(20), 1));
  }

  @AfterAll
  static void stop() {
    server.close();
    servable.close();
  }

  /** Snippets of a language that ask for a prediction, sent to our server. */
  private static List<String> snippets(String language) {
    return guide.in(language, ":predict").stream()
        .map(it -> it.replace("http://localhost:8501", server.address().toString()))
        .toList();
  }

  @Test
  void curl() throws Exception {
    DocumentSnippets.assumeRuns("curl", "--version");
    List<String> snippets = snippets("sh");

    assertThat(snippets).hasSize(2);
    for (String snippet : snippets) {
      assertThat(DocumentSnippets.run("sh", "-c", snippet))
          .startsWith("{\"predictions\":[{")
          .contains("\"label_names\":[");
    }
  }

  @Test
  void python() throws Exception {
    DocumentSnippets.assumeRuns("python3", "--version");
    List<String> snippets = snippets("python");

    assertThat(snippets).hasSize(1);
    assertThat(DocumentSnippets.run("python3", "-c", snippets.get(0)))
        .startsWith("[")
        .contains("'藥物': 0.");
  }

  @Test
  void java() throws Exception {
    List<String> snippets = snippets("java");

    assertThat(snippets).hasSize(1);
    Path file = Files.writeString(directory.resolve("Client.java"), snippets.get(0));
    assertThat(
            DocumentSnippets.run(DocumentSnippets.java(), "-Dfile.encoding=UTF-8", file.toString()))
        .startsWith("{\"predictions\":[{");
  }

  @Test
  void kubernetesObjectsAreWellFormed() throws Exception {
    List<String> yaml = guide.in("yaml", "kind: Deployment");
    assertThat(yaml).hasSize(1);

    try (MappingIterator<Object> objects =
        new YAMLMapper().readerFor(Object.class).readValues(yaml.get(0))) {
      assertThat(objects.readAll()).hasSize(2);
    }
  }
}
