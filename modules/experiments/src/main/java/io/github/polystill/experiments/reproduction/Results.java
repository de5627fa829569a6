package io.github.polystill.experiments.reproduction;

import io.github.polystill.data.ContentHash;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.RecordedEnvironment;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.TrialLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run came to, as far as it can be compared.
 *
 * @param environment what it ran on
 * @param folds SHA-256 of the files of folds, one for each seed
 * @param metrics in the order of {@code metrics.json}
 * @param trials in the order in which they depend on each other
 */
public record Results(
    RecordedEnvironment environment,
    List<String> folds,
    List<FoldEvaluation> metrics,
    List<TrialRecord> trials) {
  public Results {
    folds = List.copyOf(folds);
    metrics = List.copyOf(metrics);
    trials = List.copyOf(trials);
  }

  /** Those of a finished run. */
  public static Results of(RunDirectory run) throws IOException {
    Experiment experiment = run.experiment();
    List<String> folds = new ArrayList<>();
    for (long seed : experiment.allSeeds()) {
      Optional<Long> repetition = seed == experiment.seed() ? Optional.empty() : Optional.of(seed);
      folds.add(ContentHash.ofFile(run.foldsFile(repetition)));
    }
    List<TrialRecord> trials = new ArrayList<>();
    for (Map.Entry<String, TrialLedger.Entry> found : run.ledger().entries().entrySet()) {
      TrialLedger.Entry entry = found.getValue();
      trials.add(
          new TrialRecord(
              entry.trial(),
              found.getKey(),
              entry.probabilitiesSha256(),
              Optional.of(entry.history())));
    }
    trials.sort(
        TrialRecord.order(
            experiment.architectures().stream().map(architecture -> architecture.name()).toList()));
    return new Results(
        RecordedEnvironment.read(run.environmentFile()),
        folds,
        MetricsJson.read(run.metricsFile()),
        trials);
  }
}
