package io.github.polystill.distillation.trial;

import io.github.polystill.data.ContentHash;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.OptimisationSettings;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Names a trial by everything that decides its result, each field by its name; what it depends on
 * is there by the names of those trials, so that a name is known before anything is trained.
 *
 * @param hex 128 bits
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TrialId(String hex) {
  /** Raised whenever the arithmetic of training changes, so that older trials are not reused. */
  private static final String ENGINE = "polystill-trial-4";

  private static final int LENGTH = 32;

  static TrialId of(TrialSpec spec, int epochs) {
    TrainingSettings settings = spec.settings();
    OptimisationSettings optimisation = settings.optimisation();
    Map<String, Object> fields = new TreeMap<>(spec.decisiveFields());
    fields.put("engine", ENGINE);
    fields.put("platform", settings.platform());
    fields.put("data", spec.data().contentHash());
    fields.put("training", spec.name().model().training().key());
    fields.put("architecture", settings.architecture().name());
    settings
        .architecture()
        .sizes()
        .forEach((key, value) -> fields.put("architecture." + key, value));
    fields.put("optimisation.batchSize", optimisation.batchSize());
    fields.put("optimisation.learningRate", optimisation.learningRate());
    fields.put("optimisation.epochs", optimisation.epochs());
    fields.put("optimisation.patience", optimisation.patience());
    fields.put("optimisation.weightDecay", optimisation.weightDecay());
    optimisation.clipNorm().ifPresent(norm -> fields.put("optimisation.clipNorm", norm));
    fields.put("optimisation.schedule", optimisation.schedule().name());
    fields.put("optimisation.warmUp", optimisation.warmUp());
    fields.put("optimisation.trainedVariables", String.join(",", optimisation.trainedVariables()));
    settings.average().ifPresent(decay -> fields.put("average", decay));
    fields.put("monitor", settings.monitor().key());
    fields.put("threshold", settings.threshold());
    fields.put("seed", spec.seed());
    TrialId whole = of(fields);
    return epochs == optimisation.epochs() ? whole : whole.stoppedAfter(epochs);
  }

  /** A name for anything else that follows from trials, such as the responses of a teacher. */
  public static TrialId of(Map<String, Object> fields) {
    ContentHash hash = new ContentHash();
    new TreeMap<>(fields).forEach((key, value) -> hash.add(key).add(value.toString()));
    return new TrialId(hash.hex().substring(0, LENGTH));
  }

  private TrialId stoppedAfter(int epochs) {
    return of(Map.of("trial", hex, "epochs", epochs));
  }

  /**
   * A trial's seed. Experts for one label share it whatever their class weight, so that they differ
   * in that alone.
   *
   * @param experiment the seed of the experiment
   * @param target name of an expert's label; empty for a student
   */
  public static long seed(
      long experiment, int fold, String architecture, TrainingRow training, String target) {
    String hex =
        new ContentHash()
            .add(experiment)
            .add(fold)
            .add(architecture)
            .add(training.key())
            .add(target)
            .hex();
    return Long.parseUnsignedLong(hex.substring(0, 16), 16);
  }

  @Override
  public String toString() {
    return hex;
  }
}
