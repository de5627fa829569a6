package io.github.polystill.experiments.export;

import io.github.polystill.evaluation.Predictions;
import io.github.polystill.models.layers.WeightStorage;
import java.util.List;
import java.util.Locale;

/** The largest difference between probabilities of an exported model and those in training. */
final class LargestDifference {
  private final Predictions expected;
  private double value;
  private String where = "";

  /**
   * No difference yet.
   *
   * @param expected what the network in training said
   */
  LargestDifference(Predictions expected) {
    this.expected = expected;
  }

  /**
   * Compares documents.
   *
   * @param asked how the exported model was asked about them, for the message
   * @param documents their numbers
   * @param actual [documents][labels]
   */
  void add(String asked, List<Integer> documents, float[][] actual) {
    for (int i = 0; i < actual.length; i++) {
      int document = documents.get(i);
      float[] ofTraining = expected.probabilities()[document];
      for (int label = 0; label < actual[i].length; label++) {
        double difference = Math.abs(actual[i][label] - ofTraining[label]);
        // NaN counts as the largest, and stays.
        if (difference > value || (Double.isNaN(difference) && !Double.isNaN(value))) {
          value = difference;
          where =
              String.format(
                  Locale.ROOT,
                  "document %s%s, label %s is %s, but was %s in training",
                  expected.ids().get(document),
                  asked,
                  expected.labels().name(label),
                  actual[i][label],
                  ofTraining[label]);
        }
      }
    }
  }

  /** NaN where the exported model gives that. */
  double value() {
    return value;
  }

  /** A line that says what is wrong and what helps. */
  String describe(WeightStorage storage, double tolerance) {
    String differs =
        String.format(Locale.ROOT, "%s (tolerance %s); nothing was written", where, tolerance);
    if (!storage.isHalf()) {
      return "the exported model differs: " + differs;
    }
    WeightStorage other =
        storage == WeightStorage.FLOAT16 ? WeightStorage.BFLOAT16 : WeightStorage.FLOAT16;
    return storage.key()
        + " changes the model too much: "
        + differs
        + "; export without --half, or try --half "
        + other.key();
  }
}
