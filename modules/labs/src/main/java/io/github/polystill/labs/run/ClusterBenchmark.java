package io.github.polystill.labs.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.Cluster;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.Schedule;
import io.github.polystill.labs.Median;
import io.github.polystill.labs.ResidentMemory;
import io.github.polystill.models.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a cluster costs beside its work: the same run here and there. */
public final class ClusterBenchmark {
  /** Trials after which the time begins and the memory is looked at first. */
  static final int WARM_UP = 10;

  private static final int LABELS = 100;
  private static final int DOCUMENTS = 200;

  private ClusterBenchmark() {}

  /**
   * What was found, medians of the repeats.
   *
   * @param trials timed: all but the first ten
   * @param here trials per second of this process
   * @param there trials per second of the cluster
   * @param ratio of these
   * @param overheadMillis what a trial takes longer there, in milliseconds of an executor
   * @param earlyRssBytes memory of this process, the driver, after the first ten trials there
   * @param rssBytes the same after all
   * @param planSeconds from the experiment to its schedule, the calibration included
   */
  public record Row(
      int trials,
      double here,
      double there,
      double ratio,
      double overheadMillis,
      long earlyRssBytes,
      long rssBytes,
      double planSeconds) {}

  /** An experiment with so many trials that take next to nothing. */
  public static Experiment trivial(int trials, Path directory) throws IOException {
    Path corpus = directory.resolve("corpus.jsonl");
    SyntheticRun.writeCorpus(corpus, LABELS, DOCUMENTS, SyntheticRun.WORDS_PER_DOCUMENT);
    String weights =
        IntStream.rangeClosed(1, (trials + LABELS - 1) / LABELS)
            .mapToObj(it -> it + ".0")
            .collect(Collectors.joining(", ", "[", "]"));
    Path file = directory.resolve("trivial.yaml");
    AtomicFiles.writeString(
        file,
        """
        name: trivial
        corpus: {path: "CORPUS"}
        segmentation: {segmenter: whitespace}
        vectors: {dimensions: 8}
        encoding: {maxLength: 8}
        architectures: [textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}]
        trainings: [teacher]
        teacher: {classWeights: WEIGHTS}
        baselines: []
        optimisation: {epochs: 1, patience: 1}
        folds: {count: 2, run: [0], validation: 0.15}
        seed: 1
        """
            .replace("CORPUS", corpus.toString().replace("\\", "\\\\"))
            .replace("WEIGHTS", weights));
    return ExperimentFile.read(file, List.of()).experiment();
  }

  /**
   * Measures here and there in turn; leaves nothing behind.
   *
   * @param workers here, as many as there are executors
   */
  public static Row run(
      Experiment experiment,
      String master,
      int workers,
      int repeats,
      Optional<Path> cache,
      Consumer<String> log)
      throws Exception {
    List<Timer> here = new ArrayList<>();
    List<Timer> there = new ArrayList<>();
    double planSeconds = 0;
    for (int repeat = 0; repeat < repeats; repeat++) {
      for (boolean elsewhere : new boolean[] {false, true}) {
        Path directory = Files.createTempDirectory("polystill-bench");
        try {
          Timer timer = new Timer();
          String store = directory.resolve("store").toUri().toString();
          RunOptions options =
              new RunOptions(
                  directory.resolve("run"),
                  workers,
                  false,
                  cache,
                  ComputeDevice.CPU,
                  Optional.empty(),
                  Optional.of(new Cluster.Address(master, store)).filter(it -> elsewhere),
                  Optional.empty());
          ExperimentRunner runner =
              new ExperimentRunner(experiment, options, timer, new CancellationToken());
          if (here.isEmpty()) {
            long start = System.nanoTime();
            runner.plan().schedule().on(new Schedule.Executors(workers, 0, 0));
            planSeconds = (System.nanoTime() - start) * 1e-9;
          }
          runner.run();
          (elsewhere ? there : here).add(timer);
          log.accept(
              String.format(
                  Locale.ROOT,
                  "%s: %.2f trials/s",
                  elsewhere ? master : "here",
                  timer.trialsPerSecond()));
        } finally {
          AtomicFiles.deleteRecursively(directory);
        }
      }
    }
    double speedHere = median(here);
    double speedThere = median(there);
    Timer last = there.get(there.size() - 1);
    return new Row(
        last.finished - WARM_UP,
        speedHere,
        speedThere,
        speedThere / speedHere,
        1000 * workers * (1 / speedThere - 1 / speedHere),
        last.earlyRss,
        last.rss,
        planSeconds);
  }

  private static double median(List<Timer> timers) {
    return Median.of(timers.stream().map(Timer::trialsPerSecond).toList());
  }

  private static final class Timer implements ProgressListener {
    private int finished;
    private long first;
    private long last;
    private long earlyRss;
    private long rss;

    double trialsPerSecond() {
      return (finished - WARM_UP) / ((last - first) * 1e-9);
    }

    @Override
    public synchronized void trialFinished(TrialName trial, boolean reused) {
      finished++;
      last = System.nanoTime();
      rss = ResidentMemory.current().orElse(0);
      if (finished == WARM_UP) {
        first = last;
        earlyRss = rss;
      }
    }
  }
}
