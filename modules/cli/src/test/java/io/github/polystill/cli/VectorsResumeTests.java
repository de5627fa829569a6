package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training in a process of its own that is ended in the middle and started again. */
class VectorsResumeTests {
  @TempDir private static Path shared;
  private static Path text;
  private static Path undisturbed;

  @TempDir private Path directory;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    text = text(shared.resolve("text.txt"));
    undisturbed = shared.resolve("undisturbed.bin");
    Outcome whole = Outcome.of(train(text, undisturbed).toArray());
    assertThat(whole.exitCode()).as(whole.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"KILL, 137", "INT, 130"})
  @DisabledOnOs(OS.WINDOWS)
  void resumesToTheVectorsOfAnUndisturbedTraining(String signal, int exitCode) throws Exception {
    Path resumed = directory.resolve("resumed.bin");
    Path err = directory.resolve("stderr");
    Process process = start(train(text, resumed), err);
    Path checkpoint = directory.resolve("resumed.bin.checkpoint").resolve("training.checkpoint");
    while (process.isAlive() && !Files.exists(checkpoint)) {
      Thread.sleep(2);
    }
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(exitCode);
    assertThat(resumed).doesNotExist();
    assertThat(checkpoint).exists();
    if (signal.equals("INT")) {
      assertThat(Files.readString(err).strip())
          .endsWith("Interrupted: start the same command again to resume at the last checkpoint.");
    }

    Outcome rest = Outcome.of(train(text, resumed).toArray());
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(resumed).hasSameBinaryContentAs(undisturbed);
  }

  @Test
  void oneTrainingAtATimeWritesAFile() throws Exception {
    Path out = directory.resolve("vectors.bin");
    List<String> endless = new ArrayList<>(train(text, out));
    endless.set(endless.indexOf("--epochs") + 1, "900");
    Process process = start(endless, directory.resolve("stderr"));
    try {
      Path checkpoint = directory.resolve("vectors.bin.checkpoint").resolve("training.checkpoint");
      while (process.isAlive() && !Files.exists(checkpoint)) {
        Thread.sleep(2);
      }
      Outcome second = Outcome.of(train(text, out).toArray());
      assertThat(process.isAlive()).isTrue();
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err().strip())
          .isEqualTo(
              "polystill: "
                  + checkpoint.getParent()
                  + ": another process trains these vectors; wait until it has ended or write to"
                  + " another file");
      assertThat(checkpoint).exists();
    } finally {
      process.destroyForcibly().waitFor();
    }
    Outcome other = Outcome.of(train(text, out).toArray());
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("holds the state of a training with other texts or settings");
  }

  private static Process start(List<String> arguments, Path output) throws IOException {
    return new ProcessBuilder(
            JavaProcess.command(List.of(), Polystill.class, arguments.toArray(String[]::new)))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static List<String> train(Path text, Path out) {
    List<String> arguments = new ArrayList<>(List.of("vectors", "train", text.toString()));
    arguments.addAll(List.of("--out", out.toString(), "--segmenter", "whitespace"));
    arguments.addAll(List.of("--dimensions", "64", "--epochs", "4", "--threads", "1"));
    arguments.addAll(List.of("--subsample", "0", "--checkpoint-minutes", "0.00001"));
    return arguments;
  }

  private static Path text(Path file) throws Exception {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < 10_000; line++) {
      for (int word = 0; word < 20; word++) {
        text.append('w').append((int) Math.pow(2000, random.nextDouble())).append(' ');
      }
      text.append('\n');
    }
    return Files.writeString(file, text);
  }
}
