package io.github.polystill.models.training;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Asymmetric loss (Ridnik et al., ICCV 2021, eq. 5 to 7 with gamma+ 0): cross-entropy for labels
 * that a text has; for others {@code -q^g log(1 - q)} with {@code q = max(z - m, 0)}, so that the
 * many easy ones weigh little and those with a probability z below m nothing. Mean over documents
 * and outputs.
 *
 * @param focusing g, their gamma-
 * @param margin m
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record AsymmetricLoss(double focusing, double margin) implements Loss {
  /** With the numbers of the paper. */
  public static final AsymmetricLoss PUBLISHED = new AsymmetricLoss(4, 0.05);

  @Override
  public String formula() {
    return "asymmetric loss";
  }

  @Override
  public List<Float> numbers() {
    return List.of((float) focusing, (float) margin);
  }

  @Override
  public Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> positive = tf.math.softplus(tf.math.neg(logits));
    Operand<TFloat32> q = shifted(tf, tf.math.sigmoid(logits), fed);
    Operand<TFloat32> negative = tf.math.mul(tf.math.pow(q, fed.get(0)), surprise(tf, q));
    return tf.math.mean(mixed(tf, targets, positive, negative), tf.array(0, 1));
  }

  /**
   * {@code -(1 - z)} for labels that a text has; else by the chain rule {@code z (1 - z) q^(g - 1)
   * (q / (1 - q) - g log(1 - q))} where z exceeds m.
   */
  @Override
  public Operand<TFloat32> gradient(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> z = tf.math.sigmoid(logits);
    Operand<TFloat32> q = shifted(tf, z, fed);
    Operand<TFloat32> slope =
        tf.math.add(tf.math.div(q, tf.math.sub(one, q)), tf.math.mul(fed.get(0), surprise(tf, q)));
    Operand<TFloat32> ofQ = tf.math.mul(tf.math.pow(q, tf.math.sub(fed.get(0), one)), slope);
    Operand<TFloat32> rest = tf.math.sub(one, z);
    return LogitError.share(
        tf, mixed(tf, targets, tf.math.neg(rest), tf.math.mul(tf.math.mul(z, rest), ofQ)));
  }

  private static Operand<TFloat32> shifted(
      Ops tf, Operand<TFloat32> z, List<? extends Operand<TFloat32>> fed) {
    return tf.math.maximum(tf.math.sub(z, fed.get(1)), tf.constant(0f));
  }

  /** {@code -log(1 - q)}. */
  private static Operand<TFloat32> surprise(Ops tf, Operand<TFloat32> q) {
    return tf.math.neg(tf.math.log1p(tf.math.neg(q)));
  }

  private static Operand<TFloat32> mixed(
      Ops tf, Operand<TFloat32> targets, Operand<TFloat32> positive, Operand<TFloat32> negative) {
    return tf.math.add(
        tf.math.mul(targets, positive),
        tf.math.mul(tf.math.sub(tf.constant(1f), targets), negative));
  }
}
