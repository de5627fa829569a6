package io.github.polystill.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.serving.server.ModelServer;
import io.github.polystill.serving.server.SavedModelServable;
import io.github.polystill.serving.server.ServerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Runs what docs/serving-guide.md shows, against our server. */
class ServingGuideTests {
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  @TempDir private static Path directory;
  private static String guide;
  private static SavedModelServable servable;
  private static ModelServer server;

  @BeforeAll
  static void start() throws Exception {
    Path root = Path.of(System.getProperty("polystill.root"));
    guide = Files.readString(root.resolve("docs/serving-guide.md"));
    servable = SavedModelServable.load(TestModels.of("textcnn", TrainingRow.STANDALONE));
    server =
        ModelServer.start(
            servable,
            "cmdd",
            new ServerSettings("127.0.0.1", 0, 10_000, 10, 10, Duration.ofSeconds(20), 1));
  }

  @AfterAll
  static void stop() {
    server.close();
    servable.close();
  }

  /** Snippets of a language that ask for a prediction, sent to our server. */
  private static List<String> snippets(String language) {
    List<String> snippets = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(guide);
    while (matcher.find()) {
      if (matcher.group(1).equals(language) && matcher.group(2).contains(":predict")) {
        snippets.add(
            matcher.group(2).replace("http://localhost:8501", server.address().toString()));
      }
    }
    return snippets;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static void assumeInstalled(String program) throws InterruptedException {
    boolean found;
    try {
      found = new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      found = false;
    }
    assumeTrue(found, "needs " + program);
  }

  @Test
  void curl() throws Exception {
    assumeInstalled("curl");
    List<String> snippets = snippets("sh");

    assertThat(snippets).hasSize(2);
    for (String snippet : snippets) {
      assertThat(run("sh", "-c", snippet))
          .startsWith("{\"predictions\":[{")
          .contains("\"label_names\":[");
    }
  }

  @Test
  void python() throws Exception {
    assumeInstalled("python3");
    List<String> snippets = snippets("python");

    assertThat(snippets).hasSize(1);
    assertThat(run("python3", "-c", snippets.get(0))).startsWith("[").contains("'藥物': 0.");
  }

  @Test
  void java() throws Exception {
    List<String> snippets = snippets("java");

    assertThat(snippets).hasSize(1);
    Path file = Files.writeString(directory.resolve("Client.java"), snippets.get(0));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertThat(run(java, "-Dfile.encoding=UTF-8", file.toString()))
        .startsWith("{\"predictions\":[{");
  }

  @Test
  void kubernetesObjectsAreWellFormed() {
    Matcher yaml = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$").matcher(guide);
    assertThat(yaml.find()).isTrue();

    List<Object> objects = new ArrayList<>();
    new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml.group(1)).forEach(objects::add);
    assertThat(objects).hasSize(2);
  }
}
