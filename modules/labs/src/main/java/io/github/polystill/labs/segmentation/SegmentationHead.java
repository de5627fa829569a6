package io.github.polystill.labs.segmentation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * What a word begins at, by the states that an encoder has for a character and for some on either
 * side: one hidden layer, trained by Adam on the logistic loss.
 */
final class SegmentationHead implements AutoCloseable {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;

  /**
   * The states of a text, those of its first and last token among them, and which characters begin
   * a word.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Example(float[] states, boolean[] begins) {}

  private final int width;
  private final int window;
  private final int units;
  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Placeholder<TFloat32> inputs;
  private final Placeholder<TFloat32> truth;
  private final Placeholder<TFloat32> stepSize;

  /** Those of the hidden layer, [(2 window + 1) width, units] and [units], and of the one above. */
  private final List<Variable<TFloat32>> weights;

  private final Operand<TFloat32> logits;
  private final Op update;
  private int steps;

  SegmentationHead(int width, int window, int units, long seed) {
    this.width = width;
    this.window = window;
    this.units = units;
    int rows = (2 * window + 1) * width;
    Ops tf = Ops.create(graph);
    this.inputs = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, rows)));
    this.truth = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
    this.stepSize = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    this.weights =
        List.of(
            variable(tf, rows, units),
            variable(tf, units),
            variable(tf, units, 1),
            variable(tf, 1));
    Operand<TFloat32> active =
        tf.nn.relu(tf.math.add(tf.linalg.matMul(inputs, weights.get(0)), weights.get(1)));
    this.logits = tf.math.add(tf.linalg.matMul(active, weights.get(2)), weights.get(3));
    Operand<TFloat32> size = tf.dtypes.cast(tf.size(truth), TFloat32.class);
    Operand<TFloat32> error = tf.math.div(tf.math.sub(tf.math.sigmoid(logits), truth), size);
    Operand<TFloat32> through =
        tf.math.mul(
            tf.linalg.matMul(error, weights.get(2), MatMul.transposeB(true)), tf.math.sign(active));
    this.update =
        update(
            tf,
            List.of(
                tf.linalg.matMul(inputs, through, MatMul.transposeA(true)),
                tf.sum(through, tf.constant(0)),
                tf.linalg.matMul(active, error, MatMul.transposeA(true)),
                tf.sum(error, tf.constant(0))));
    SplittableRandom random = new SplittableRandom(seed);
    initialize(tf, weights.get(0), random, Math.sqrt(6.0 / rows), rows, units);
    initialize(tf, weights.get(1), random, 0, units);
    initialize(tf, weights.get(2), random, Math.sqrt(6.0 / units), units, 1);
    initialize(tf, weights.get(3), random, 0, 1);
  }

  private static Variable<TFloat32> variable(Ops tf, long... shape) {
    return tf.variable(Shape.of(shape), TFloat32.class);
  }

  /** Sets a variable to numbers between {@code -range} and {@code range}. */
  private void initialize(
      Ops tf, Variable<TFloat32> variable, SplittableRandom random, double range, long... shape) {
    float[] values = new float[Math.toIntExact(Shape.of(shape).size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * range);
    }
    Placeholder<TFloat32> given = tf.placeholder(TFloat32.class);
    try (TFloat32 tensor = TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values))) {
      session.runner().feed(given, tensor).addTarget(tf.assign(variable, given)).run();
    }
  }

  private Op update(Ops tf, List<Operand<TFloat32>> gradients) {
    // Variables change in place: none may change while a gradient still reads it.
    Ops after = tf.withControlDependencies(List.copyOf(gradients));
    Operand<TFloat32> none = tf.constant(0f);
    Op[] updates = new Op[gradients.size()];
    for (int i = 0; i < updates.length; i++) {
      Variable<TFloat32> each = weights.get(i);
      updates[i] =
          after.train.applyAdam(
              each,
              zeros(tf, each),
              zeros(tf, each),
              none,
              none,
              stepSize,
              tf.constant(BETA1),
              tf.constant(BETA2),
              tf.constant(1e-8f),
              gradients.get(i));
    }
    return tf.withControlDependencies(updates).noOp();
  }

  private Variable<TFloat32> zeros(Ops tf, Variable<TFloat32> like) {
    Variable<TFloat32> moments = tf.variable(like.shape(), TFloat32.class);
    session.run(tf.assign(moments, tf.zeros(tf.constant(like.shape()), TFloat32.class)));
    return moments;
  }

  /** Learns from all characters of some texts. */
  void step(List<Example> batch, double rate) {
    steps++;
    double scale = rate * Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
    try (TFloat32 states = states(batch);
        TFloat32 begins = truth(batch);
        TFloat32 size = TFloat32.scalarOf((float) scale)) {
      session
          .runner()
          .feed(inputs, states)
          .feed(truth, begins)
          .feed(stepSize, size)
          .addTarget(update)
          .run();
    }
  }

  /** Which characters of a text begin a word. */
  boolean[] begins(Example example) {
    boolean[] begins = new boolean[example.begins().length];
    try (TFloat32 states = states(List.of(example));
        Tensor result = session.runner().feed(inputs, states).fetch(logits).run().get(0)) {
      for (int i = 0; i < begins.length; i++) {
        begins[i] = ((TFloat32) result).getFloat(i, 0) > 0;
      }
    }
    return begins;
  }

  /** For each character those around it [(2 window + 1) width]; beyond the text's tokens 0. */
  private TFloat32 states(List<Example> batch) {
    int row = (2 * window + 1) * width;
    int rows = batch.stream().mapToInt(it -> it.begins().length).sum();
    float[] values = new float[rows * row];
    int at = 0;
    for (Example each : batch) {
      for (int character = 0; character < each.begins().length; character++) {
        int from = (character + 1 - window) * width;
        int begin = Math.max(from, 0);
        int end = Math.min(from + row, each.states().length);
        System.arraycopy(each.states(), begin, values, at + begin - from, end - begin);
        at += row;
      }
    }
    return TFloat32.tensorOf(Shape.of(rows, row), DataBuffers.of(values));
  }

  private static TFloat32 truth(List<Example> batch) {
    int rows = batch.stream().mapToInt(it -> it.begins().length).sum();
    float[] values = new float[rows];
    int at = 0;
    for (Example each : batch) {
      for (boolean begins : each.begins()) {
        values[at++] = begins ? 1 : 0;
      }
    }
    return TFloat32.tensorOf(Shape.of(rows, 1), DataBuffers.of(values));
  }

  private float[] values(Variable<TFloat32> variable) {
    try (Tensor result = session.runner().fetch(variable).run().get(0)) {
      float[] values = new float[Math.toIntExact(result.shape().size())];
      ((TFloat32) result).copyTo(DataBuffers.of(values));
      return values;
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /**
   * Appends it to a graph of an encoder.
   *
   * @param states name of its output [sequences, tokens, width]
   * @return the logits of B and I [sequences, tokens, 2]; that of I is 0
   */
  String append(OnnxGraph encoder, String states) {
    int kernel = 2 * window + 1;
    float[] hidden = values(weights.get(0));
    float[] convolution = new float[hidden.length];
    for (int unit = 0; unit < units; unit++) {
      for (int place = 0; place < kernel; place++) {
        for (int i = 0; i < width; i++) {
          convolution[(unit * width + i) * kernel + place] =
              hidden[(place * width + i) * units + unit];
        }
      }
    }
    // What stands in the place of padding is not 0.
    String mask =
        encoder.node(
            "Reshape",
            encoder.node("Cast", "attention_mask", OnnxGraph.number("to", 1)),
            encoder.wholeNumbers(0, 0, 1));
    String masked = encoder.node("Mul", states, mask);
    String sums =
        encoder.node(
            "Conv",
            encoder.node("Transpose", masked, OnnxGraph.numbers("perm", 0, 2, 1)),
            encoder.constant(convolution, units, width, kernel),
            encoder.constant(values(weights.get(1)), units),
            OnnxGraph.numbers("pads", window, window));
    float[] above = values(weights.get(2));
    float[] both = new float[2 * units];
    for (int unit = 0; unit < units; unit++) {
      both[2 * unit] = above[unit];
    }
    String active =
        encoder.node("Transpose", encoder.node("Relu", sums), OnnxGraph.numbers("perm", 0, 2, 1));
    return encoder.node(
        "Add",
        encoder.node("MatMul", active, encoder.constant(both, units, 2)),
        encoder.constant(Arrays.copyOf(values(weights.get(3)), 2), 2));
  }
}
