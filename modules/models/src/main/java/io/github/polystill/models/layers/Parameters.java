package io.github.polystill.models.layers;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * The parameters of the networks in one graph, by name. Asked twice for a name it gives the same
 * parameter, which is how the training pass and the prediction pass of a graph share their weights.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Parameters {
  private final Ops tf;
  private final WeightStorage storage;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private int functions;

  /** Parameters in float32, as training wants them. */
  public Parameters(Ops tf) {
    this(tf, WeightStorage.FLOAT32);
  }

  /** Parameters of a graph that only predicts, in some type. */
  public Parameters(Ops tf, WeightStorage storage) {
    this.tf = tf;
    this.storage = storage;
  }

  Parameter get(String name, Shape shape, Parameter.Role role, Initializer initializer) {
    Parameter known = byName.get(name);
    if (known == null) {
      Variable<? extends TFloating> variable = tf.withName(name).variable(shape, storage.type());
      known = new Parameter(name, shape, role, initializer, variable);
      byName.put(name, known);
    } else if (!known.shape().equals(shape) || known.role() != role) {
      throw new IllegalStateException("two different parameters named " + name);
    }
    return known;
  }

  /** A name for functions that is used once in the graph. */
  String functionName(String layer) {
    return layer.replace('.', '_') + "_" + functions++;
  }

  /**
   * The same, but with a variable of its own for each that is trained, to hold its running mean.
   */
  public Parameters averages() {
    Parameters averages = new Parameters(tf);
    averages.functions = functions; // names of functions are the graph's
    byName.forEach(
        (name, it) ->
            averages.byName.put(
                name,
                it.role().trained()
                    ? new Parameter(
                        name,
                        it.shape(),
                        it.role(),
                        it.initializer(),
                        tf.withName(name + ".average").variable(it.shape(), TFloat32.class))
                    : it));
    return averages;
  }

  /** All parameters in the order of their first use. */
  public Collection<Parameter> all() {
    return Collections.unmodifiableCollection(byName.values());
  }
}
