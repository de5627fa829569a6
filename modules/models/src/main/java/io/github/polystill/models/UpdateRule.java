package io.github.polystill.models;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What the optimiser does beside plain Adam; it is part of a training graph.
 *
 * @param weightDecay decoupled weight decay: before a step w falls by {@code rate * weightDecay *
 *     w}, as in Keras' AdamW. Biases do not decay, and of an embedding table only the rows that the
 *     batch reads. 0 for none
 * @param clipNorm greatest norm of all gradients together, as in TensorFlow's {@code
 *     clip_by_global_norm}; empty for any
 * @param trainedVariables beginnings of the names of the variables that are trained, all others
 *     keep their first values; empty for all
 * @param average decay of the running mean of the weights that answers in their place; empty for
 *     the weights themselves
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record UpdateRule(
    double weightDecay,
    Optional<Double> clipNorm,
    List<String> trainedVariables,
    Optional<Double> average) {
  /** Plain Adam for all variables. */
  public static final UpdateRule PLAIN = new UpdateRule(0, Optional.empty(), List.of());

  public UpdateRule {
    trainedVariables = List.copyOf(trainedVariables);
  }

  /** A rule without a mean of the weights. */
  public UpdateRule(double weightDecay, Optional<Double> clipNorm, List<String> trainedVariables) {
    this(weightDecay, clipNorm, trainedVariables, Optional.empty());
  }

  /** The same with or without a mean of the weights. */
  public UpdateRule withAverage(Optional<Double> decay) {
    return new UpdateRule(weightDecay, clipNorm, trainedVariables, decay);
  }

  /** Whether a variable of this name is trained. */
  public boolean trains(String name) {
    return trainedVariables.isEmpty() || trainedVariables.stream().anyMatch(name::startsWith);
  }
}
