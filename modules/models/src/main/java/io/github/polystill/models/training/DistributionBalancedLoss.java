package io.github.polystill.models.training;

import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;

/**
 * Distribution-balanced loss (Wu et al., ECCV 2020) with the focal weight and the numbers that
 * Huang et al. (EMNLP 2021) publish for Reuters-21578. Of N texts n_i have label i, x_i is a logit
 * and y_i the truth, 0 or 1:
 *
 * <ul>
 *   <li>rebalanced weight, which undoes that a text with a rare label is one of its frequent ones
 *       too: {@code w_i = 0.1 + sigmoid(10 (r_i - 0.9))} with {@code r_i = (1 / n_i) / sum_j (y_j /
 *       n_j)}, 1.1 for a text without labels;
 *   <li>negative-tolerant logits: {@code x_i + b_i} where y_i is 1, else {@code 2 (x_i + b_i)} and
 *       half the weight, {@code b_i = -0.05 log(N / n_i - 1)};
 *   <li>focal loss with gamma 2 and alpha 0.5 of these, whose wrong probability is u: {@code -0.5
 *       w_i u^2 log(1 - u)}.
 * </ul>
 *
 * <p>Mean over documents and outputs.
 *
 * @param documents N
 * @param positives n_i of each output; counts of none and of all as half a document more or less
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record DistributionBalancedLoss(int documents, List<Integer> positives) implements Loss {
  private static final float LEAST_WEIGHT = 0.1f;
  private static final float STEEPNESS = 10;
  private static final float CENTRE = 0.9f;
  private static final double BIAS = 0.05;
  private static final float NEGATIVES = 2;
  private static final float ALPHA = 0.5f;

  public DistributionBalancedLoss {
    positives = List.copyOf(positives);
  }

  @Override
  public String formula() {
    return "distribution-balanced loss";
  }

  /** 1 / n_i and b_i of each output. */
  @Override
  public List<Float> numbers() {
    return Stream.concat(
            positives.stream().map(n -> (float) (1 / inner(n))),
            positives.stream().map(n -> (float) (-BIAS * Math.log(documents / inner(n) - 1))))
        .toList();
  }

  private double inner(int count) {
    return Math.max(0.5, Math.min(documents - 0.5, count));
  }

  @Override
  public Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> wrong = wrong(tf, logits, targets, fed);
    Operand<TFloat32> focal =
        tf.math.mul(tf.math.square(tf.math.sigmoid(wrong)), tf.math.softplus(wrong));
    Operand<TFloat32> weights = tf.math.div(weights(tf, targets, fed), scale(tf, targets));
    return tf.math.mean(tf.math.mul(weights, focal), tf.array(0, 1));
  }

  /** With v the logit of u it is {@code w u^2 (u - 2 (1 - u) log(1 - u))} by v. */
  @Override
  public Operand<TFloat32> gradient(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> wrong = wrong(tf, logits, targets, fed);
    Operand<TFloat32> u = tf.math.sigmoid(wrong);
    Operand<TFloat32> right = tf.math.sigmoid(tf.math.neg(wrong));
    Operand<TFloat32> slope =
        tf.math.add(u, tf.math.mul(tf.constant(2f), tf.math.mul(right, tf.math.softplus(wrong))));
    Operand<TFloat32> ofWrong = tf.math.mul(tf.math.square(u), slope);
    Operand<TFloat32> weights = tf.math.mul(weights(tf, targets, fed), sign(tf, targets));
    return LogitError.share(tf, tf.math.mul(weights, ofWrong));
  }

  /** The logit of u. */
  private static Operand<TFloat32> wrong(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> biases =
        tf.stack(List.<Operand<TFloat32>>copyOf(fed.subList(fed.size() / 2, fed.size())));
    Operand<TFloat32> tolerant = tf.math.mul(scale(tf, targets), tf.math.add(logits, biases));
    return tf.math.mul(sign(tf, targets), tolerant);
  }

  /** -1 where the label is there, else 1. */
  private static Operand<TFloat32> sign(Ops tf, Operand<TFloat32> targets) {
    return tf.math.sub(tf.constant(1f), tf.math.mul(tf.constant(2f), targets));
  }

  private static Operand<TFloat32> scale(Ops tf, Operand<TFloat32> targets) {
    return tf.math.add(
        targets, tf.math.mul(tf.constant(NEGATIVES), tf.math.sub(tf.constant(1f), targets)));
  }

  /** 0.5 w_i, [B, outputs]. */
  private static Operand<TFloat32> weights(
      Ops tf, Operand<TFloat32> targets, List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> rarity =
        tf.stack(List.<Operand<TFloat32>>copyOf(fed.subList(0, fed.size() / 2)));
    Operand<TFloat32> ofText =
        tf.reduceSum(tf.math.mul(targets, rarity), tf.constant(1), ReduceSum.keepDims(true));
    Operand<TFloat32> r = tf.math.div(rarity, ofText); // infinite without labels
    Operand<TFloat32> smooth =
        tf.math.sigmoid(tf.math.mul(tf.constant(STEEPNESS), tf.math.sub(r, tf.constant(CENTRE))));
    return tf.math.mul(tf.constant(ALPHA), tf.math.add(smooth, tf.constant(LEAST_WEIGHT)));
  }
}
