package io.github.polystill.distillation;

import io.github.polystill.models.training.TrainingHistory;
import java.util.Map;

/**
 * What a trial leaves.
 *
 * @param history epochs and the best of them
 * @param probabilities of every document of the corpus under the best weights, [documents][outputs]
 * @param weights the best weights by parameter name
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrialResult(
    TrainingHistory history, float[][] probabilities, Map<String, float[]> weights) {}
