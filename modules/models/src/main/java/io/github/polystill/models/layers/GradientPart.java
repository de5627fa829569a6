package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A piece of a network whose backward pass is written by hand: automatic differentiation stops at
 * its outputs, and it turns their gradients into those of the parameters it reads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface GradientPart {
  /** The tensors at which automatic differentiation hands over. */
  List<Operand<TFloat32>> outputs();

  /**
   * The backward pass.
   *
   * @param outputGradients gradient of the loss with respect to each of {@link #outputs()}
   */
  Gradients backward(List<Operand<TFloat32>> outputGradients);

  /**
   * Gradients of parameters.
   *
   * @param dense gradient of each dense parameter, of its shape
   * @param rows gradient of each embedding table
   * @param entry gradient of what the part's stage starts from ({@link LayerScope#enter}), if the
   *     part reads it
   */
  record Gradients(
      Map<Parameter, Operand<TFloat32>> dense,
      Map<Parameter, RowGradient> rows,
      Optional<Operand<TFloat32>> entry) {

    public Gradients(Map<Parameter, Operand<TFloat32>> dense, Map<Parameter, RowGradient> rows) {
      this(dense, rows, Optional.empty());
    }

    public Gradients {
      // Map.copyOf would give another order of operations, and so another graph, in each JVM.
      dense = Collections.unmodifiableMap(new LinkedHashMap<>(dense));
      rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /** The sums of the gradients of several parts. */
    public static Gradients sum(Ops tf, List<Gradients> parts) {
      Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
      Map<Parameter, RowGradient> rows = new LinkedHashMap<>();
      List<Operand<TFloat32>> entries = new ArrayList<>();
      for (Gradients part : parts) {
        part.dense().forEach((key, value) -> dense.merge(key, value, tf.math::add));
        part.rows().forEach((key, value) -> rows.merge(key, value, (a, b) -> a.plus(tf, b)));
        part.entry().ifPresent(entries::add);
      }
      return new Gradients(
          dense,
          rows,
          entries.size() < 2 ? entries.stream().findFirst() : Optional.of(tf.math.addN(entries)));
    }
  }

  /**
   * Gradient of some rows of a table; all others are zero.
   *
   * @param rows distinct row numbers, [U]
   * @param values gradient of each, [U, dimensions]
   */
  record RowGradient(Operand<TInt32> rows, Operand<TFloat32> values) {
    /** The sum for parts that read the same rows of a table. */
    private RowGradient plus(Ops tf, RowGradient other) {
      if (rows != other.rows) {
        throw new IllegalStateException("two parts read different rows of one embedding table");
      }
      return new RowGradient(rows, tf.math.add(values, other.values));
    }
  }
}
