package io.github.polystill.models.training;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Parameter;
import io.github.polystill.models.layers.Parameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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
 * is built once and reused for every trial of its shape: {@link #load} exchanges the word vectors,
 * {@link #start} sets all weights anew, and the numbers of the loss, learning rate and dropout seed
 * are fed. Not safe for use by several threads at once.
 */
public final class TrainingSession implements AutoCloseable {
  private record StateFeed(Placeholder<TFloat32> values, Op assignment) {}

  private final Graph graph;
  private final Ops tf;
  private final Session session;
  private final Parameters parameters;
  private final Placeholder<TInt32> tokens;
  private final Placeholder<TFloat32> targets;
  private final Loss formula;
  private final List<Placeholder<TFloat32>> lossNumbers = new ArrayList<>();
  private final Placeholder<TFloat32> stepSize;
  private final Placeholder<TFloat32> learningRate;
  private final Placeholder<TInt32> dropoutSeed;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> logits;
  private final Gradients gradients;
  private final Adam adam;
  private final Map<Parameter, Operand<TFloat32>> feeds = new LinkedHashMap<>();
  private final Map<Parameter, Op> assignments = new LinkedHashMap<>();
  private final List<Op> resets = new ArrayList<>();
  private final Map<String, Variable<TFloat32>> stateVariables = new LinkedHashMap<>();
  private final Set<String> ofTables = new HashSet<>();
  private final Map<String, StateFeed> stateFeeds = new LinkedHashMap<>();
  private final List<Op> keep = new ArrayList<>();
  private final List<Op> restore = new ArrayList<>();
  private final int outputs;
  private final EmbeddingTableShape table;
  private int words;
  private int trialSeed;
  private int step;
  private boolean presentIsKept;

  /** A session for cross-entropy that trains all variables by plain Adam on the CPU. */
  public TrainingSession(NetworkSpec spec, EmbeddingMatrix vectors) {
    this(spec, WeightedCrossEntropy.PLAIN, UpdateRule.PLAIN, vectors, ComputeDevice.CPU);
  }

  /**
   * Builds the graph and loads the word vectors.
   *
   * @param spec its table may have more rows than there are word vectors; they cost memory alone
   * @param loss its formula is that of all trainings
   * @param rule what the optimiser does
   * @param vectors the first, see {@link #load}
   * @param device where it runs
   * @throws IllegalArgumentException where they don't fit into the table
   * @throws IllegalStateException where the default locale has digits of its own
   * @throws InvalidInputException where the rule trains a variable that the network does not have
   */
  public TrainingSession(
      NetworkSpec spec, Loss loss, UpdateRule rule, EmbeddingMatrix vectors, ComputeDevice device) {
    requireFit(vectors, spec.table());
    SessionOptions.requireAsciiDigits();
    this.table = spec.table();
    this.graph = new Graph();
    this.outputs = spec.outputs();
    tf = Ops.create(new SharedOperations(graph, !device.isGpu()));
    tokens = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, -1)));
    targets = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, outputs)));
    formula = loss;
    loss.numbers()
        .forEach(
            any ->
                lossNumbers.add(tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()))));
    stepSize = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    dropoutSeed = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(2)));
    parameters = new Parameters(tf);
    LayerScope training = LayerScope.training(tf, parameters, dropoutSeed);
    Operand<TFloat32> trainingLogits =
        spec.architecture().logits(training, tokens, spec.table(), outputs);
    this.loss = loss.of(tf, trainingLogits, targets, lossNumbers);
    gradients =
        Differentiation.of(
            graph,
            trainingLogits,
            loss.gradient(tf, trainingLogits, targets, lossNumbers),
            training);
    Gradients trained = trained(spec.architecture().name(), rule);
    adam = new Adam(tf, stepSize, learningRate, trained, rule);
    logits =
        spec.architecture()
            .logits(LayerScope.prediction(tf, parameters, ""), tokens, spec.table(), outputs);
    addAssignments();
    session = new Session(graph, device.sessionConfig());
    // One after the other, so that their zeros are not in the memory all at once.
    adam.initializers().forEach(operation -> run(List.of(operation)));
    load(vectors);
  }

  private static void requireFit(EmbeddingMatrix vectors, EmbeddingTableShape table) {
    if (vectors.rows() > table.words() || vectors.dimensions() != table.dimensions()) {
      throw new IllegalArgumentException(
          vectors.rows() + " x " + vectors.dimensions() + " word vectors for " + table);
    }
  }

  private Gradients trained(String architecture, UpdateRule rule) {
    Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>(gradients.dense());
    Map<Parameter, RowGradient> rows = new LinkedHashMap<>(gradients.rows());
    List<String> names =
        Stream.of(dense, rows).flatMap(m -> m.keySet().stream()).map(Parameter::name).toList();
    for (String beginning : rule.trainedVariables()) {
      if (names.stream().noneMatch(name -> name.startsWith(beginning))) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "optimisation.trainedVariables: no variable of %s begins with %s; it has %s",
                architecture,
                beginning,
                String.join(", ", names)));
      }
    }
    dense.keySet().removeIf(parameter -> !rule.trains(parameter.name()));
    rows.keySet().removeIf(parameter -> !rule.trains(parameter.name()));
    return new Gradients(dense, rows);
  }

  private void addAssignments() {
    resets.addAll(adam.resets());
    stateVariables.putAll(adam.moments());
    Variable<TFloat32> vectors = null;
    for (Parameter parameter : parameters.all()) {
      if (parameter.role().table()) {
        addTableFeed(parameter);
      }
      if (parameter.role() == Parameter.Role.FROZEN_TABLE) {
        vectors = parameter.variable();
      }
      if (parameter.role().trained()) {
        Variable<TFloat32> kept =
            tf.withName(parameter.name() + ".kept").variable(parameter.shape(), TFloat32.class);
        stateVariables.put(parameter.name(), parameter.variable());
        stateVariables.put(parameter.name() + ".kept", kept);
        if (parameter.role().table()) {
          Stream.of("", ".kept", ".adam_m", ".adam_v")
              .forEach(suffix -> ofTables.add(parameter.name() + suffix));
        }
        Op restored = tf.assign(parameter.variable(), kept);
        keep.add(tf.assign(kept, parameter.variable()));
        restore.add(restored);
        if (!parameter.role().table()) {
          // New values are fed in place of the kept ones, which stay as they are.
          feeds.put(parameter, kept);
          assignments.put(parameter, restored);
        }
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
          addTableFeed(initial);
        }
        resets.add(tf.assign(parameter.variable(), vectors));
      }
    }
  }

  private void addTableFeed(Parameter parameter) {
    Shape fed = Shape.of(-1, parameter.shape().get(1));
    Placeholder<TFloat32> feed = tf.placeholder(TFloat32.class, Placeholder.shape(fed));
    feeds.put(parameter, feed);
    assignments.put(parameter, tf.assign(parameter.variable(), padded(feed)));
  }

  /** Rows of zeros behind the given ones, up to the size of the table. */
  private Operand<TFloat32> padded(Operand<TFloat32> rows) {
    Operand<TInt32> given = tf.gather(tf.shape(rows), tf.constant(0), tf.constant(0));
    Operand<TInt32> missing = tf.math.sub(tf.constant(table.words()), given);
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> paddings =
        tf.reshape(tf.stack(List.of(zero, missing, zero, zero)), tf.array(2, 2));
    Operand<TFloat32> all = tf.pad(rows, paddings, tf.constant(0f));
    return tf.ensureShape(all, Shape.of(table.words(), table.dimensions()));
  }

  /**
   * Exchanges the word vectors; a trial has to {@link #start} after that.
   *
   * @param vectors at most as many as the table has rows
   * @throws IllegalArgumentException where they don't fit into the table
   * @throws IllegalStateException where the default locale has digits of its own
   */
  public void load(EmbeddingMatrix vectors) {
    requireFit(vectors, table);
    words = vectors.rows();
    for (Parameter parameter : feeds.keySet()) {
      if (parameter.role() == Parameter.Role.FROZEN_TABLE) {
        assign(Map.of(parameter, vectors.values()));
      }
    }
  }

  /** Sets all weights to their first values for a seed and the optimiser to its first step. */
  public void start(long seed) {
    Map<Parameter, float[]> first = new LinkedHashMap<>();
    for (Parameter parameter : feeds.keySet()) {
      if (parameter.role() == Parameter.Role.DENSE) {
        first.put(parameter, parameter.initialValues(seed));
      }
    }
    assign(first);
    run(resets);
    trialSeed = Long.hashCode(seed);
    step = 0;
    presentIsKept = false;
  }

  /**
   * One step of training.
   *
   * @param batchTargets [B][outputs]
   * @param of of the formula that the session was built for
   * @param rate learning rate of this step
   * @return the loss before the step
   */
  public float step(TokenBatch batch, float[][] batchTargets, Loss of, double rate) {
    return train(
        batch,
        batchTargets,
        of,
        rate,
        runner -> {
          try (Result result = runner.run()) {
            return ((TFloat32) result.get(0)).getFloat();
          }
        });
  }

  /**
   * One step of training, traced by TensorFlow, which slows it down.
   *
   * @return microseconds by type of operation, the most expensive first
   */
  public Map<String, Long> profile(TokenBatch batch, float[][] batchTargets, Loss of, double rate) {
    return train(
        batch,
        batchTargets,
        of,
        rate,
        runner -> {
          try (Result result = runner.setOptions(OperationTimes.TRACED).runAndFetchMetadata()) {
            return OperationTimes.byType(result.getMetadata().orElseThrow().getStepStats());
          }
        });
  }

  private <T> T train(
      TokenBatch batch,
      float[][] batchTargets,
      Loss of,
      double rate,
      Function<Session.Runner, T> run) {
    copyKept();
    step++;
    try (TInt32 ids = batch.toTensor();
        TFloat32 wanted = matrix(batchTargets);
        FedNumbers numbers = fed(of);
        TFloat32 rateOfStep = TFloat32.scalarOf((float) rate);
        TFloat32 adamStep = TFloat32.scalarOf(Adam.stepSize(rate, step));
        TInt32 seed = dropoutSeed(step)) {
      return run.apply(
          numbers
              .feed(session.runner())
              .feed(tokens, ids)
              .feed(targets, wanted)
              .feed(stepSize, adamStep)
              .feed(learningRate, rateOfStep)
              .feed(dropoutSeed, seed)
              .addTarget(adam.update())
              .fetch(loss));
    }
  }

  /** The numbers of a loss as tensors. */
  private record FedNumbers(List<Placeholder<TFloat32>> into, List<TFloat32> tensors)
      implements AutoCloseable {
    Session.Runner feed(Session.Runner runner) {
      for (int i = 0; i < tensors.size(); i++) {
        runner.feed(into.get(i), tensors.get(i));
      }
      return runner;
    }

    @Override
    public void close() {
      tensors.forEach(TFloat32::close);
    }
  }

  private FedNumbers fed(Loss of) {
    if (!of.formula().equals(formula.formula())) {
      throw new IllegalArgumentException(
          "a session for " + formula.formula() + " has no graph for " + of.formula());
    }
    return new FedNumbers(lossNumbers, of.numbers().stream().map(TFloat32::scalarOf).toList());
  }

  private TInt32 dropoutSeed(int ofStep) {
    return TInt32.vectorOf(trialSeed, ofStep * LayerScope.DROPOUTS_AT_MOST);
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
    presentIsKept = true;
  }

  /** Goes back to the weights of the last {@link #keep}. */
  public void restore() {
    if (!presentIsKept) {
      run(restore);
    }
  }

  /** Copies the weights that are to be kept, not before they are about to change. */
  private void copyKept() {
    if (presentIsKept) {
      run(keep);
      presentIsKept = false;
    }
  }

  /**
   * All that training changes, by name and in row-major order; of tables the rows of the loaded
   * word vectors. {@link #keep} must have been called since the start.
   */
  public Map<String, float[]> state() {
    copyKept();
    Map<String, float[]> state = new LinkedHashMap<>();
    // One at a time: those of a fine-tuned table are each as large as the word vectors.
    for (Map.Entry<String, Variable<TFloat32>> entry : stateVariables.entrySet()) {
      try (Result result = session.runner().fetch(entry.getValue()).run()) {
        TFloat32 tensor = (TFloat32) result.get(0);
        int size =
            ofTables.contains(entry.getKey())
                ? words * table.dimensions()
                : Math.toIntExact(tensor.size());
        state.put(entry.getKey(), values(tensor, size));
      }
    }
    return state;
  }

  /**
   * Goes back to a {@link #state} of this trial; the caller has just started it.
   *
   * @param steps number of steps until that state
   */
  void resume(Map<String, float[]> state, int steps) {
    if (stateFeeds.isEmpty()) {
      addStateFeeds();
    }
    for (Map.Entry<String, StateFeed> entry : stateFeeds.entrySet()) {
      StateFeed feed = entry.getValue();
      try (TFloat32 values = TFloat32.vectorOf(state.get(entry.getKey()))) {
        session.runner().feed(feed.values(), values).addTarget(feed.assignment()).run().close();
      }
    }
    step = steps;
    presentIsKept = false;
  }

  /** Most sessions never need these, so they are not in every graph. */
  private void addStateFeeds() {
    for (Map.Entry<String, Variable<TFloat32>> entry : stateVariables.entrySet()) {
      Variable<TFloat32> variable = entry.getValue();
      Shape shape = variable.asOutput().shape();
      Placeholder<TFloat32> values =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
      Operand<TFloat32> shaped =
          ofTables.contains(entry.getKey())
              ? padded(tf.reshape(values, tf.array(-1, table.dimensions())))
              : tf.reshape(values, tf.constant(shape));
      stateFeeds.put(entry.getKey(), new StateFeed(values, tf.assign(variable, shaped)));
    }
  }

  /**
   * Values of all trained parameters by name, each in row-major order; of an embedding table the
   * rows of the loaded word vectors.
   */
  public Map<String, float[]> weights() {
    List<Parameter> trained =
        parameters.all().stream().filter(parameter -> parameter.role().trained()).toList();
    Session.Runner runner = session.runner();
    trained.forEach(parameter -> runner.fetch(parameter.variable()));
    Map<String, float[]> weights = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < trained.size(); i++) {
        Parameter parameter = trained.get(i);
        weights.put(parameter.name(), values((TFloat32) result.get(i), sizeInUse(parameter)));
      }
    }
    return weights;
  }

  private int sizeInUse(Parameter parameter) {
    return parameter.role().table() ? words * table.dimensions() : parameter.size();
  }

  /** Replaces the values of one parameter, given in row-major order. */
  void assign(String name, float[] values) {
    copyKept();
    Parameter named =
        feeds.keySet().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    assign(Map.of(named, values));
  }

  /**
   * What the next {@link #step} would hand to the optimiser: the gradient of the loss with respect
   * to each trained parameter by name, in row-major order, with zeros for the rows of an embedding
   * table that the batch does not read.
   */
  Map<String, float[]> gradients(TokenBatch batch, float[][] batchTargets, Loss of) {
    Map<String, float[]> byName = new LinkedHashMap<>();
    try (TInt32 ids = batch.toTensor();
        TFloat32 wanted = matrix(batchTargets);
        FedNumbers numbers = fed(of);
        TInt32 seed = dropoutSeed(step + 1)) {
      Session.Runner runner =
          numbers
              .feed(session.runner())
              .feed(tokens, ids)
              .feed(targets, wanted)
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
        for (Parameter parameter : gradients.rows().keySet()) {
          TInt32 rows = (TInt32) result.get(next++);
          byName.put(parameter.name(), scattered(parameter, rows, (TFloat32) result.get(next++)));
        }
      }
    }
    return byName;
  }

  private float[] scattered(Parameter parameter, TInt32 rows, TFloat32 rowValues) {
    int dimensions = table.dimensions();
    float[] all = new float[sizeInUse(parameter)];
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

  private void assign(Map<Parameter, float[]> values) {
    Session.Runner runner = session.runner();
    List<TFloat32> tensors = new ArrayList<>();
    try {
      values.forEach(
          (parameter, value) -> {
            Shape shape =
                parameter.role().table()
                    ? Shape.of(value.length / table.dimensions(), table.dimensions())
                    : parameter.shape();
            TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(value));
            tensors.add(tensor);
            runner.feed(feeds.get(parameter), tensor).addTarget(assignments.get(parameter));
          });
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
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
    return values(tensor, Math.toIntExact(tensor.size()));
  }

  private static float[] values(TFloat32 tensor, int size) {
    float[] values = new float[size];
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
