package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.FoldKey;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.report.EvaluatedPredictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The results in a run directory, checked against each other: every figure of metrics.json must
 * follow from the predictions.
 *
 * @param models behind the results
 * @param results of the models, in the order of metrics.json
 */
public record RunContents(List<TrainedModel> models, List<EvaluatedPredictions> results) {
  /** Figures are written with all their digits; sums may come in another order. */
  private static final double TOLERANCE = 1e-9;

  /**
   * Reads results.
   *
   * @throws InvalidInputException naming the file that is missing, unreadable or does not fit
   */
  public static RunContents read(RunDirectory directory) throws IOException {
    List<TrainedModel> models = directory.models();
    requireFile(directory.foldsFile());
    long firstSeed = directory.experiment().seed();
    List<EvaluatedPredictions> results = new ArrayList<>();
    for (FoldEvaluation evaluation : MetricsJson.read(directory.metricsFile())) {
      TrainedModel model = modelOf(evaluation, models, firstSeed, directory);
      Path file = directory.predictionsFile(model);
      requireFile(file);
      Predictions predictions = PredictionsCsv.read(file);
      requireEqual(evaluation, predictions, file, directory.metricsFile());
      results.add(new EvaluatedPredictions(evaluation, predictions));
    }
    if (results.isEmpty()) {
      throw new InvalidInputException(
          directory.metricsFile()
              + ": holds no evaluation; start the run again with polystill run");
    }
    return new RunContents(models, results);
  }

  List<FoldEvaluation> evaluations() {
    return results.stream().map(EvaluatedPredictions::evaluation).toList();
  }

  private static void requireFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file
              + ": missing, so a part of the run was deleted; start it again with polystill run,"
              + " which writes it anew");
    }
  }

  private static TrainedModel modelOf(
      FoldEvaluation evaluation,
      List<TrainedModel> models,
      long firstSeed,
      RunDirectory directory) {
    long seed = evaluation.seed().orElse(firstSeed);
    return models.stream()
        .filter(model -> model.architecture().equals(evaluation.architecture()))
        .filter(model -> model.training() == evaluation.row())
        .filter(model -> model.fold() == evaluation.fold())
        .filter(model -> model.seed().orElse(firstSeed) == seed)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    String.format(
                        Locale.ROOT,
                        "%s: %s is not in %s; start the run again with polystill run, which writes"
                            + " both",
                        directory.metricsFile(),
                        name(evaluation),
                        directory.modelsFile().getFileName())));
  }

  private static String name(FoldEvaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "%s, %s, %s",
        evaluation.architecture(),
        evaluation.training(),
        FoldKey.of(evaluation));
  }

  private static void requireEqual(
      FoldEvaluation written, Predictions predictions, Path file, Path metrics) {
    List<LabelEvaluation> labels = written.evaluation().perLabel();
    List<String> names = labels.stream().map(LabelEvaluation::label).toList();
    if (!names.equals(predictions.labels().names()) || predictions.ids().isEmpty()) {
      throw differs(written, "the labels are others", file, metrics);
    }
    double[] thresholds = labels.stream().mapToDouble(LabelEvaluation::threshold).toArray();
    MultiLabelEvaluation computed = MultiLabelEvaluator.evaluate(predictions, thresholds);
    MultiLabelEvaluation read = written.evaluation();
    check("microF1", read.microF1(), computed.microF1(), written, file, metrics);
    check("macroF1", read.macroF1(), computed.macroF1(), written, file, metrics);
    check("weightedF1", read.weightedF1(), computed.weightedF1(), written, file, metrics);
    check(
        "subsetAccuracy", read.subsetAccuracy(), computed.subsetAccuracy(), written, file, metrics);
    check("loss", read.loss(), computed.loss(), written, file, metrics);
    for (int j = 0; j < labels.size(); j++) {
      LabelEvaluation one = labels.get(j);
      LabelEvaluation other = computed.perLabel().get(j);
      String label = "label \"" + one.label() + "\": ";
      check(label + "support", one.support(), other.support(), written, file, metrics);
      check(label + "precision", one.precision(), other.precision(), written, file, metrics);
      check(label + "recall", one.recall(), other.recall(), written, file, metrics);
      check(label + "f1", one.f1(), other.f1(), written, file, metrics);
    }
  }

  private static void check(
      String figure,
      double read,
      double computed,
      FoldEvaluation evaluation,
      Path file,
      Path metrics) {
    if (Math.abs(read - computed) > TOLERANCE) {
      throw differs(
          evaluation,
          String.format(Locale.ROOT, "%s is %s there and %s here", figure, computed, read),
          file,
          metrics);
    }
  }

  private static InvalidInputException differs(
      FoldEvaluation evaluation, String what, Path file, Path metrics) {
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: %s does not follow from %s: %s; one of them was edited; start the run again with"
                + " polystill run, which writes them",
            metrics,
            name(evaluation),
            file,
            what));
  }
}
