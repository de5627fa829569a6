package io.github.polystill.models.training;

import io.github.polystill.models.layers.GradientPart;
import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.LayerScope.Stage;
import io.github.polystill.models.layers.Parameter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Gradients of a loss whose own derivative is given. Stage by stage from the logits on, automatic
 * differentiation gives those of what it can see and of the outputs of the stage's hand-written
 * parts; these turn them into those of their parameters and of the entry, which is where the stage
 * before goes on.
 */
final class Differentiation {
  private final Graph graph;
  private final Ops tf;
  private final Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
  private final Map<Parameter, RowGradient> rows = new LinkedHashMap<>();

  private Differentiation(Graph graph, Ops tf) {
    this.graph = graph;
    this.tf = tf;
  }

  /**
   * Adds the gradients.
   *
   * @param lossGradient gradient of the loss with respect to the logits
   */
  static Gradients of(
      Graph graph, Operand<TFloat32> logits, Operand<TFloat32> lossGradient, LayerScope scope) {
    Differentiation differentiation = new Differentiation(graph, scope.tf());
    List<Stage> stages = scope.stages();
    Operand<TFloat32> end = logits;
    Operand<TFloat32> gradient = lossGradient;
    for (int i = stages.size() - 1; i >= 0; i--) {
      gradient = differentiation.goThrough(stages.get(i), i, end, gradient);
      end = stages.get(i).entry().orElse(null);
    }
    return new Gradients(differentiation.dense, differentiation.rows);
  }

  /**
   * Differentiates one stage.
   *
   * @param gradient that of the stage's end
   * @return gradient of its entry, or null where it has none
   */
  private Operand<TFloat32> goThrough(
      Stage stage, int number, Operand<TFloat32> end, Operand<TFloat32> gradient) {
    List<Output<?>> targets = new ArrayList<>();
    stage.reads().values().forEach(it -> it.ifPresent(read -> targets.add(read.asOutput())));
    for (GradientPart part : stage.parts()) {
      part.outputs().forEach(output -> targets.add(output.asOutput()));
    }
    Output<?>[] results =
        graph.addGradients(
            "gradients" + number,
            new Output<?>[] {end.asOutput()},
            targets.toArray(new Output<?>[0]),
            new Output<?>[] {gradient.asOutput()});
    Iterator<Output<?>> next = List.of(results).iterator();
    Map<Parameter, Operand<TFloat32>> read = new LinkedHashMap<>();
    stage
        .reads()
        .forEach((parameter, it) -> it.ifPresent(x -> read.put(parameter, gradient(next))));
    List<Gradients> parts = new ArrayList<>();
    for (GradientPart part : stage.parts()) {
      List<Operand<TFloat32>> outputGradients = new ArrayList<>();
      part.outputs().forEach(output -> outputGradients.add(gradient(next)));
      parts.add(part.backward(outputGradients));
    }
    Gradients ofParts = Gradients.sum(tf, parts);
    // The order is that of the sum of squares in clipping.
    for (Parameter parameter : stage.reads().keySet()) {
      Operand<TFloat32> known = read.get(parameter);
      add(parameter, known == null ? ofParts.dense().get(parameter) : known);
    }
    ofParts.dense().entrySet().stream()
        .filter(entry -> !stage.reads().containsKey(entry.getKey()))
        .forEachOrdered(entry -> add(entry.getKey(), entry.getValue()));
    rows.putAll(ofParts.rows());
    return ofParts.entry().orElse(null);
  }

  private static Operand<TFloat32> gradient(Iterator<Output<?>> results) {
    return results.next().expect(TFloat32.class);
  }

  private void add(Parameter parameter, Operand<TFloat32> gradient) {
    dense.merge(parameter, gradient, tf.math::add);
  }
}
