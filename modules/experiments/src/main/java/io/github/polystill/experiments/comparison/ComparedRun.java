package io.github.polystill.experiments.comparison;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A run as far as it is compared.
 *
 * @param name the directory as it was given
 * @param corpus SHA-256 of its corpus
 * @param labels of its corpus
 * @param deals folds by the seed that dealt them, the experiment's first
 * @param models test parts by what was trained, baselines included
 * @param tuned the same with thresholds tuned per label
 * @param labelledShare of the training documents; 1 where all keep their labels
 */
record ComparedRun(
    String name,
    String corpus,
    LabelSet labels,
    Map<Long, List<RunFold>> deals,
    Map<ModelKey.Kind, List<TestedFold>> models,
    Map<ModelKey.Kind, List<TestedFold>> tuned,
    double labelledShare) {

  /**
   * Reads a run.
   *
   * @throws InvalidInputException where it is no finished run, of a newer version or damaged
   */
  static ComparedRun read(Path root) throws IOException {
    RunDirectory directory = RunDirectory.existing(root);
    RunContents contents = directory.requireReadable();
    RunEnvironment environment = directory.environment();
    Experiment experiment = directory.experiment();
    Map<Long, List<RunFold>> deals = directory.folds(experiment);
    long first = experiment.seed();
    Map<ModelKey.Kind, List<TestedFold>> models = new LinkedHashMap<>();
    Map<ModelKey.Kind, List<TestedFold>> tuned = new LinkedHashMap<>();
    List<ThresholdEvaluation> thresholds = directory.thresholds();
    for (int i = 0; i < thresholds.size(); i++) {
      EvaluatedPredictions result = contents.results().get(i);
      ModelKey key = result.evaluation().key();
      List<RunFold> folds = deals.get(key.seed().orElse(first));
      if (folds == null || key.fold() >= folds.size()) {
        throw InvalidInputException.of(
            "%s: has a fold that is not in folds.json; start the run again with polystill run",
            directory.metricsFile());
      }
      double testToTraining = folds.get(key.fold()).testToTraining();
      models
          .computeIfAbsent(key.kind(), kind -> new ArrayList<>())
          .add(new TestedFold(result.evaluation(), result.predictions(), testToTraining));
      tuned
          .computeIfAbsent(key.kind(), kind -> new ArrayList<>())
          .add(
              new TestedFold(
                  thresholds.get(i).tuned(result.evaluation()),
                  result.predictions(),
                  testToTraining,
                  experiment.evaluation().limits()));
    }
    LabelSet labels = contents.results().get(0).predictions().labels();
    return new ComparedRun(
        root.toString(),
        environment.corpus(),
        labels,
        deals,
        models,
        tuned,
        experiment.corpus().labelledShare().orElse(1.0));
  }

  /**
   * Makes sure that both have corpus, labels and folds in common.
   *
   * @throws InvalidInputException saying what is the first to differ
   */
  void requireComparable(ComparedRun other) {
    new Pair(this, other).require();
  }

  /** Whether the corpus brings its own split: folds that are dealt are two or more. */
  boolean ownSplit() {
    return deals.values().iterator().next().size() == 1;
  }

  /** The same with the seed in every evaluation, which a run of one seed leaves out. */
  ComparedRun withSeeds() {
    return new ComparedRun(
        name, corpus, labels, deals, withSeeds(models), withSeeds(tuned), labelledShare);
  }

  private Map<ModelKey.Kind, List<TestedFold>> withSeeds(Map<ModelKey.Kind, List<TestedFold>> of) {
    long first = deals.keySet().iterator().next();
    Map<ModelKey.Kind, List<TestedFold>> withSeeds = new LinkedHashMap<>();
    of.forEach(
        (kind, folds) ->
            withSeeds.put(
                kind,
                folds.stream()
                    .map(
                        fold ->
                            new TestedFold(
                                fold.evaluation().orSeed(first),
                                fold.predictions(),
                                fold.testToTraining(),
                                fold.limits()))
                    .toList()));
    return withSeeds;
  }

  /** The check that two runs have corpus, labels and folds in common; figures differ without. */
  private record Pair(ComparedRun first, ComparedRun other) {

    void require() {
      if (!first.corpus().equals(other.corpus())) {
        throw differ(
            "corpora",
            String.format(
                Locale.ROOT,
                "SHA-256 %s and %s in environment.json",
                first.corpus(),
                other.corpus()));
      }
      requireSame("labels", "label", first.labels().names(), other.labels().names());
      if (first.deals().size() == 1 && other.deals().size() == 1) {
        requireSame(
            first.deals().values().iterator().next(), other.deals().values().iterator().next());
        return;
      }
      Set<Long> shared = new TreeSet<>(first.deals().keySet());
      shared.retainAll(other.deals().keySet());
      if (shared.isEmpty()) {
        throw differ("seeds", first.deals().keySet() + " and " + other.deals().keySet());
      }
      shared.forEach(seed -> requireSame(first.deals().get(seed), other.deals().get(seed)));
    }

    private void requireSame(List<RunFold> folds, List<RunFold> others) {
      if (folds.size() != others.size()) {
        throw differ("folds", count(folds) + " and " + count(others));
      }
      for (int i = 0; i < folds.size(); i++) {
        for (Map.Entry<String, List<String>> part : parts(folds.get(i)).entrySet()) {
          requireSame(
              "folds",
              String.format(
                  Locale.ROOT,
                  "%s, %s part, document",
                  folds.size() == 1 ? OwnFolds.SPLIT : "fold " + i,
                  part.getKey()),
              part.getValue(),
              parts(others.get(i)).get(part.getKey()));
        }
      }
    }

    private static String count(List<RunFold> folds) {
      return folds.size() == 1 ? OwnFolds.SPLIT : folds.size() + " folds";
    }

    private static Map<String, List<String>> parts(RunFold fold) {
      Map<String, List<String>> parts = new LinkedHashMap<>();
      parts.put("test", fold.test());
      parts.put("validation", fold.validation());
      // How many of them have labels may be what is compared.
      parts.put(
          "train",
          Stream.of(fold.train(), fold.unlabelled()).flatMap(List::stream).sorted().toList());
      return parts;
    }

    private void requireSame(String what, String element, List<String> own, List<String> others) {
      for (int i = 0; i < Math.max(own.size(), others.size()); i++) {
        String one = i < own.size() ? "\"" + own.get(i) + "\"" : "none";
        String another = i < others.size() ? "\"" + others.get(i) + "\"" : "none";
        if (!one.equals(another)) {
          throw differ(
              what, String.format(Locale.ROOT, "%s %d is %s and %s", element, i + 1, one, another));
        }
      }
    }

    private InvalidInputException differ(String what, String how) {
      return InvalidInputException.of(
          "%s and %s have different %s: %s; compare runs on the same corpus, labels and folds",
          first.name(), other.name(), what, how);
    }
  }
}
