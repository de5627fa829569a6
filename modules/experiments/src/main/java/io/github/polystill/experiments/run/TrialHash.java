package io.github.polystill.experiments.run;

import io.github.polystill.data.ContentHash;
import io.github.polystill.distillation.Trial;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.preparation.PreparedFold;

/** Names a trial by everything that decides its result. */
final class TrialHash {
  /** Raised whenever the arithmetic of training changes, so that older trials are not reused. */
  private static final String ENGINE = "polystill-trial-3";

  private static final int LENGTH = 32;

  private TrialHash() {}

  /**
   * The hash in hex, shortened to 128 bits.
   *
   * @param tensorFlow version of TensorFlow
   * @param responses what a distilled student learns from; not read for others
   */
  static String of(Trial trial, PreparedFold fold, String tensorFlow, float[][] responses) {
    ContentHash hash = new ContentHash();
    hash.add(ENGINE).add(tensorFlow).add(fold.contentHash());
    hash.add(trial.type().key()).add(trial.architecture().name());
    hash.add(trial.architecture().toString()).add(trial.optimisation().toString());
    hash.add(trial.label().orElse(-1)).add(trial.classWeight());
    hash.add(trial.watch().figure().key()).add(trial.watch().threshold()).add(trial.seed());
    if (trial.type() == TrainingRow.DISTILLED) {
      for (int document : fold.data().fold().train()) {
        hash.add(responses[document]);
      }
    }
    return hash.hex().substring(0, LENGTH);
  }

  /** The hash of a trial that is stopped after some epochs. */
  static String ofRung(String trial, int epochs) {
    return new ContentHash().add(trial).add("rung").add(epochs).hex().substring(0, LENGTH);
  }

  /**
   * A trial's seed. Experts for one label share it whatever their class weight, so that they differ
   * in that alone.
   *
   * @param target name of an expert's label; empty for a student
   */
  static long seed(
      long experiment, int fold, String architecture, TrainingRow type, String target) {
    String hex =
        new ContentHash()
            .add(experiment)
            .add(fold)
            .add(architecture)
            .add(type.key())
            .add(target)
            .hex();
    return Long.parseUnsignedLong(hex.substring(0, 16), 16);
  }
}
