package io.github.polystill.models.layers;

import java.util.SplittableRandom;
import org.apiguardian.api.API;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * A variable of a network.
 *
 * @param name unique within the network, the key of its values in weight files
 * @param shape its static shape
 * @param role what training does with it
 * @param initializer its first values; unused for embedding tables, which start as word vectors
 * @param stored the variable in the graph
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record Parameter(
    String name,
    Shape shape,
    Role role,
    Initializer initializer,
    Variable<? extends TFloating> stored) {

  /** What training does with a parameter. */
  public enum Role {
    /** Changed as a whole in every step. */
    DENSE,
    /** An embedding table of which a step changes only the rows that its batch reads. */
    FINE_TUNED_TABLE,
    /** An embedding table that never changes. */
    FROZEN_TABLE;

    public boolean trained() {
      return this != FROZEN_TABLE;
    }

    public boolean table() {
      return this != DENSE;
    }
  }

  /**
   * The variable of a network that is trained.
   *
   * @throws IllegalStateException where the graph keeps it in another type
   */
  public Variable<TFloat32> variable() {
    if (!stored.type().equals(TFloat32.class)) {
      throw new IllegalStateException(name + " is kept as " + stored.type().getSimpleName());
    }
    return new Variable<>(stored.op());
  }

  /** The same parameter in a graph that has its variable by the same name. */
  public Parameter in(Graph graph) {
    return new Parameter(
        name,
        shape,
        role,
        initializer,
        new Variable<TFloating>(graph.operation(stored.op().name())));
  }

  /** The values to compute with. */
  Operand<TFloat32> value(Ops tf) {
    return stored.type().equals(TFloat32.class)
        ? tf.identity(variable())
        : tf.dtypes.cast(stored, TFloat32.class);
  }

  /** Some rows of a table. */
  Operand<TFloat32> rows(Ops tf, Operand<TInt32> ids, int axis) {
    if (stored.type().equals(TFloat32.class)) {
      return tf.gather(variable(), ids, tf.constant(axis));
    }
    return tf.dtypes.cast(tf.gather(stored, ids, tf.constant(axis)), TFloat32.class);
  }

  /** Gives the variable some values, rounded where it keeps fewer digits. */
  public Op assign(Ops tf, Operand<TFloat32> values) {
    return assign(tf, stored, values);
  }

  private static <T extends TFloating> Op assign(
      Ops tf, Variable<T> variable, Operand<TFloat32> values) {
    return tf.assign(variable, tf.dtypes.cast(values, variable.type()));
  }

  public int size() {
    return Math.toIntExact(shape.size());
  }

  /**
   * First values for a seed. They depend on the seed and the name alone, not on the other
   * parameters.
   */
  public float[] initialValues(long seed) {
    return initializer.values(size(), new SplittableRandom(seed * 31 + name.hashCode()));
  }
}
