package io.github.polystill.models.savedmodel;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * How the experts of a served model answer as one: a label's logit is the weighted mean of theirs.
 *
 * @param linear experts that are no networks
 * @param shares of each network in the model's order, and behind them of each linear expert
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ExpertMean(List<LinearExperts> linear, List<Share> shares) {
  /**
   * What an expert adds to the mean.
   *
   * @param label number of its label
   * @param weight of its logit; those of a label add up to 1
   * @param shift of its logit, before it is weighted
   */
  public record Share(int label, double weight, double shift) {}

  public ExpertMean {
    linear = List.copyOf(linear);
    shares = List.copyOf(shares);
  }

  private int labels() {
    return 1 + shares.stream().mapToInt(Share::label).max().orElseThrow();
  }

  /**
   * The mean logits, summed in double precision as where a run sums them.
   *
   * @param each of the experts, [B, experts]
   * @return [B, labels]
   */
  Operand<TFloat32> logits(Ops tf, Operand<TFloat64> each) {
    double[][] weights = new double[shares.size()][labels()];
    for (int i = 0; i < weights.length; i++) {
      weights[i][shares.get(i).label()] = shares.get(i).weight();
    }
    double[] shifts = shares.stream().mapToDouble(Share::shift).toArray();
    Operand<TFloat64> shifted = tf.math.add(each, tf.constant(shifts));
    return tf.dtypes.cast(tf.linalg.matMul(shifted, tf.constant(weights)), TFloat32.class);
  }

  /**
   * The mean attention of each label's networks.
   *
   * @param each of the networks, [B, networks, n]
   * @return [B, labels, n]
   */
  Operand<TFloat32> attention(Ops tf, Operand<TFloat32> each, int networks) {
    int labels = labels();
    double[] sums = new double[labels];
    shares.subList(0, networks).forEach(it -> sums[it.label()] += it.weight());
    float[][] weights = new float[labels][networks];
    for (int i = 0; i < networks; i++) {
      int label = shares.get(i).label();
      weights[label][i] = (float) (shares.get(i).weight() / sums[label]);
    }
    return tf.ensureShape(
        tf.train.batchMatMul(tf.constant(weights), each, TFloat32.class), Shape.of(-1, labels, -1));
  }
}
