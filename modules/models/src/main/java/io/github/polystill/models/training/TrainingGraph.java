package io.github.polystill.models.training;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Parameter;
import io.github.polystill.models.layers.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A network with its loss, gradients and optimiser, and a second pass of it that predicts. */
final class TrainingGraph {
  final Graph graph = new Graph();
  final Ops tf;
  final NetworkSpec spec;
  final Loss formula;
  final Parameters parameters;

  // What is fed in a step, and tokens alone in a prediction.
  final Placeholder<TInt32> tokens;
  final Placeholder<TFloat32> targets;
  final List<Placeholder<TFloat32>> lossNumbers;
  final Placeholder<TFloat32> stepSize;
  final Placeholder<TFloat32> learningRate;
  final Optional<WeightAverage> average;
  final Placeholder<TInt32> dropoutSeed;

  final Operand<TFloat32> loss;
  final Gradients gradients;
  final Adam adam;

  /** The operation of a step. */
  final Op update;

  /** Of the pass that predicts. */
  final Operand<TFloat32> logits;

  /**
   * Builds the graph.
   *
   * @param singleThreadedLoops whether its loops run in one thread, as on the CPU
   * @throws InvalidInputException where the rule trains a variable that the network does not have
   */
  TrainingGraph(NetworkSpec spec, Loss formula, UpdateRule rule, boolean singleThreadedLoops) {
    this.spec = spec;
    this.formula = formula;
    tf = Ops.create(new SharedOperations(graph, singleThreadedLoops));
    tokens = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
    targets = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, spec.outputs())));
    lossNumbers = formula.numbers().stream().map(any -> scalar(tf)).toList();
    stepSize = scalar(tf);
    learningRate = scalar(tf);
    dropoutSeed = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(2)));
    parameters = new Parameters(tf);
    LayerScope scope = LayerScope.training(tf, parameters, dropoutSeed);
    Operand<TFloat32> trained = logits(scope);
    loss = formula.of(tf, trained, targets, lossNumbers);
    Operand<TFloat32> derivative = formula.gradient(tf, trained, targets, lossNumbers);
    gradients = Differentiation.of(graph, trained, derivative, scope);
    adam = new Adam(tf, stepSize, learningRate, ofTrained(rule), rule);
    average = rule.average().map(decay -> new WeightAverage(tf, decay, parameters, adam.update));
    update = average.map(it -> it.update).orElse(adam.update);
    Parameters answering = average.map(it -> it.parameters).orElse(parameters);
    logits = logits(LayerScope.prediction(tf, answering, ""));
  }

  private Operand<TFloat32> logits(LayerScope scope) {
    return spec.architecture().logits(scope, tokens, spec.table(), spec.outputs());
  }

  private static Placeholder<TFloat32> scalar(Ops tf) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  private Gradients ofTrained(UpdateRule rule) {
    Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>(gradients.dense());
    Map<Parameter, RowGradient> rows = new LinkedHashMap<>(gradients.rows());
    List<String> names =
        Stream.of(dense, rows).flatMap(m -> m.keySet().stream()).map(Parameter::name).toList();
    for (String beginning : rule.trainedVariables()) {
      if (names.stream().noneMatch(name -> name.startsWith(beginning))) {
        throw InvalidInputException.of(
            "optimisation.trainedVariables: no variable of %s begins with %s; it has %s",
            spec.architecture().name(), beginning, String.join(", ", names));
      }
    }
    dense.keySet().removeIf(parameter -> !rule.trains(parameter.name()));
    rows.keySet().removeIf(parameter -> !rule.trains(parameter.name()));
    return new Gradients(dense, rows);
  }
}
