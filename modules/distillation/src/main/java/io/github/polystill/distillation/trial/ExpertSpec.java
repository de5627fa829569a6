package io.github.polystill.distillation.trial;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.models.training.Loss;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A teacher's binary network for one label, trained by eq. (1) of METHOD.md.
 *
 * @param teacher that it may be a part of
 * @param label column of its label
 * @param classWeight W of eq. (1)
 * @param epochs passes at most, those made before included
 * @param before where to go on, of the same trial with fewer epochs
 * @param variant what tells it from others of the same class weight, such as another seed
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ExpertSpec(
    ModelKey teacher,
    TrainingData data,
    TrainingSettings settings,
    int label,
    double classWeight,
    int epochs,
    Optional<TrialResult> before,
    Optional<String> variant)
    implements TrialSpec {
  /** An expert that is trained to its end. */
  public ExpertSpec(
      ModelKey teacher,
      TrainingData data,
      TrainingSettings settings,
      int label,
      double classWeight) {
    this(
        teacher,
        data,
        settings,
        label,
        classWeight,
        settings.optimisation().epochs(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same as one of several. */
  public ExpertSpec withVariant(Optional<String> what) {
    return new ExpertSpec(teacher, data, settings, label, classWeight, epochs, before, what);
  }

  /** The same with another class weight. */
  public ExpertSpec withClassWeight(double other) {
    return new ExpertSpec(teacher, data, settings, label, other, epochs, before, variant);
  }

  /**
   * The same up to a number of epochs.
   *
   * @param from what it came to with fewer; empty to begin
   */
  public ExpertSpec upTo(int most, Optional<TrialResult> from) {
    return new ExpertSpec(teacher, data, settings, label, classWeight, most, from, variant);
  }

  /** The same to its end. */
  public ExpertSpec toItsEnd() {
    return upTo(settings.optimisation().epochs(), Optional.empty());
  }

  @Override
  public TrialName name() {
    return new TrialName(
        teacher,
        Optional.of(data.labels().name(label)),
        Optional.of(classWeight),
        data.heldOut(),
        variant);
  }

  @Override
  public Loss loss() {
    return new WeightedCrossEntropy(classWeight);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public boolean[][] truth() {
    boolean[][] all = data.corpus().targets();
    boolean[][] column = new boolean[all.length][1];
    for (int i = 0; i < column.length; i++) {
      column[i][0] = all[i][label];
    }
    return column;
  }

  @Override
  public float[][] targets() {
    return Targets.numbers(truth());
  }

  @Override
  public Map<String, Object> decisiveFields() {
    return Map.of("label", data.labels().name(label), "classWeight", classWeight);
  }
}
