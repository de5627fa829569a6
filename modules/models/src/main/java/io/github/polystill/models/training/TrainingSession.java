package io.github.polystill.models.training;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Parameter;
import io.github.polystill.models.layers.Parameters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network with its loss, gradients and optimiser in one graph and one single-threaded session. It
 * is built once and reused for every trial of its shape: {@link #start} sets all weights anew, and
 * class weight, learning rate and dropout seed are fed. Not safe for use by several threads at
 * once.
 */
public final class TrainingSession implements AutoCloseable {
  private static final int DROPOUT_LAYERS_AT_MOST = 16;

  private final Graph graph;
  private final Session session;
  private final Parameters parameters;
  private final Placeholder<TInt32> tokens;
  private final Placeholder<TFloat32> targets;
  private final Placeholder<TFloat32> positiveWeight;
  private final Placeholder<TFloat32> stepSize;
  private final Placeholder<TInt32> dropoutSeed;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> logits;
  private final Gradients gradients;
  private final Adam adam;
  private final Map<Parameter, Placeholder<TFloat32>> feeds = new LinkedHashMap<>();
  private final Map<Parameter, Op> assignments = new LinkedHashMap<>();
  private final List<Op> resets = new ArrayList<>();
  private final List<Op> keep = new ArrayList<>();
  private final List<Op> restore = new ArrayList<>();
  private final int outputs;
  private int trialSeed;
  private int step;

  /**
   * Builds the graph and loads the word vectors.
   *
   * @param vectors rows as in {@code spec.table()}
   * @throws IllegalArgumentException where their number or size is another
   */
  public TrainingSession(NetworkSpec spec, EmbeddingMatrix vectors) {
    if (vectors.rows() != spec.table().words()
        || vectors.dimensions() != spec.table().dimensions()) {
      throw new IllegalArgumentException(
          vectors.rows() + " x " + vectors.dimensions() + " word vectors for " + spec.table());
    }
    this.graph = new Graph();
    this.outputs = spec.outputs();
    Ops tf = Ops.create(graph);
    tokens = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
    targets = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, outputs)));
    positiveWeight = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    stepSize = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    dropoutSeed = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(2)));
    parameters = new Parameters(tf);
    LayerScope training = LayerScope.training(tf, parameters, dropoutSeed);
    Operand<TFloat32> trainingLogits =
        spec.architecture().logits(training, tokens, spec.table(), outputs);
    loss = WeightedCrossEntropy.of(tf, trainingLogits, targets, positiveWeight);
    gradients = Differentiation.of(graph, loss, training);
    adam = new Adam(tf, stepSize, gradients);
    logits =
        spec.architecture()
            .logits(LayerScope.prediction(tf, parameters, ""), tokens, spec.table(), outputs);
    addAssignments(tf);
    session = new Session(graph, SessionOptions.singleThreaded());
    loadTables(vectors);
  }

  private void addAssignments(Ops tf) {
    resets.addAll(adam.resets());
    Variable<TFloat32> vectors = null;
    for (Parameter parameter : parameters.all()) {
      addFeed(tf, parameter);
      if (parameter.role() == Parameter.Role.FROZEN_TABLE) {
        vectors = parameter.variable();
      }
      if (parameter.role().trained()) {
        Variable<TFloat32> kept =
            tf.withName(parameter.name() + ".kept").variable(parameter.shape(), TFloat32.class);
        keep.add(tf.assign(kept, parameter.variable()));
        restore.add(tf.assign(parameter.variable(), kept));
      }
    }
    for (Parameter parameter : parameters.all()) {
      if (parameter.role() == Parameter.Role.FINE_TUNED_TABLE) {
        if (vectors == null) {
          vectors = tf.withName("embedding.initial").variable(parameter.shape(), TFloat32.class);
          Parameter initial =
              new Parameter(
                  "embedding.initial",
                  parameter.shape(),
                  Parameter.Role.FROZEN_TABLE,
                  parameter.initializer(),
                  vectors);
          addFeed(tf, initial);
        }
        resets.add(tf.assign(parameter.variable(), vectors));
      }
    }
  }

  private void addFeed(Ops tf, Parameter parameter) {
    Placeholder<TFloat32> feed =
        tf.placeholder(TFloat32.class, Placeholder.shape(parameter.shape()));
    feeds.put(parameter, feed);
    assignments.put(parameter, tf.assign(parameter.variable(), feed));
  }

  private void loadTables(EmbeddingMatrix vectors) {
    for (Parameter parameter : feeds.keySet()) {
      if (parameter.role() == Parameter.Role.FROZEN_TABLE) {
        assign(parameter, vectors.values());
      }
    }
  }

  /** Sets all weights to their first values for a seed and the optimiser to its first step. */
  public void start(long seed) {
    for (Parameter parameter : feeds.keySet()) {
      if (parameter.role() == Parameter.Role.DENSE) {
        assign(parameter, parameter.initialValues(seed));
      }
    }
    run(resets);
    trialSeed = Long.hashCode(seed);
    step = 0;
  }

  /**
   * One step of training.
   *
   * @param batchTargets [B][outputs]
   * @param classWeight weight of the positive class
   * @return the loss before the step
   */
  public float step(
      TokenBatch batch, float[][] batchTargets, double classWeight, double learningRate) {
    step++;
    try (TInt32 ids = batch.toTensor();
        TFloat32 wanted = matrix(batchTargets);
        TFloat32 weight = TFloat32.scalarOf((float) classWeight);
        TFloat32 rate = TFloat32.scalarOf(Adam.stepSize(learningRate, step));
        TInt32 seed = dropoutSeed(step);
        Result result =
            session
                .runner()
                .feed(tokens, ids)
                .feed(targets, wanted)
                .feed(positiveWeight, weight)
                .feed(stepSize, rate)
                .feed(dropoutSeed, seed)
                .addTarget(adam.update())
                .fetch(loss)
                .run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  private TInt32 dropoutSeed(int ofStep) {
    return TInt32.vectorOf(trialSeed, ofStep * DROPOUT_LAYERS_AT_MOST);
  }

  /** Logits without dropout, [B][outputs]. */
  public float[][] logits(TokenBatch batch) {
    try (TInt32 ids = batch.toTensor();
        Result result = session.runner().feed(tokens, ids).fetch(logits).run()) {
      return rows((TFloat32) result.get(0), outputs);
    }
  }

  /** Remembers the present weights, in place of what was remembered before. */
  public void keep() {
    run(keep);
  }

  /** Goes back to the weights of the last {@link #keep}. */
  public void restore() {
    run(restore);
  }

  /** Values of all trained parameters by name, each in row-major order. */
  public Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      if (parameter.role().trained()) {
        try (Result result = session.runner().fetch(parameter.variable()).run()) {
          weights.put(parameter.name(), values((TFloat32) result.get(0)));
        }
      }
    }
    return weights;
  }

  /** Replaces the values of one parameter, given in row-major order. */
  void assign(String name, float[] values) {
    assign(
        feeds.keySet().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow(),
        values);
  }

  /**
   * What the next {@link #step} would hand to the optimiser: the gradient of the loss with respect
   * to each trained parameter by name, in row-major order, with zeros for the rows of an embedding
   * table that the batch does not read.
   */
  Map<String, float[]> gradients(TokenBatch batch, float[][] batchTargets, double classWeight) {
    Map<String, float[]> byName = new LinkedHashMap<>();
    try (TInt32 ids = batch.toTensor();
        TFloat32 wanted = matrix(batchTargets);
        TFloat32 weight = TFloat32.scalarOf((float) classWeight);
        TInt32 seed = dropoutSeed(step + 1)) {
      Session.Runner runner =
          session
              .runner()
              .feed(tokens, ids)
              .feed(targets, wanted)
              .feed(positiveWeight, weight)
              .feed(dropoutSeed, seed);
      gradients.dense().values().forEach(runner::fetch);
      for (RowGradient gradient : gradients.rows().values()) {
        runner.fetch(gradient.rows()).fetch(gradient.values());
      }
      try (Result result = runner.run()) {
        int next = 0;
        for (Parameter parameter : gradients.dense().keySet()) {
          byName.put(parameter.name(), values((TFloat32) result.get(next++)));
        }
        for (Parameter table : gradients.rows().keySet()) {
          TInt32 rows = (TInt32) result.get(next++);
          byName.put(table.name(), scattered(table, rows, (TFloat32) result.get(next++)));
        }
      }
    }
    return byName;
  }

  private static float[] scattered(Parameter table, TInt32 rows, TFloat32 rowValues) {
    int dimensions = Math.toIntExact(table.shape().get(1));
    float[] all = new float[table.size()];
    float[] flat = values(rowValues);
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(flat, i * dimensions, all, rows.getInt(i) * dimensions, dimensions);
    }
    return all;
  }

  /** Number of nodes of the graph, those inside the functions of loops not counted. */
  int nodes() {
    int count = 0;
    for (Iterator<GraphOperation> each = graph.operations(); each.hasNext(); each.next()) {
      count++;
    }
    return count;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  private void assign(Parameter parameter, float[] values) {
    try (TFloat32 tensor = TFloat32.tensorOf(parameter.shape(), DataBuffers.of(values))) {
      session
          .runner()
          .feed(feeds.get(parameter), tensor)
          .addTarget(assignments.get(parameter))
          .run()
          .close();
    }
  }

  private void run(List<Op> operations) {
    Session.Runner runner = session.runner();
    operations.forEach(runner::addTarget);
    runner.run().close();
  }

  private static TFloat32 matrix(float[][] rows) {
    int columns = rows[0].length;
    float[] flat = new float[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return TFloat32.tensorOf(Shape.of(rows.length, columns), DataBuffers.of(flat));
  }

  private static float[] values(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  private static float[][] rows(TFloat32 tensor, int columns) {
    float[] flat = values(tensor);
    float[][] rows = new float[flat.length / columns][columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * columns, rows[i], 0, columns);
    }
    return rows;
  }
}
