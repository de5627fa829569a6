package io.github.polystill.models.training;

import java.util.List;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * {@link WeightedCrossEntropy} with a weight for each label.
 *
 * @param classWeights W of each output
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record LabelWeightedCrossEntropy(List<Double> classWeights) implements Loss {
  public LabelWeightedCrossEntropy {
    classWeights = List.copyOf(classWeights);
  }

  @Override
  public String formula() {
    return "cross-entropy weighted by label";
  }

  @Override
  public List<Float> numbers() {
    return classWeights.stream().map(Double::floatValue).toList();
  }

  @Override
  public Operand<TFloat32> of(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    return WeightedCrossEntropy.PLAIN.of(
        tf, logits, targets, List.of(tf.stack(List.<Operand<TFloat32>>copyOf(fed))));
  }

  @Override
  public Operand<TFloat32> gradient(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> targets,
      List<? extends Operand<TFloat32>> fed) {
    return WeightedCrossEntropy.PLAIN.gradient(
        tf, logits, targets, List.of(tf.stack(List.<Operand<TFloat32>>copyOf(fed))));
  }
}
