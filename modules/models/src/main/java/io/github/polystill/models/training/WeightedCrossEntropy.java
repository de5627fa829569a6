package io.github.polystill.models.training;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Binary cross-entropy with a weight W on the positive class (METHOD.md, eq. 1; eq. 2 with W = 1):
 * {@code -mean[ W y log(z) + (1 - y) log(1 - z) ]} with {@code z = sigmoid(x)}, mean over documents
 * and outputs. Computed from logits as {@code W y softplus(-x) + (1 - y) softplus(x)}, which
 * overflows for no x.
 *
 * @param classWeight W
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record WeightedCrossEntropy(double classWeight) implements Loss {
  /** Eq. (2), without a weight. */
  public static final WeightedCrossEntropy PLAIN = new WeightedCrossEntropy(1);

  @Override
  public String formula() {
    return "weighted cross-entropy";
  }

  @Override
  public List<Float> numbers() {
    return List.of((float) classWeight);
  }

  @Override
  public Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> positive =
        tf.math.mul(tf.math.mul(targets, fed.get(0)), tf.math.softplus(tf.math.neg(logits)));
    Operand<TFloat32> negative =
        tf.math.mul(tf.math.sub(tf.constant(1f), targets), tf.math.softplus(logits));
    return tf.math.mean(tf.math.add(positive, negative), tf.array(0, 1));
  }

  /**
   * {@code ((1 - y) sigmoid(x) - W y sigmoid(-x)) / N}; automatic differentiation gives the same
   * with many more operations, most of them about shapes.
   */
  @Override
  public Operand<TFloat32> gradient(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    Operand<TFloat32> one = tf.constant(1f);
    Operand<TFloat32> share = tf.math.div(one, tf.dtypes.cast(tf.size(logits), TFloat32.class));
    Operand<TFloat32> positive =
        throughSoftplus(
            tf, tf.math.mul(share, tf.math.mul(targets, fed.get(0))), tf.math.neg(logits));
    Operand<TFloat32> negative =
        throughSoftplus(tf, tf.math.mul(share, tf.math.sub(one, targets)), logits);
    return tf.math.sub(negative, positive);
  }

  /** {@code gradient sigmoid(x)}, by an operation that the Java API has no method for. */
  private static Operand<TFloat32> throughSoftplus(
      Ops tf, Operand<TFloat32> gradient, Operand<TFloat32> x) {
    return tf.scope()
        .env()
        .opBuilder("SoftplusGrad", tf.scope().makeOpName("SoftplusGrad"), tf.scope())
        .addInput(gradient.asOutput())
        .addInput(x.asOutput())
        .build()
        .output(0);
  }
}
