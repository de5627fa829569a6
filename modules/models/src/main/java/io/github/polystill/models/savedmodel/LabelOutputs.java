package io.github.polystill.models.savedmodel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/** Labels in words, so that a client needs no list of its own; a row for each text. */
final class LabelOutputs {
  /**
   * The predicted labels in the model's order, padded with "", [B, labels]; of a text without any
   * known word none.
   */
  static final String PREDICTED = "labels";

  /** The names of all labels, in the order of the probabilities, [B, labels]. */
  static final String NAMES = "label_names";

  /**
   * The threshold that the probability of each label has to exceed, [B, labels]: as float32 not
   * above the threshold itself, so that whoever compares decides as the graph does.
   */
  static final String THRESHOLDS = "thresholds";

  private LabelOutputs() {}

  /**
   * The outputs by name.
   *
   * @param probabilities [B, labels]
   * @param known 1 where a text has a word that the model knows, 0 elsewhere; [B, 1]
   * @param names of the labels, [labels]
   */
  static Map<String, Operand<?>> of(
      Ops tf,
      Operand<TFloat32> probabilities,
      Operand<TInt32> known,
      Operand<TString> names,
      List<Double> thresholds) {
    int count = thresholds.size();
    double[] limits = thresholds.stream().mapToDouble(Double::doubleValue).toArray();
    float[] shown = new float[count];
    int[] worth = new int[count];
    for (int i = 0; i < count; i++) {
      shown[i] = shown(limits[i]);
      worth[i] = count - i;
    }
    Operand<TInt32> predicted =
        tf.math.mul(
            known,
            tf.dtypes.cast(
                tf.math.greater(tf.dtypes.cast(probabilities, TFloat64.class), tf.constant(limits)),
                TInt32.class));
    // Sorted by worth, the predicted ones come first and in their order.
    Operand<TInt32> sorted =
        tf.nn
            .topK(tf.math.mul(predicted, tf.constant(worth)), tf.constant(count), TInt32.class)
            .values();
    Operand<TString> noneFirst = tf.concat(List.of(tf.array(""), names), tf.constant(0));
    Operand<TInt32> numbers =
        tf.math.mul(
            tf.math.sub(tf.constant(count + 1), sorted),
            tf.dtypes.cast(tf.math.greater(sorted, tf.constant(0)), TInt32.class));
    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
    Shape shape = Shape.of(-1, count);
    Operand<TInt32> size = tf.shape(probabilities);
    outputs.put(PREDICTED, tf.ensureShape(tf.gather(noneFirst, numbers, tf.constant(0)), shape));
    outputs.put(NAMES, tf.ensureShape(tf.broadcastTo(names, size), shape));
    outputs.put(THRESHOLDS, tf.ensureShape(tf.broadcastTo(tf.constant(shown), size), shape));
    return outputs;
  }

  /** The greatest float that is not above a threshold: the same floats are above both. */
  static float shown(double threshold) {
    float nearest = (float) threshold;
    return nearest > threshold ? Math.nextDown(nearest) : nearest;
  }
}
