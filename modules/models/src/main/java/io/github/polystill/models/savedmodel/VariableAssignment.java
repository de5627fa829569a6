package io.github.polystill.models.savedmodel;

import io.github.polystill.models.FedRun;
import io.github.polystill.models.layers.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Gives the variables of a graph their values. All operations are there before the first run, for a
 * session takes in all of a graph that has grown; and a run takes many variables, for it prepares
 * all of the graph however few it sets.
 */
final class VariableAssignment {
  /** A run has its fill of variables when their weights are more than this. */
  private static final long VALUES_PER_RUN = 1 << 22;

  private final Map<Parameter, Placeholder<TFloat32>> feeds = new LinkedHashMap<>();
  private final Map<Parameter, Op> assignments = new HashMap<>();

  /** Adds the operations to the graph. */
  VariableAssignment(Ops tf, Collection<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      Placeholder<TFloat32> feed =
          tf.placeholder(TFloat32.class, Placeholder.shape(parameter.shape()));
      feeds.put(parameter, feed);
      assignments.put(parameter, parameter.assign(tf, feed));
    }
  }

  /**
   * Sets all variables.
   *
   * @param values by the parameters' names; others are not read
   */
  void run(Session session, Map<String, float[]> values) {
    List<Parameter> together = new ArrayList<>();
    long size = 0;
    for (Parameter parameter : feeds.keySet()) {
      together.add(parameter);
      size += parameter.size();
      if (size > VALUES_PER_RUN) {
        runTogether(session, together, values);
        together.clear();
        size = 0;
      }
    }
    runTogether(session, together, values);
  }

  private void runTogether(Session session, List<Parameter> together, Map<String, float[]> values) {
    if (together.isEmpty()) {
      return;
    }
    try (FedRun run = new FedRun(session)) {
      for (Parameter parameter : together) {
        float[] value = values.get(parameter.name());
        if (value == null || value.length != parameter.size()) {
          throw new IllegalArgumentException(
              "weights of "
                  + parameter.name()
                  + " are missing or not of shape "
                  + parameter.shape());
        }
        run.feed(feeds.get(parameter), TFloat32.tensorOf(parameter.shape(), DataBuffers.of(value)));
        run.runner().addTarget(assignments.get(parameter));
      }
      run.runner().run().close();
    }
  }
}
