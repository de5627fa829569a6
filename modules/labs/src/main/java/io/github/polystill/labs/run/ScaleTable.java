package io.github.polystill.labs.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.Schedule;
import io.github.polystill.experiments.run.TrialPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long one architecture takes clusters with corpora of many labels, if an epoch takes a given
 * time. Nothing is measured, so it is the same on every machine.
 */
public final class ScaleTable {
  /** After the last epoch: an answer for every document costs a third of learning from it. */
  private static final double END = 0.5;

  private static final int DOCUMENTS_AT_LEAST = 900;

  private ScaleTable() {}

  /**
   * A corpus and a search on several clusters.
   *
   * @param search for experts, as in {@code teacher.search}
   */
  public record Row(int labels, String search, int trials, List<Schedule.Result> results) {}

  /**
   * Simulates all searches with all numbers of labels on all clusters.
   *
   * @param epochSeconds of all training documents
   */
  public static List<Row> of(
      List<Integer> labels,
      List<String> searches,
      List<Schedule.Executors> clusters,
      double epochSeconds)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    Path directory = Files.createTempDirectory("polystill-bench");
    try {
      for (int count : labels) {
        Path corpus = directory.resolve("corpus.jsonl");
        SyntheticRun.writeCorpus(
            corpus, count, Math.max(DOCUMENTS_AT_LEAST, count), SyntheticRun.WORDS_PER_DOCUMENT);
        for (String search : searches) {
          TrialPlan plan = plan(directory, corpus, search);
          Schedule schedule =
              Schedule.of(
                  plan, trial -> Optional.of(new Schedule.Cost(seconds(trial, epochSeconds), 0)));
          rows.add(
              new Row(
                  count,
                  search,
                  plan.trials().size(),
                  clusters.stream().map(schedule::on).toList()));
        }
      }
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
    return rows;
  }

  private static double seconds(TrialPlan.Trial trial, double epochSeconds) {
    return (trial.expectedEpochs() + END) * trial.documents() * epochSeconds;
  }

  private static TrialPlan plan(Path directory, Path corpus, String search) throws IOException {
    Path file = directory.resolve("experiment.yaml");
    AtomicFiles.writeString(
        file,
        String.format(
            Locale.ROOT,
            """
            name: scale
            corpus: {path: "%s"}
            segmentation: {segmenter: whitespace}
            vectors: {dimensions: 100}
            architectures: [textcnn]
            teacher: {search: %s}
            """,
            corpus.toString().replace("\\", "\\\\").replace("\"", "\\\""),
            search));
    RunOptions options = new RunOptions(directory.resolve("run"), 1, false, Optional.empty());
    return new ExperimentRunner(
            ExperimentFile.read(file, List.of()).experiment(),
            options,
            new PlanBenchmark.Clock(),
            new CancellationToken())
        .trials();
  }
}
