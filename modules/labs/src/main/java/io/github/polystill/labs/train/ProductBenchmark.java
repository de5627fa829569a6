package io.github.polystill.labs.train;

import io.github.polystill.labs.Median;
import io.github.polystill.models.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;

/**
 * Matrix products of the sizes that networks have, in float32 and in bfloat16 with float32 on
 * either side, in a session of one thread.
 */
public final class ProductBenchmark {
  /** Operations of a run, some hundredths of a second. */
  private static final double OPERATIONS_OF_A_RUN = 1e9;

  private ProductBenchmark() {}

  /** How a product gets its factors. */
  private enum Form {
    FLOAT32,
    /** Both factors are cast, and the result is cast back. */
    CAST,
    /** The second factor, the weights, is cast once for all products. */
    WEIGHTS_KEPT,
    /** Nothing is cast: the most that there can be. */
    BFLOAT16
  }

  /**
   * A product, [rows, inner] by [inner, columns].
   *
   * @param what stands where in a network
   * @param transposed whether the first factor is stored as [inner, rows]
   */
  public record Product(String what, int rows, int inner, int columns, boolean transposed) {
    /** Floating-point operations. */
    public double operations() {
      return Arithmetic.product(rows, inner, columns);
    }
  }

  /**
   * Times of a product in microseconds, and how many times as fast as float32 the others are.
   *
   * @param cast both factors cast, and the result back
   * @param weightsKept the second factor cast once
   * @param bfloat16 nothing cast
   */
  public record Row(
      Product product,
      double float32,
      double cast,
      double castRatio,
      double weightsKept,
      double weightsKeptRatio,
      double bfloat16,
      double bfloat16Ratio) {}

  /** The products of a training step with 32 texts of 300 words. */
  public static List<Product> products() {
    return List.of(
        new Product("GRU-Att of cmdd.yaml, input projection", 9600, 100, 96, false),
        new Product("GRU-Att of cmdd.yaml, a step", 32, 32, 96, false),
        new Product("GRU-Att of the paper, input projection", 9600, 300, 384, false),
        new Product("GRU-Att of the paper, a step", 32, 128, 384, false),
        new Product("GRU-Att of the paper, gradient of the kernel", 300, 9600, 384, true),
        new Product("TextCNN of the paper, width 4", 9600, 1200, 100, false),
        new Product("TextCNN of the paper, gradient of width 4", 1200, 9600, 100, true),
        new Product("square", 1024, 1024, 1024, false));
  }

  /** Measures all forms of a product in turn. */
  public static Row measure(Product product, int repeats) {
    List<Timed> forms = new ArrayList<>();
    try {
      for (Form form : Form.values()) {
        forms.add(new Timed(product, form));
      }
      List<List<Double>> times = new ArrayList<>();
      forms.forEach(form -> times.add(new ArrayList<>()));
      for (int repeat = 0; repeat < repeats; repeat++) {
        for (int form = 0; form < forms.size(); form++) {
          times.get(form).add(forms.get(form).micros());
        }
      }
      double[] medians = times.stream().mapToDouble(Median::of).toArray();
      return new Row(
          product,
          medians[0],
          medians[1],
          medians[0] / medians[1],
          medians[2],
          medians[0] / medians[2],
          medians[3],
          medians[0] / medians[3]);
    } finally {
      forms.forEach(Timed::close);
    }
  }

  /** A graph with so many of a product that a run takes some time. */
  private static final class Timed implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Session session;
    private final Op all;
    private final int count;

    Timed(Product product, Form form) {
      Ops tf = Ops.create(graph);
      List<Op> assignments = new ArrayList<>();
      int[] first =
          product.transposed()
              ? new int[] {product.inner(), product.rows()}
              : new int[] {product.rows(), product.inner()};
      Operand<TFloat32> a = matrix(tf, first, assignments);
      Operand<TFloat32> b = matrix(tf, new int[] {product.inner(), product.columns()}, assignments);
      this.count = (int) Math.max(1, Math.ceil(OPERATIONS_OF_A_RUN / product.operations()));
      Operand<TBfloat16> input = tf.dtypes.cast(a, TBfloat16.class);
      Operand<TBfloat16> weights = tf.dtypes.cast(b, TBfloat16.class);
      MatMul.Options transposed = MatMul.transposeA(product.transposed());
      Op last = tf.noOp();
      for (int i = 0; i < count; i++) {
        // One after another, or TensorFlow would compute what is the same once.
        Ops next = tf.withControlDependencies(List.of(last));
        last =
            switch (form) {
              case FLOAT32 -> next.linalg.matMul(a, b, transposed);
              case CAST ->
                  next.dtypes.cast(
                      next.linalg.matMul(
                          next.dtypes.cast(a, TBfloat16.class),
                          next.dtypes.cast(b, TBfloat16.class),
                          transposed),
                      TFloat32.class);
              case WEIGHTS_KEPT ->
                  next.dtypes.cast(
                      next.linalg.matMul(next.dtypes.cast(a, TBfloat16.class), weights, transposed),
                      TFloat32.class);
              case BFLOAT16 -> next.linalg.matMul(input, weights, transposed);
            };
      }
      this.all = last;
      this.session = new Session(graph, SessionOptions.singleThreaded());
      Session.Runner initialise = session.runner();
      assignments.forEach(initialise::addTarget);
      initialise.run().close();
      micros(); // warm
    }

    private static Variable<TFloat32> matrix(Ops tf, int[] shape, List<Op> assignments) {
      Variable<TFloat32> matrix = tf.variable(Shape.of(shape[0], shape[1]), TFloat32.class);
      assignments.add(
          tf.assign(matrix, tf.random.randomUniform(tf.constant(shape), TFloat32.class)));
      return matrix;
    }

    double micros() {
      long start = System.nanoTime();
      session.runner().addTarget(all).run().close();
      return (System.nanoTime() - start) * 1e-3 / count;
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }
}
