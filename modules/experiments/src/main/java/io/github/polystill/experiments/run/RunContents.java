package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.report.html.EvaluatedPredictions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The results in a run directory.
 *
 * @param models behind the results
 * @param results of the models, in the order of metrics.json
 */
public record RunContents(List<TrainedModel> models, List<EvaluatedPredictions> results) {

  /**
   * Reads results.
   *
   * @param seed of the first cross-validation, whose models do not name it
   * @throws InvalidInputException naming the file that is missing or unreadable
   */
  static RunContents read(RunDirectory directory, long seed) throws IOException {
    List<TrainedModel> models = directory.models();
    List<EvaluatedPredictions> results = new ArrayList<>();
    for (FoldEvaluation evaluation : directory.metrics()) {
      TrainedModel model = modelOf(evaluation, models, seed, directory);
      Predictions predictions = directory.predictions(model);
      results.add(new EvaluatedPredictions(evaluation, predictions));
    }
    return of(directory, models, results);
  }

  /** Results that have been read, which must be some. */
  static RunContents of(
      RunDirectory directory, List<TrainedModel> models, List<EvaluatedPredictions> results) {
    if (results.isEmpty()) {
      throw InvalidInputException.of(
          "%s: holds no evaluation; start the run again with polystill run",
          directory.metricsFile());
    }
    return new RunContents(models, results);
  }

  List<FoldEvaluation> evaluations() {
    return results.stream().map(EvaluatedPredictions::evaluation).toList();
  }

  /**
   * The model that an evaluation is of.
   *
   * @param first seed of the first cross-validation, whose models do not name it
   * @throws InvalidInputException where it is none of these
   */
  static TrainedModel modelOf(
      FoldEvaluation evaluation, List<TrainedModel> models, long first, RunDirectory directory) {
    return models.stream()
        .filter(model -> model.key().orSeed(first).equals(evaluation.key().orSeed(first)))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "%s: %s is not in %s; start the run again with polystill run, which writes"
                        + " them",
                    directory.metricsFile(),
                    evaluation.key(),
                    directory.modelsFile().getFileName()));
  }
}
