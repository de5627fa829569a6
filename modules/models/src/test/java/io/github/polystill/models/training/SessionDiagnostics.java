package io.github.polystill.models.training;

import io.github.polystill.models.FedRun;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.Parameter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.GraphOperation;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What tests look at inside a session. */
final class SessionDiagnostics {
  private SessionDiagnostics() {}

  /**
   * What the next step would hand to the optimiser: the gradient of the loss with respect to each
   * trained parameter by name, in row-major order, with zeros for the rows of an embedding table
   * that the batch does not read.
   */
  static Map<String, float[]> gradients(
      TrainingSession session, TokenBatch batch, float[][] targets, Loss loss) {
    TrainingGraph graph = session.graph();
    Map<String, float[]> byName = new LinkedHashMap<>();
    try (FedRun run = session.fed(batch, targets, loss)) {
      Session.Runner runner = run.runner();
      graph.gradients.dense().values().forEach(runner::fetch);
      for (RowGradient gradient : graph.gradients.rows().values()) {
        runner.fetch(gradient.rows()).fetch(gradient.values());
      }
      try (Result result = runner.run()) {
        int next = 0;
        for (Parameter parameter : graph.gradients.dense().keySet()) {
          byName.put(parameter.name(), values((TFloat32) result.get(next++)));
        }
        for (Parameter parameter : graph.gradients.rows().keySet()) {
          float[] all = new float[session.variables().sizeInUse(parameter)];
          TInt32 rows = (TInt32) result.get(next++);
          float[] flat = values((TFloat32) result.get(next++));
          int dimensions = graph.spec.table().dimensions();
          for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(flat, i * dimensions, all, rows.getInt(i) * dimensions, dimensions);
          }
          byName.put(parameter.name(), all);
        }
      }
    }
    return byName;
  }

  private static float[] values(TFloat32 tensor) {
    return SessionVariables.values(tensor, Math.toIntExact(tensor.size()));
  }

  /** Replaces the values of one parameter, given in row-major order. */
  static void assign(TrainingSession session, String name, float[] values) {
    Parameter named =
        session.graph().parameters.all().stream()
            .filter(it -> it.name().equals(name))
            .findFirst()
            .orElseThrow();
    session.variables().copyKept();
    session.variables().assign(Map.of(named, values));
  }

  /** The same of several. */
  static void assign(TrainingSession session, Map<String, float[]> values) {
    values.forEach((name, value) -> assign(session, name, value));
  }

  /** Number of nodes of the graph, those inside the functions of loops not counted. */
  static int nodes(TrainingSession session) {
    int count = 0;
    Iterator<GraphOperation> each = session.graph().graph.operations();
    for (; each.hasNext(); each.next()) {
      count++;
    }
    return count;
  }
}
