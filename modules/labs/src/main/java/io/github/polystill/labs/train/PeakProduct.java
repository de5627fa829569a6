package io.github.polystill.labs.train;

import io.github.polystill.models.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * The best matrix product of this machine: square ones of several sizes by TensorFlow, in as many
 * single-threaded sessions at once as training uses.
 */
final class PeakProduct {
  private static final int[] SIZES = {512, 1024, 2048};
  private static final double SECONDS_PER_SIZE = 0.4;

  private PeakProduct() {}

  /** Operations per second of all sessions together, each at the size that it is best at. */
  static double measure(int sessions) throws Exception {
    CyclicBarrier together = new CyclicBarrier(sessions);
    List<Double> best =
        Workers.run(
            sessions,
            worker -> {
              double highest = 0;
              for (int size : SIZES) {
                highest = Math.max(highest, measure(size, together));
              }
              return highest;
            });
    return best.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double measure(int size, CyclicBarrier together)
      throws InterruptedException, BrokenBarrierException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Op> assignments = new ArrayList<>();
      Variable<TFloat32> a = matrix(tf, size, assignments);
      Variable<TFloat32> b = matrix(tf, size, assignments);
      Operand<TFloat32> product = tf.linalg.matMul(a, b);
      try (Session session = new Session(graph, SessionOptions.singleThreaded())) {
        Session.Runner initialise = session.runner();
        assignments.forEach(initialise::addTarget);
        initialise.run().close();
        session.runner().addTarget(product).run().close();
        together.await();
        return Arithmetic.product(size, size, size) / fastest(session, product);
      }
    }
  }

  private static Variable<TFloat32> matrix(Ops tf, int size, List<Op> assignments) {
    Variable<TFloat32> matrix = tf.variable(Shape.of(size, size), TFloat32.class);
    assignments.add(
        tf.assign(matrix, tf.random.randomUniform(tf.array(size, size), TFloat32.class)));
    return matrix;
  }

  private static double fastest(Session session, Operand<TFloat32> product) {
    double fastest = Double.POSITIVE_INFINITY;
    double sum = 0;
    while (sum < SECONDS_PER_SIZE) {
      long start = System.nanoTime();
      session.runner().addTarget(product).run().close();
      double seconds = (System.nanoTime() - start) * 1e-9;
      fastest = Math.min(fastest, seconds);
      sum += seconds;
    }
    return fastest;
  }
}
