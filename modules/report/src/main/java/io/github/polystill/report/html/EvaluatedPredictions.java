package io.github.polystill.report.html;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Predictions;

/**
 * The test predictions of one model and what they were worth.
 *
 * @param evaluation its figures; its labels are those of the predictions, in their order
 * @param predictions of its test part
 */
public record EvaluatedPredictions(FoldEvaluation evaluation, Predictions predictions) {}
