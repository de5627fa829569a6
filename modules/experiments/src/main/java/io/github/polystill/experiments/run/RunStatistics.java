package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluator;
import io.github.polystill.experiments.configuration.EvaluationSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.report.warnings.TrainingWarnings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is computed of a run's models beside the figures of Table 1: thresholds tuned on validation
 * data, and whether the distilled student beats the standalone one.
 */
final class RunStatistics {
  /** Labels that a remark names at most; metrics.json shows all by a support of 0. */
  private static final int NAMED = 20;

  private final EvaluationSettings settings;
  private final Experiment experiment;
  private final ThresholdEvaluator evaluator;
  private final List<ThresholdEvaluation> thresholds = new ArrayList<>();
  private final GainSignificance gains;
  private final TrainingWarnings doubts = new TrainingWarnings();
  private final Set<ModelKey> seen = new TreeSet<>(ModelKey.BY_FOLD);
  private final List<String> remarks = new ArrayList<>();

  RunStatistics(Experiment experiment) {
    this.settings = experiment.evaluation();
    this.experiment = experiment;
    this.gains = new GainSignificance(experiment);
    this.evaluator = new ThresholdEvaluator(settings.threshold(), settings.limits());
  }

  /**
   * Adds a model.
   *
   * @param evaluation its figures on the test part, with the seed where a run has several
   * @param test its predictions for the test part
   * @param validation its predictions for the validation part
   * @param fold that it was trained on
   */
  void add(FoldEvaluation evaluation, Predictions test, Predictions validation, Fold fold) {
    ThresholdEvaluation compared = evaluator.evaluate(evaluation, validation, test);
    thresholds.add(compared);
    doubts.add(evaluation, compared, test);
    int trainedWith = fold.train().length + fold.validation().length;
    gains.add(
        new TestedFold(evaluation, test, (double) fold.test().length / trainedWith), compared);
    if (seen.add(evaluation.key())) {
      remarkOn(evaluation.key(), test, validation);
    }
  }

  private void remarkOn(ModelKey key, Predictions test, Predictions validation) {
    String fold = experiment.foldName(key.fold(), key.seed());
    List<String> untested = withoutPositives(test);
    if (!untested.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "Warning: the test part of %s has no document of %s; F1 there is 0 and counts in macro-F1, average"
                  + " precision and ROC-AUC leave it out.",
              fold,
              named(untested)));
    }
    List<String> untuned = withoutPositives(validation);
    if (!untuned.isEmpty()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "Warning: the validation part of %s has no document of %s; its threshold stays at %s.",
              fold,
              named(untuned),
              settings.threshold()));
    }
  }

  private static List<String> withoutPositives(Predictions predictions) {
    List<String> labels = new ArrayList<>();
    for (int label = 0; label < predictions.labels().size(); label++) {
      boolean occurs = false;
      for (boolean[] truth : predictions.truth()) {
        occurs |= truth[label];
      }
      if (!occurs) {
        labels.add(predictions.labels().name(label));
      }
    }
    return labels;
  }

  private static String named(List<String> labels) {
    return labels.size() <= NAMED
        ? String.join(", ", labels)
        : String.format(
            Locale.ROOT,
            "%s and %d more",
            String.join(", ", labels.subList(0, NAMED)),
            labels.size() - NAMED);
  }

  /** Which labels have no positives in a part of a fold, and what that does to figures. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Which trainings have learnt little. */
  List<String> doubts() {
    return doubts.sentences();
  }

  /** Tests and writes thresholds.json and significance.json. */
  void write(RunDirectory directory) throws IOException {
    RecordsJson.write(directory.thresholdsFile(), thresholds);
    RecordsJson.write(directory.significanceFile(), gains.results());
  }
}
