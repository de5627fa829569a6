package io.github.polystill.distillation.trial;

import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.OptimisationSettings;
import java.util.Map;

/**
 * How networks of one architecture are built and trained, whatever they learn.
 *
 * @param architecture kind of network and its sizes
 * @param sizes the same by the keys of experiment files, for the names of trials
 * @param optimisation batches, learning rate, epochs
 * @param monitor what early stopping watches
 * @param threshold a label is predicted there where its probability exceeds it
 * @param seed of the experiment, from which those of its trials follow
 * @param platform version of TensorFlow and kind of device, which decide the last digits
 */
public record TrainingSettings(
    Architecture architecture,
    Map<String, Object> sizes,
    OptimisationSettings optimisation,
    ValidationFigure monitor,
    double threshold,
    long seed,
    String platform) {
  public TrainingSettings {
    sizes = Map.copyOf(sizes);
  }
}
