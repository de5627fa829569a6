package io.github.polystill.models.training;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Squared error of logits, with a share a of true labels: with logits v of the student and u of the
 * teacher and the truth y, {@code mean[ (1 - a) (u - v)^2 / 8 + a BCE(y, sigmoid(v)) ]} up to a
 * number that does not depend on v. The eighth makes it the limit of {@link SoftenedCrossEntropy}
 * for an infinite temperature (Hinton, Vinyals and Dean 2015, section 2.1). One number per output
 * says what is to be learnt: {@code (1 - a) (target - v)^2 / 8 + a softplus(v)} with {@code target
 * = u + 4 a y / (1 - a)}.
 *
 * @param trueLabels a, below 1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record LogitError(double trueLabels) implements Loss {
  private static final float CURVATURE = 0.25f;

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException where it is not from 0 to below 1
   */
  public LogitError {
    if (!(trueLabels >= 0 && trueLabels < 1)) {
      throw new IllegalArgumentException("share of true labels " + trueLabels);
    }
  }

  @Override
  public String formula() {
    return "logit error";
  }

  @Override
  public List<Float> numbers() {
    return List.of((float) trueLabels);
  }

  /** What an output is to learn of the teacher's logit and the truth, 0 or 1. */
  public float target(float logit, float truth) {
    return (float) (logit + trueLabels * truth / (CURVATURE * (1 - trueLabels)));
  }

  @Override
  public Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> error = tf.math.squaredDifference(logits, targets);
    Operand<TFloat32> soft =
        tf.math.mul(soft(tf, fed), tf.math.mul(tf.constant(CURVATURE / 2), error));
    Operand<TFloat32> hard = tf.math.mul(fed.get(0), tf.math.softplus(logits));
    return tf.math.mean(tf.math.add(soft, hard), tf.array(0, 1));
  }

  @Override
  public Operand<TFloat32> gradient(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> error = tf.math.sub(logits, targets);
    Operand<TFloat32> soft = tf.math.mul(soft(tf, fed), tf.math.mul(tf.constant(CURVATURE), error));
    return share(tf, tf.math.add(soft, tf.math.mul(fed.get(0), tf.math.sigmoid(logits))));
  }

  private static Operand<TFloat32> soft(Ops tf, List<? extends Operand<TFloat32>> fed) {
    return tf.math.sub(tf.constant(1f), fed.get(0));
  }

  /** The derivative of a mean over all outputs by each of them. */
  static Operand<TFloat32> share(Ops tf, Operand<TFloat32> each) {
    return tf.math.div(each, tf.dtypes.cast(tf.size(each), TFloat32.class));
  }
}
