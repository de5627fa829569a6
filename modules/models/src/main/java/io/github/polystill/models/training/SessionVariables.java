package io.github.polystill.models.training;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.FedRun;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What the variables of a training hold: word vectors, first values, the weights that were best,
 * and the state of a checkpoint. Values are in row-major order, of an embedding table the rows of
 * the loaded word vectors.
 */
final class SessionVariables {
  private static final String INITIAL_TABLE = "embedding.initial";
  private static final String KEPT = ".kept";
  private static final String AVERAGE = ".average";

  /** Gives a variable what is fed. */
  private record Assignment(Operand<TFloat32> fed, Op operation) {}

  private final Ops tf;
  private final EmbeddingTableShape table;
  private final List<Parameter> trained;
  private final Optional<WeightAverage> average;
  private final Map<Parameter, Assignment> assignments = new LinkedHashMap<>();
  private final List<Op> resets;
  private final Map<String, Variable<TFloat32>> state;
  private final Map<String, Assignment> resumption = new LinkedHashMap<>();
  private final List<Op> keep = new ArrayList<>();
  private final List<Op> restore = new ArrayList<>();
  private final Session session;
  private int words;
  private boolean presentIsKept;

  /** Adds the operations to the graph and makes its session. */
  SessionVariables(TrainingGraph graph, ConfigProto options) {
    this.tf = graph.tf;
    this.table = graph.spec.table();
    this.resets = new ArrayList<>(graph.adam.resets);
    this.state = new LinkedHashMap<>(graph.adam.moments);
    this.average = graph.average;
    List<Parameter> all = List.copyOf(graph.parameters.all());
    this.trained = all.stream().filter(parameter -> parameter.role().trained()).toList();
    Variable<TFloat32> vectors = null;
    for (Parameter parameter : all) {
      if (parameter.role().table()) {
        addTable(parameter);
      }
      if (parameter.role() == Parameter.Role.FROZEN_TABLE) {
        vectors = parameter.variable();
      } else {
        addKept(parameter);
      }
    }
    for (Parameter parameter : trained) {
      if (parameter.role().table()) {
        if (vectors == null) {
          vectors = tf.withName(INITIAL_TABLE).variable(parameter.shape(), TFloat32.class);
          addTable(
              new Parameter(
                  INITIAL_TABLE,
                  parameter.shape(),
                  Parameter.Role.FROZEN_TABLE,
                  parameter.initializer(),
                  vectors));
        }
        resets.addAll(assign(parameter, vectors));
      }
    }
    this.session = new Session(graph.graph, options);
    // One after the other, so that their zeros are not in the memory all at once.
    graph.adam.initializers.forEach(operation -> run(List.of(operation)));
  }

