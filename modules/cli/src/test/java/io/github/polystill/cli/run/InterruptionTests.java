package io.github.polystill.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.polystill.cli.command.Interruption;
import io.github.polystill.cli.command.Terminal;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.models.JavaProcess;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptionTests {

  /** A run of 45 trials, 12 of them done, that works until it is cancelled or for a moment. */
  static final class Run {
    private Run() {}

    public static void main(String[] args) throws InterruptedException {
      boolean waits = args[0].equals("until-cancelled");
      PrintWriter err =
          new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
      CancellationToken cancellation = new CancellationToken();
      TrialName trial = TrialName.student(ModelKey.of(0, "a", TrainingRow.STANDALONE));
      ProgressLine progress = new ProgressLine(err, new Terminal(false, 0), System::nanoTime);
      Interruption interruption = InterruptibleRun.interruption(cancellation, progress, err);
      progress.planned(45);
      for (int i = 0; i < 12; i++) {
        progress.trialFinished(trial, false);
      }
      err.println("ready");
      while (waits && !cancellation.isCancelled()) {
        Thread.sleep(5);
      }
      err.println("workers ended");
      interruption.close();
    }
  }

  private static Process start(String argument) throws IOException {
    return new ProcessBuilder(JavaProcess.command(List.of(), Run.class, argument))
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void stopsTheWorkersAndSaysHowToGoOn() throws IOException, InterruptedException {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "no signals");
    Process process = start("until-cancelled");
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      // Before reading to the end, which waits for ever where the signal is ignored.
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output.lines())
          .containsExactly(
              "Stopping; trials that are done are kept.",
              "workers ended",
              "Interrupted: 12 of 45 trials are done; run the same command again to go on.");
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void saysNothingWhenARunEndsByItself() throws IOException, InterruptedException {
    Process process = start("briefly");
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.lines()).containsExactly("ready", "workers ended");
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
