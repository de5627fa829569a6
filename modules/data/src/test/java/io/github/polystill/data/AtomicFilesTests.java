package io.github.polystill.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTests {
  @TempDir private Path directory;

  /** Writes a file or a directory that never ends. */
  static final class Writing {
    public static void main(String[] arguments) throws IOException {
      Path output = Path.of(arguments[0]);
      if (arguments[1].equals("file")) {
        AtomicFiles.writeOutput(
            output,
            out -> {
              out.write(new byte[1 << 20]);
              waitForASignal();
            });
      } else {
        AtomicFiles.writeOutputDirectory(
            output,
            files -> {
              Files.createDirectories(files.resolve("a/b"));
              Files.writeString(files.resolve("a/b/c"), "c");
              waitForASignal();
            });
      }
    }

    private static void waitForASignal() throws IOException {
      System.out.println("writing");
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void anErrorLeavesTheFileAsItWas() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "before");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write('x');
                      throw new IOException("no space");
                    }))
        .hasMessage("no space");
    assertThat(file).hasContent("before");
    assertThat(files()).containsExactly("file");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalLeavesTheFileAsItWas() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "before");
    writeUntilASignal(file, "file");
    assertThat(file).hasContent("before");
    assertThat(files()).containsExactly("file");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalLeavesNothingOfADirectory() throws Exception {
    Files.writeString(directory.resolve("file"), "before");
    writeUntilASignal(directory.resolve("model/1"), "directory");
    assertThat(files()).containsExactly("file");
  }

  @Test
  void anErrorLeavesNothingOfADirectory() throws IOException {
    Path kept = Files.createDirectory(directory.resolve("kept"));
    assertThatThrownBy(
            () ->
                AtomicFiles.writeOutputDirectory(
                    kept.resolve("model/1"),
                    files -> {
                      Files.writeString(files.resolve("a"), "a");
                      throw new IOException("no space");
                    }))
        .hasMessage("no space");
    assertThat(kept).isEmptyDirectory();

    Path model = kept.resolve("model/1");
    AtomicFiles.writeOutputDirectory(model, files -> Files.writeString(files.resolve("a"), "a"));
    assertThat(model.resolve("a")).hasContent("a");
    assertThat(kept.resolve("model")).isDirectoryNotContaining("glob:**.tmp");
  }

  private void writeUntilASignal(Path output, String kind) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writing.class.getName(),
                output.toString(),
                kind)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("writing");
      assertThat(files()).hasSize(2);
      process.destroy();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(it -> it.getFileName().toString()).toList();
    }
  }
}
