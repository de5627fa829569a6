package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.FigureDifference;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluator;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.report.html.EvaluatedPredictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks whether a run directory is one, finished, whole and as it was written. Metrics are computed
 * again from the predictions beside them, so an edited figure is found whoever wrote it; so are
 * thresholds.json and significance.json, but whether a threshold is the best one on the validation
 * part is not looked at.
 */
record RunDirectoryCheck(RunDirectory directory) {
  /**
   * Does so.
   *
   * @return the results, which have been read for it
   * @throws InvalidInputException naming the first thing that is wrong
   */
  RunContents run() throws IOException {
    requireDirectory();
    Experiment experiment = directory.experiment();
    List<TrainedModel> models = directory.models();
    for (TrainedModel model : models) {
      Stream.concat(model.trials().stream(), model.first().stream())
          .forEach(trial -> RunDirectory.requireFile(directory.trials().resolve(trial)));
    }
    return requireMetrics(experiment, models);
  }

  private void requireDirectory() {
    Path root = directory.root();
    if (!Files.exists(root)) {
      throw InvalidInputException.of(
          "%s does not exist; give the run directory that polystill run wrote", root);
    }
    if (!Files.isDirectory(root)) {
      throw InvalidInputException.of(
          "%s is a file; give the run directory that polystill run wrote", root);
    }
    RunDirectory.existing(root);
  }

  private RunContents requireMetrics(Experiment experiment, List<TrainedModel> models)
      throws IOException {
    directory.summary();
    directory.suspects(experiment);
    List<FoldEvaluation> metrics = directory.metrics();
    List<ThresholdEvaluation> thresholds = directory.thresholds();
    requireSize(directory.metricsFile(), metrics.size(), "models.json", models.size());
    requireSize(directory.thresholdsFile(), thresholds.size(), "metrics.json", metrics.size());
    Map<Long, List<RunFold>> folds = directory.folds(experiment);
    GainSignificance gains = new GainSignificance(experiment);
    ThresholdEvaluator evaluator =
        new ThresholdEvaluator(
            experiment.evaluation().threshold(), experiment.evaluation().limits());
    Set<TrainedModel> evaluated = new HashSet<>();
    List<EvaluatedPredictions> results = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      FoldEvaluation entry = metrics.get(i);
      TrainedModel model = RunContents.modelOf(entry, models, experiment.seed(), directory);
      if (!evaluated.add(model)) {
        throw edited(directory.metricsFile(), entry.key() + " is there twice");
      }
      Predictions predictions = directory.predictions(model);
      requireSame(entry, predictions, experiment.evaluation().threshold());
      requireSameWeights(entry, model, predictions.labels());
      requireSameThresholds(entry, thresholds.get(i), predictions, evaluator);
      RunFold fold = fold(entry, folds, experiment);
      requireSameDocuments(fold, experiment.mark(seed(entry, experiment)), model, predictions);
      gains.add(new TestedFold(entry, predictions, fold.testToTraining()), thresholds.get(i));
      results.add(new EvaluatedPredictions(entry, predictions));
    }
    requireSameTests(directory.significance(), gains.results());
    return RunContents.of(directory, models, results);
  }

  private static void requireSize(Path file, int size, String other, int expected) {
    if (size != expected) {
      throw edited(
          file,
          String.format(Locale.ROOT, "it has %d entries, but %s has %d", size, other, expected));
    }
  }

  private static long seed(FoldEvaluation entry, Experiment experiment) {
    return entry.key().seed().orElse(experiment.seed());
  }

  private RunFold fold(
      FoldEvaluation entry, Map<Long, List<RunFold>> folds, Experiment experiment) {
    List<RunFold> dealt = folds.get(seed(entry, experiment));
    if (dealt == null || entry.key().fold() >= dealt.size()) {
      throw edited(
          directory.metricsFile(), entry.key() + " is on a fold that is not in folds.json");
    }
    return dealt.get(entry.key().fold());
  }

  private void requireSameDocuments(
      RunFold fold, OptionalLong mark, TrainedModel model, Predictions predictions) {
    if (!fold.test().equals(predictions.ids())) {
      throw edited(
          directory.foldsFile(mark),
          String.format(
              Locale.ROOT,
              "the test part of fold %d is not the documents of %s",
              model.fold(),
              directory.predictionsFile(model).getFileName()));
    }
  }

  private void requireSameWeights(FoldEvaluation entry, TrainedModel model, LabelSet labels) {
    if (model.classWeights().isPresent() && model.classWeights().get().size() < labels.size()) {
      throw edited(
          directory.modelsFile(), entry.key() + " has not one class weight for each label");
    }
    Map<String, Double> chosen = ResultWriter.weightsByLabel(model, labels);
    if (!chosen.equals(entry.classWeights())) {
      throw edited(
          directory.metricsFile(),
          "the class weights of " + entry.key() + " are not those in models.json");
    }
    if (!model.settings().equals(entry.settings())) {
      throw edited(
          directory.metricsFile(),
          "the settings of " + entry.key() + " are not those in models.json");
    }
  }

  private void requireSameThresholds(
      FoldEvaluation entry,
      ThresholdEvaluation written,
      Predictions predictions,
      ThresholdEvaluator evaluator) {
    ThresholdEvaluation computed;
    try {
      computed = evaluator.again(entry, written, predictions);
    } catch (IllegalArgumentException e) {
      throw edited(directory.thresholdsFile(), entry.key() + ": " + e.getMessage());
    }
    requireSame(directory.thresholdsFile(), entry.key(), written, computed);
  }

  private void requireSameTests(
      List<SignificanceResult> written, List<SignificanceResult> computed) {
    if (written.size() != computed.size()) {
      throw edited(
          directory.significanceFile(),
          String.format(
              Locale.ROOT,
              "it has %d entries, but %d by the predictions",
              written.size(),
              computed.size()));
    }
    for (int i = 0; i < computed.size(); i++) {
      SignificanceResult entry = computed.get(i);
      String name =
          entry.architecture()
              + ", "
              + entry.thresholds().key()
              + ", "
              + entry.test()
              + ", "
              + entry.metric().key();
      requireSame(directory.significanceFile(), name, written.get(i), entry);
    }
  }

  private void requireSame(FoldEvaluation entry, Predictions predictions, double threshold) {
    MultiLabelEvaluation computed = MultiLabelEvaluator.evaluate(predictions, threshold);
    requireSame(directory.metricsFile(), entry.key(), entry.evaluation(), computed);
  }

  private static void requireSame(Path file, Object what, Record written, Record computed) {
    FigureDifference.first(written, computed)
        .ifPresent(
            how -> {
              throw edited(file, what + ": " + how);
            });
  }

  private static InvalidInputException edited(Path file, String how) {
    return InvalidInputException.of(
        "%s was changed: %s; start the run again with polystill run to write it anew", file, how);
  }
}
