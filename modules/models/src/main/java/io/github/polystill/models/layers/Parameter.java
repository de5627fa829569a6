package io.github.polystill.models.layers;

import java.util.SplittableRandom;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * A variable of a network.
 *
 * @param name unique within the network, the key of its values in weight files
 * @param shape its static shape
 * @param role what training does with it
 * @param initializer its first values; unused for embedding tables, which start as word vectors
 * @param variable the variable in the graph
 */
public record Parameter(
    String name, Shape shape, Role role, Initializer initializer, Variable<TFloat32> variable) {

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