  private void addTable(Parameter parameter) {
    Placeholder<TFloat32> rows =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, table.dimensions())));
    assignments.put(parameter, new Assignment(rows, tf.assign(parameter.variable(), padded(rows))));
  }

  private void addKept(Parameter parameter) {
    String name = parameter.name() + KEPT;
    Variable<TFloat32> kept = tf.withName(name).variable(parameter.shape(), TFloat32.class);
    state.put(parameter.name(), parameter.variable());
    state.put(name, kept);
    average.ifPresent(it -> state.put(parameter.name() + AVERAGE, it.variables.get(parameter)));
    Variable<TFloat32> answers = answering(parameter);
    keep.add(tf.assign(kept, answers));
    restore.add(tf.assign(answers, kept));
    if (!parameter.role().table()) {
      // New values are fed in place of the kept ones, which stay as they are.
      Op assigned = tf.withControlDependencies(assign(parameter, kept)).noOp();
      assignments.put(parameter, new Assignment(kept, assigned));
    }
  }

  /** Gives values to a variable, and to its mean. */
  private List<Op> assign(Parameter parameter, Operand<TFloat32> values) {
    List<Op> assigned = new ArrayList<>(List.of(tf.assign(parameter.variable(), values)));
    average.ifPresent(it -> assigned.add(tf.assign(it.variables.get(parameter), values)));
    return assigned;
  }

  /** The variable that answers for a parameter: its own, or that of its mean. */
  private Variable<TFloat32> answering(Parameter parameter) {
    return average.map(it -> it.variables.get(parameter)).orElseGet(parameter::variable);
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

  Session session() {
    return session;
  }

  static void requireFit(EmbeddingMatrix vectors, EmbeddingTableShape table) {
    if (vectors.rows() > table.words() || vectors.dimensions() != table.dimensions()) {
      throw new IllegalArgumentException(
          vectors.rows() + " x " + vectors.dimensions() + " word vectors for " + table);
    }
  }

  /** Exchanges the word vectors. */
  void load(EmbeddingMatrix vectors) {
    requireFit(vectors, table);
    words = vectors.rows();
    for (Parameter parameter : assignments.keySet()) {
      if (parameter.role() == Parameter.Role.FROZEN_TABLE) {
        assign(Map.of(parameter, vectors.values()));
      }
    }
  }

  /** Sets all weights to their first values, and the optimiser's moments to zero. */
  void start(long seed) {
    Map<Parameter, float[]> first = new LinkedHashMap<>();
    for (Parameter parameter : assignments.keySet()) {
      if (!parameter.role().table()) {
        first.put(parameter, parameter.initialValues(seed));
      }
    }
    assign(first);
    run(resets);
    presentIsKept = false;
  }

  void assign(Map<Parameter, float[]> values) {
    try (FedRun run = new FedRun(session)) {
      values.forEach(
          (parameter, value) -> {
            Shape shape =
                parameter.role().table()
                    ? Shape.of(value.length / table.dimensions(), table.dimensions())
                    : parameter.shape();
            Assignment assignment = assignments.get(parameter);
            run.feed(assignment.fed(), TFloat32.tensorOf(shape, DataBuffers.of(value)));
            run.runner().addTarget(assignment.operation());
          });
      run.runner().run().close();
    }
  }

  /** Gives the trained parameters their {@link #weights}. */
  void assignTrained(Map<String, float[]> weights) {
    Map<Parameter, float[]> values = new LinkedHashMap<>();
    trained.forEach(parameter -> values.put(parameter, weights.get(parameter.name())));
    assign(values);
  }

  /** Remembers the present weights. */
  void keep() {
    presentIsKept = true;
  }

  /** Goes back to the weights of the last {@link #keep}. */
  void restore() {
    if (!presentIsKept) {
      run(restore);
    }
  }

  /** Copies the weights that are to be kept; called when they are about to change. */
  void copyKept() {
    if (presentIsKept) {
      run(keep);
      presentIsKept = false;
    }
  }

  /** All that training changes, by name. */
  Map<String, float[]> state() {
    copyKept();
    Map<String, float[]> values = new LinkedHashMap<>();
    // One at a time: those of a fine-tuned table are each as large as the word vectors.
    for (Map.Entry<String, Variable<TFloat32>> entry : state.entrySet()) {
      try (Result result = session.runner().fetch(entry.getValue()).run()) {
        TFloat32 tensor = (TFloat32) result.get(0);
        int size = isOfTable(entry.getKey()) ? inUse() : Math.toIntExact(tensor.size());
        values.put(entry.getKey(), values(tensor, size));
      }
    }
    return values;
  }

  /** Goes back to a {@link #state} of the trial that has just been started. */
  void resume(Map<String, float[]> values) {
    if (resumption.isEmpty()) { // most sessions never need these
      state.forEach((name, variable) -> resumption.put(name, resumption(name, variable)));
    }
    resumption.forEach(
        (name, assignment) -> {
          try (FedRun run = new FedRun(session)) {
            run.feed(assignment.fed(), TFloat32.vectorOf(values.get(name)));
            run.runner().addTarget(assignment.operation()).run().close();
          }
        });
    presentIsKept = false;
  }

  private Assignment resumption(String name, Variable<TFloat32> variable) {
    Placeholder<TFloat32> values = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    Operand<TFloat32> shaped =
        isOfTable(name)
            ? padded(tf.reshape(values, tf.array(-1, table.dimensions())))
            : tf.reshape(values, tf.constant(variable.asOutput().shape()));
    return new Assignment(values, tf.assign(variable, shaped));
  }

  /** Whether a variable is an embedding table, the kept one or a moment of one. */
  private boolean isOfTable(String variable) {
    return trained.stream()
        .filter(parameter -> parameter.role().table())
        .anyMatch(parameter -> (variable + ".").startsWith(parameter.name() + "."));
  }

  /** Values of a table's rows that have word vectors. */
  private int inUse() {
    return words * table.dimensions();
  }

  int sizeInUse(Parameter parameter) {
    return parameter.role().table() ? inUse() : parameter.size();
  }

  /** The weights by name. */
  Map<String, float[]> weights() {
    Session.Runner runner = session.runner();
    trained.forEach(parameter -> runner.fetch(answering(parameter)));
    Map<String, float[]> weights = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < trained.size(); i++) {
        Parameter parameter = trained.get(i);
        weights.put(parameter.name(), values((TFloat32) result.get(i), sizeInUse(parameter)));
      }
    }
    return weights;
  }

  /** The first values of a tensor. */
  static float[] values(TFloat32 tensor, int size) {
    float[] values = new float[size];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  private void run(List<Op> operations) {
    Session.Runner runner = session.runner();
    operations.forEach(runner::addTarget);
    runner.run().close();
  }
}
