package io.github.polystill.distillation.trial;

import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.ArchitectureType;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.UpdateRule;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How networks of one architecture are built and trained, whatever they learn.
 *
 * @param architecture kind of network and its sizes
 * @param optimisation batches, learning rate, epochs
 * @param monitor what early stopping watches
 * @param threshold a label is predicted there where its probability exceeds it
 * @param seed of the experiment, from which those of its trials follow
 * @param platform version of TensorFlow and kind of device, which decide the last digits
 * @param average decay of the running mean of the weights, which is looked at and kept in their
 *     place; empty for the weights themselves
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TrainingSettings(
    Architecture architecture,
    OptimisationSettings optimisation,
    ValidationFigure monitor,
    double threshold,
    long seed,
    String platform,
    Optional<Double> average) {
  private static final double THRESHOLD = 0.5;

  /** The paper's for a teacher's experts, on the CPU, with seed 1. */
  public static TrainingSettings ofExperts(Architecture architecture) {
    return of(architecture, ValidationFigure.F1);
  }

  /** The paper's for a student, on the CPU, with seed 1. */
  public static TrainingSettings ofStudent(Architecture architecture) {
    return of(architecture, ValidationFigure.MACRO_F1);
  }

  private static TrainingSettings of(Architecture architecture, ValidationFigure monitor) {
    OptimisationSettings optimisation =
        ArchitectureRegistry.STANDARD
            .find(architecture.name())
            .flatMap(ArchitectureType::batchSize)
            .map(OptimisationSettings.DEFAULTS::withBatchSize)
            .orElse(OptimisationSettings.DEFAULTS);
    return new TrainingSettings(
        architecture,
        optimisation,
        monitor,
        THRESHOLD,
        1,
        ComputeDevice.CPU.platform(),
        Optional.empty());
  }

  /** The part that a training graph is built for. */
  public UpdateRule updateRule() {
    return optimisation.updateRule().withAverage(average);
  }

  /** The same with other batches, learning rate or epochs. */
  public TrainingSettings with(OptimisationSettings other) {
    return new TrainingSettings(architecture, other, monitor, threshold, seed, platform, average);
  }

  /** The same with another seed. */
  public TrainingSettings withSeed(long other) {
    return new TrainingSettings(
        architecture, optimisation, monitor, threshold, other, platform, average);
  }
}
