package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.cli.command.TerminalWriter;
import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

/** What a stranger wrote into a file, a name or an argument does not steer the terminal. */
class TerminalOutputTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Path directory;

  @BeforeContainer
  static void create() throws IOException {
    directory = Files.createTempDirectory(Path.of("target"), "terminal");
  }

  @AfterContainer
  static void delete() throws IOException {
    AtomicFiles.deleteRecursively(directory);
  }

  /** Titles, colours, C1 commands, turned directions, line ends of all kinds, among letters. */
  @Provide
  static Arbitrary<String> hostile() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "\u001b]0;title\u0007",
            "\u001b[31m",
            "\u009b2J",
            "\u007f",
            "\b\b",
            "\r",
            "\n",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u202e",
            "\u2066",
            "\u0001",
            "藥",
            "a");
    return parts.list().ofMinSize(1).ofMaxSize(4).map(it -> "x" + String.join("", it));
  }

  static void assertHarmless(Outcome outcome) {
    assertThat(outcome.out() + outcome.err())
        .doesNotContainPattern("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069&&[^\\n]]");
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void noCommandPassesControlCharactersOn(@ForAll("hostile") String hostile) throws IOException {
    Path corpus = corpus(hostile, "l" + hostile);
    Path plain = corpus(hostile, "l\u202e" + "b");
    Path words = directory.resolve("words.txt");
    String word = hostile.replaceAll("[\\s\\u0085]", "");
    Files.writeString(words, "2 2\n" + word + " 1 0\nb 0 1\n");
    Path missing = directory.resolve(hostile);
    Path experiment =
        Files.writeString(
            directory.resolve("e.yaml"),
            "name: " + JSON.writeValueAsString(hostile) + "\ncorpus: {path: none.jsonl}\n");
    List<List<Object>> commands =
        List.of(
            List.of(hostile),
            List.of("corpus", hostile),
            List.of("corpus", "check", corpus),
            List.of("corpus", "stats", corpus),
            List.of("corpus", "check", plain),
            List.of("corpus", "stats", plain),
            List.of("corpus", "folds", plain, "--count", "2"),
            List.of("corpus", "segment", plain, "--segmenter", "characters"),
            List.of("corpus", "stats", missing),
            List.of("corpus", "segment", plain, "--segmenter", hostile),
            List.of("vectors", "info", words),
            List.of("vectors", "neighbors", words, "b"),
            List.of("vectors", "neighbors", words, hostile),
            List.of("vectors", "neighbors", words, "b", "--json"),
            List.of("corpus", "check", plain, "--json"),
            List.of("run", missing),
            List.of("run", experiment),
            List.of("run", experiment, "--set", hostile + "=1"),
            List.of("run", experiment, "--" + hostile),
            List.of("report", missing),
            List.of("compare", missing, missing),
            List.of("verify", missing),
            List.of("export", missing, "--architecture", hostile, "--training", "teacher"),
            List.of("predict", missing, "--text", hostile),
            List.of("evaluate", missing, missing),
            List.of("serve", missing));
    for (List<Object> command : commands) {
      assertHarmless(Outcome.of(command.toArray()));
    }
  }

  /** Whoever parses it has the same names as before. */
  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void escapedJsonMeansTheSame(@ForAll("hostile") String hostile) throws IOException {
    String word = hostile.replaceAll("[\\s\\u0085\\u2028\\u2029]", "");
    Path words = directory.resolve("words.txt");
    Files.writeString(words, "2 2\n" + word + " 1 0\nb 0 1\n");
    Outcome outcome = Outcome.of("vectors", "neighbors", words, "b", "--json");
    assertHarmless(outcome);
    assertThat(JSON.readTree(outcome.out()).at("/0/neighbors/0/word").asText()).isEqualTo(word);
  }

  private static Path corpus(String text, String label) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      lines.add(
          JSON.writeValueAsString(
              Map.of(
                  "id",
                  text + i,
                  "text",
                  text + " 頭痛" + i,
                  "labels",
                  List.of(label, "b" + i % 2))));
    }
    return Files.write(Files.createTempFile(directory, "corpus", ".jsonl"), lines);
  }

  @Test
  void whatIsExactStaysSo() {
    StringWriter shown = new StringWriter();
    PrintWriter writer = new TerminalWriter(new PrintWriter(shown), false);
    writer.println("a\u001b[0m\tb\n\u202e");
    writer.write('\u0007');
    writer.write(new char[] {'c', '\u009b'}, 0, 2);
    TerminalWriter.exact(writer).print("\u001b[0m");

    assertThat(shown)
        .hasToString(
            "a\\u001b[0m\tb\n\\u202e" + System.lineSeparator() + "\\u0007c\\u009b" + "\u001b[0m");
  }

  @Test
  void helpKeepsItsColours() {
    System.setProperty("picocli.ansi", "true");
    try {
      assertThat(Outcome.of("serve", "--help").out())
          .contains("\u001b[1m")
          .doesNotContain("\\u001b");
      assertThat(Outcome.of("corpus").err()).contains("\u001b[1m").doesNotContain("\\u001b");
    } finally {
      System.clearProperty("picocli.ansi");
    }
  }
}
