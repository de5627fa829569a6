package io.github.polystill.experiments.reproduction;

import io.github.polystill.data.ContentHash;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.TrialLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run came to, as far as it can be compared.
 *
 * @param settings lines of what figures depend on
 * @param environment what it ran on
 * @param folds SHA-256 of the files of folds, one for each seed
 * @param vectors by fold, SHA-256 of the word vectors that the first seed's networks began with
 * @param metrics in the order of {@code metrics.json}
 * @param trials in the order in which they depend on each other
 * @param needed hashes of the trials that the metrics are of; a run directory can hold others too
 */
public record Results(
    List<String> settings,
    RunEnvironment environment,
    List<String> folds,
    SortedMap<Integer, String> vectors,
    List<FoldEvaluation> metrics,
    List<TrialRecord> trials,
    Set<String> needed) {
  public Results {
    settings = List.copyOf(settings);
    folds = List.copyOf(folds);
    vectors = Collections.unmodifiableSortedMap(new TreeMap<>(vectors));
    metrics = List.copyOf(metrics);
    trials = List.copyOf(trials);
    needed = Set.copyOf(needed);
  }

  /** Those of a finished run. */
  public static Results of(RunDirectory run) throws IOException {
    Experiment experiment = run.experiment();
    List<String> folds = new ArrayList<>();
    for (long seed : experiment.allSeeds()) {
      folds.add(ContentHash.ofFile(run.foldsFile(experiment.mark(seed))));
    }
    SortedMap<Integer, String> vectors = new TreeMap<>();
    for (int fold : experiment.folds().run()) {
      Optional<String> checksum = run.vectorsChecksum(fold);
      checksum.ifPresent(sha256 -> vectors.put(fold, sha256));
    }
    List<TrialRecord> trials = new ArrayList<>();
    for (Map.Entry<String, TrialLedger.Entry> found : run.ledger().entries().entrySet()) {
      TrialLedger.Entry entry = found.getValue();
      trials.add(
          new TrialRecord(
              entry.trial(), found.getKey(), entry.logitsSha256(), Optional.of(entry.history())));
    }
    trials.sort(
        TrialRecord.order(
            experiment.architectures().stream().map(architecture -> architecture.name()).toList()));
    return new Results(
        experiment.decisiveSettings(),
        RunEnvironment.read(run.environmentFile()),
        folds,
        vectors,
        MetricsJson.read(run.metricsFile()),
        trials,
        run.models().stream()
            .flatMap(model -> model.trials().stream())
            .collect(Collectors.toSet()));
  }
}
