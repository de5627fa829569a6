package io.github.polystill.labs.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Whether a run's trials take as long as the plan says before it. */
public final class PlanBenchmark {
  private PlanBenchmark() {}

  /**
   * A run.
   *
   * @param planned seconds from the first trial's start to the last one's end
   * @param measured the same
   * @param ratio of these
   */
  public record Row(int workers, double planned, double measured, double ratio) {}

  /** Plans and runs an experiment with each number of workers; leaves nothing behind. */
  public static List<Row> run(
      Experiment experiment, List<Integer> workers, Optional<Path> cache, Consumer<String> log)
      throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int count : workers) {
      Path directory = Files.createTempDirectory("polystill-bench");
      try {
        Clock clock = new Clock();
        ExperimentRunner runner =
            new ExperimentRunner(
                experiment,
                new RunOptions(directory.resolve("run"), count, false, cache),
                clock,
                new CancellationToken());
        Schedule.Executors cluster = new Schedule.Executors(count, 0, 0);
        double planned = runner.plan().schedule().on(cluster).makespan();
        log.accept(String.format(Locale.ROOT, "%d workers: planned %.0f s", count, planned));
        runner.run();
        double measured = (clock.last - clock.first) * 1e-9;
        rows.add(new Row(count, planned, measured, planned / measured));
      } finally {
        AtomicFiles.deleteRecursively(directory);
      }
    }
    return rows;
  }

  static final class Clock implements ProgressListener {
    private long first;
    private long last;

    @Override
    public synchronized void trialStarted(TrialName trial) {
      first = first == 0 ? System.nanoTime() : first;
    }

    @Override
    public synchronized void trialFinished(TrialName trial, boolean reused) {
      last = System.nanoTime();
    }
  }
}
