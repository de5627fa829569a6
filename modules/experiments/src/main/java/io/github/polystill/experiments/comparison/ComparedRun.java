package io.github.polystill.experiments.comparison;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.run.RunContents;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.RunFold;
import io.github.polystill.report.html.EvaluatedPredictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as far as it is compared.
 *
 * @param name the directory as it was given
 * @param corpus SHA-256 of its corpus
 * @param labels of its corpus
 * @param deals folds by the seed that dealt them, the experiment's first
 * @param models test parts by what was trained, baselines included
 */
record ComparedRun(
    String name,
    String corpus,
    LabelSet labels,
    Map<Long, List<RunFold>> deals,
    Map<ModelKey.Kind, List<TestedFold>> models) {

  /**
   * Reads a run.
   *
   * @throws InvalidInputException where it is no finished run, of a newer version or damaged
   */
  static ComparedRun read(Path root) throws IOException {
    RunDirectory directory = RunDirectory.existing(root);
    RunContents contents = directory.requireReadable();
    RunEnvironment environment = RunEnvironment.read(directory.environmentFile());
    Experiment experiment = directory.experiment();
    Map<Long, List<RunFold>> deals = directory.folds(experiment);
    long first = experiment.seed();
    Map<ModelKey.Kind, List<TestedFold>> models = new LinkedHashMap<>();
    for (EvaluatedPredictions result : contents.results()) {
      ModelKey key = result.evaluation().key();
      List<RunFold> folds = deals.get(key.seed().orElse(first));
      if (folds == null || key.fold() >= folds.size()) {
        throw new InvalidInputException(
            directory.metricsFile()
                + ": has a fold that is not in folds.json; start the run again with polystill run");
      }
      models
          .computeIfAbsent(key.kind(), kind -> new ArrayList<>())
          .add(
              new TestedFold(
                  result.evaluation(),
                  result.predictions(),
                  folds.get(key.fold()).testToTraining()));
    }
    LabelSet labels = contents.results().get(0).predictions().labels();
    return new ComparedRun(root.toString(), environment.corpus(), labels, deals, models);
  }

  /** Whether the corpus brings its own split: folds that are dealt are two or more. */
  boolean ownSplit() {
    return deals.values().iterator().next().size() == 1;
  }

  /** The same with the seed in every evaluation, which a run of one seed leaves out. */
  ComparedRun withSeeds() {
    long first = deals.keySet().iterator().next();
    Map<ModelKey.Kind, List<TestedFold>> withSeeds = new LinkedHashMap<>();
    models.forEach(
        (kind, folds) ->
            withSeeds.put(
                kind,
                folds.stream()
                    .map(
                        fold ->
                            new TestedFold(
                                fold.evaluation().orSeed(first),
                                fold.predictions(),
                                fold.testToTraining()))
                    .toList()));
    return new ComparedRun(name, corpus, labels, deals, withSeeds);
  }
}
