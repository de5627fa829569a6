package io.github.polystill.models.training;

import io.github.polystill.models.layers.GradientPart;
import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;

/** Gradients of a loss: automatic down to the hand-written parts, theirs from there. */
final class Differentiation {
  private Differentiation() {}

  static Gradients of(Graph graph, Operand<TFloat32> loss, LayerScope scope) {
    List<Output<?>> targets = new ArrayList<>();
    scope.reads().values().forEach(read -> targets.add(read.asOutput()));
    for (GradientPart part : scope.gradientParts()) {
      part.outputs().forEach(output -> targets.add(output.asOutput()));
    }
    Output<?>[] results = graph.addGradients(loss.asOutput(), targets.toArray(new Output<?>[0]));
    Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
    Map<Parameter, RowGradient> rows = new LinkedHashMap<>();
    int next = 0;
    for (Parameter parameter : scope.reads().keySet()) {
      dense.put(parameter, results[next++].expect(TFloat32.class));
    }
    for (GradientPart part : scope.gradientParts()) {
      List<Operand<TFloat32>> outputGradients = new ArrayList<>();
      for (int i = 0; i < part.outputs().size(); i++) {
        outputGradients.add(results[next++].expect(TFloat32.class));
      }
      Gradients gradients = part.backward(outputGradients);
      dense.putAll(gradients.dense());
      rows.putAll(gradients.rows());
    }
    return new Gradients(dense, rows);
  }
}
