package io.github.polystill.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The snippets of a file in {@code docs}.
 *
 * @param text of the file
 */
record DocumentSnippets(String text) {
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  static DocumentSnippets of(String file) throws IOException {
    Path root = Path.of(System.getProperty("polystill.root"));
    return new DocumentSnippets(Files.readString(root.resolve("docs").resolve(file)));
  }

  /** Those in a language that contain some text. */
  List<String> in(String language, String containing) {
    List<String> snippets = new ArrayList<>();
    Matcher matcher = SNIPPET.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(language) && matcher.group(2).contains(containing)) {
        snippets.add(matcher.group(2));
      }
    }
    return snippets;
  }

  /** What a program prints that ends well. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture<?> late =
        CompletableFuture.runAsync(
            process::destroyForcibly, CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    late.cancel(false);
    return output;
  }

  /** Skips a test where a command does not end well. */
  static void assumeRuns(String... command) throws InterruptedException {
    boolean runs;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      runs = process.waitFor() == 0;
    } catch (IOException e) {
      runs = false;
    }
    assumeTrue(runs, "skipped: needs " + String.join(" ", command));
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
