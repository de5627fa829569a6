package io.github.polystill.models.training;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Distillation with a temperature T and a share a of true labels (Hinton, Vinyals and Dean 2015;
 * here a binary cross-entropy per output): with logits v of the student and u of the teacher and
 * the truth y, {@code mean[ (1 - a) T^2 BCE(sigmoid(u / T), sigmoid(v / T)) + a BCE(y, sigmoid(v))
 * ]}. Both cross-entropies are linear in what is to be learnt, so one number per output says it:
 * {@code (1 - a) T^2 softplus(v / T) + a softplus(v) - target v} with {@code target = (1 - a) T
 * sigmoid(u / T) + a y}. T = 1 is eq. (2) of METHOD.md against mixed labels.
 *
 * @param temperature T
 * @param trueLabels a
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SoftenedCrossEntropy(double temperature, double trueLabels) implements Loss {
  private static final double MAX_TEMPERATURE = 1000;

  /**
   * Checks the numbers; a greater temperature leaves floats no digits, and is {@link LogitError}.
   *
   * @throws IllegalArgumentException where the temperature is not above 0 and at most 1000, or the
   *     share not from 0 to 1
   */
  public SoftenedCrossEntropy {
    if (!(temperature > 0
        && temperature <= MAX_TEMPERATURE
        && trueLabels >= 0
        && trueLabels <= 1)) {
      throw new IllegalArgumentException(
          "temperature " + temperature + ", share of true labels " + trueLabels);
    }
  }

  @Override
  public String formula() {
    return "softened cross-entropy";
  }

  @Override
  public List<Float> numbers() {
    return List.of((float) temperature, (float) trueLabels);
  }

  /** What an output is to learn of the teacher's logit and the truth, 0 or 1. */
  public float target(float logit, float truth) {
    double soft = temperature / (1 + StrictMath.exp(-logit / temperature));
    return (float) ((1 - trueLabels) * soft + trueLabels * truth);
  }

  @Override
  public Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> soft =
        tf.math.mul(
            tf.math.mul(fed.get(0), fed.get(0)), tf.math.softplus(tf.math.div(logits, fed.get(0))));
    Operand<TFloat32> both = mixed(tf, soft, tf.math.softplus(logits), fed.get(1));
    return tf.math.mean(tf.math.sub(both, tf.math.mul(targets, logits)), tf.array(0, 1));
  }

  @Override
  public Operand<TFloat32> gradient(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> soft =
        tf.math.mul(fed.get(0), tf.math.sigmoid(tf.math.div(logits, fed.get(0))));
    Operand<TFloat32> both = mixed(tf, soft, tf.math.sigmoid(logits), fed.get(1));
    return LogitError.share(tf, tf.math.sub(both, targets));
  }

  private static Operand<TFloat32> mixed(
      Ops tf, Operand<TFloat32> soft, Operand<TFloat32> hard, Operand<TFloat32> share) {
    return tf.math.add(
        tf.math.mul(tf.math.sub(tf.constant(1f), share), soft), tf.math.mul(share, hard));
  }
}
