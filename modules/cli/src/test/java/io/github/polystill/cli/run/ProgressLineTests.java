package io.github.polystill.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.cli.command.StatusLine;
import io.github.polystill.cli.command.Terminal;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.report.table.DisplayWidth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTests {
  private static final TrialName TRIAL =
      new TrialName(
          ModelKey.of(0, "textcnn", TrainingRow.TEACHER), Optional.of("藥物"), Optional.of(0.5));

  private final StringWriter err = new StringWriter();
  private long nanos = 1_000;

  private ProgressLine line(boolean live, int columns) {
    return new ProgressLine(new PrintWriter(err), new Terminal(live, columns), () -> nanos);
  }

  private void pass(double seconds) {
    nanos += (long) (seconds * 1e9);
  }

  @Test
  void writesAPlainLineEveryTenSeconds() {
    ProgressLine line = line(false, 0);
    line.planned(4);
    for (int second = 0; second < 25; second++) {
      pass(1);
      line.epochFinished(TRIAL, second + 1, 30, 100);
    }

    assertThat(err.toString().lines())
        .containsExactly(
            "0/4 trials | 100 samples/s | fold 0 textcnn teacher 藥物 W=0.5 epoch 10/30",
            "0/4 trials | 100 samples/s | fold 0 textcnn teacher 藥物 W=0.5 epoch 20/30");
  }

  @Test
  void rewritesOneLineOnATerminal() {
    ProgressLine line = line(true, 200);
    line.planned(2);
    pass(1);
    line.trialStarted(TRIAL);
    pass(1);
    line.epochFinished(TRIAL, 1, 30, 10);
    line.message("a remark");
    line.close();

    assertThat(err.toString())
        .isEqualTo(
            "0/2 trials | fold 0 textcnn teacher 藥物 W=0.5\r\u001B[K"
                + "0/2 trials | 5 samples/s | fold 0 textcnn teacher 藥物 W=0.5 epoch 1/30\r\u001B[K"
                + "a remark"
                + System.lineSeparator());
  }

  @Test
  void neverWrapsATerminalsLine() {
    ProgressLine line = line(true, 40);
    line.planned(2);
    pass(1);
    line.trialStarted(TRIAL);

    assertThat(DisplayWidth.of(err.toString())).isBetween(37, 39);
  }

  @Test
  void drawsNoMoreThanTenTimesASecond() {
    ProgressLine line = line(true, 200);
    line.planned(2);
    for (int i = 0; i < 1000; i++) {
      pass(0.001);
      line.epochFinished(TRIAL, 1, 30, 1);
    }
    assertThat(err.toString().split("\r", -1).length).isBetween(9, 11);
  }

  @Test
  void showsTheTimeThatIsLeft() {
    ProgressLine line = line(false, 0);
    List<OptionalDouble> left = new ArrayList<>(List.of(OptionalDouble.empty()));
    line.estimating(() -> left.get(0));
    line.planned(10);
    pass(10);
    line.trialFinished(TRIAL, true);
    assertThat(err.toString()).contains("1/10 trials").doesNotContain("ETA");

    left.set(0, OptionalDouble.of(90));
    pass(10);
    line.trialFinished(TRIAL, false);
    assertThat(err.toString()).contains("2/10 trials | ETA 1m30s");
    assertThat(line.done()).isEqualTo(2);
    assertThat(line.total()).isEqualTo(10);
  }

  @Test
  void alwaysShowsTheEnd() {
    ProgressLine line = line(false, 0);
    line.planned(1);
    line.trialFinished(TRIAL, false);
    assertThat(err.toString()).startsWith("1/1 trials").doesNotContain("ETA");
  }

  @Test
  void countsEveryTrialOfManyThreads() throws InterruptedException {
    ProgressLine line = line(true, 80);
    line.planned(4000);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 1000; j++) {
                  line.trialStarted(TRIAL);
                  line.trialFinished(TRIAL, j % 2 == 0);
                }
              },
              "worker-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    }
    assertThat(line.done()).isEqualTo(4000);
  }

  @Test
  void writesDurationsShortly() {
    assertThat(StatusLine.duration(0.4)).isEqualTo("0s");
    assertThat(StatusLine.duration(59.4)).isEqualTo("59s");
    assertThat(StatusLine.duration(59.6)).isEqualTo("1m00s");
    assertThat(StatusLine.duration(3599)).isEqualTo("59m59s");
    assertThat(StatusLine.duration(7500)).isEqualTo("2h05m");
  }
}
