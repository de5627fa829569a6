package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A recurrent layer over the true length of a batch, in one direction. Forward and backward pass
 * are one functional loop each; the input projection is computed once per distinct input vector,
 * and the gradients of all kernels are one large matrix product each over all steps.
 *
 * <p>Padding is masked without a mask: it has a projection of its own that saturates the gates so
 * that the state stays (see {@link RecurrentCell#paddingBias}).
 */
final class RecurrentLayer implements GradientPart {
  /** A pre-activation whose sigmoid is 1, and 0 if negative, whatever is added to it. */
  static final float SATURATING = 1e4f;

  /**
   * Steps of one pass of the loop in a network that is served; a step of a single text takes less
   * than a pass itself. Many texts at once, as in training, gained nothing.
   */
  private static final int SERVED = 8;

  private final Ops tf;
  private final LayerScope scope;
  private final String name;
  private final String functionName;
  private final RecurrentCell cell;
  private final InputSequence inputs;
  private final boolean reversed;
  private final Parameter kernel;
  private final Parameter recurrentKernel;
  private final Parameter bias;
  private final List<Parameter> extra;
  private final Operand<TInt32> steps;
  private final Operand<TInt32> rows;
  private final Operand<TFloat32> augmented;
  private final Operand<TFloat32> kernelValue;
  private final Operand<TFloat32> recurrentValue;
  private final List<Operand<TFloat32>> factors = new ArrayList<>();
  private final Operand<TFloat32> history;
  private final Operand<TFloat32> output;

  private RecurrentLayer(
      LayerScope scope,
      String name,
      RecurrentCell cell,
      InputSequence inputs,
      Operand<TFloat32> augmented,
      boolean reversed) {
    this.tf = scope.tf();
    this.scope = scope;
    this.name = name;
    this.functionName = scope.functionName(name);
    this.cell = cell;
    this.inputs = inputs;
    this.augmented = augmented;
    this.reversed = reversed;
    int columns = cell.gateColumns();
    this.kernel =
        scope.denseParameter(
            name + ".kernel",
            Shape.of(inputs.dimensions(), columns),
            Initializer.glorotUniform(inputs.dimensions(), columns));
    this.recurrentKernel =
        scope.denseParameter(
            name + ".recurrent_kernel",
            Shape.of(cell.units(), columns),
            Initializer.orthogonal(cell.units(), columns));
    this.bias = scope.denseParameter(name + ".bias", Shape.of(columns), cell.biasInitializer());
    this.extra = cell.extraParameters(scope, name);
    this.steps = inputs.steps();
    this.rows = inputs.rows();
    this.kernelValue = kernel.value(tf);
    this.recurrentValue = recurrentKernel.value(tf);
    this.history = forward();
    this.output = tf.stopGradient(reversed ? steps(history, 0) : steps(history, 1));
  }

  /**
   * GRUs, whose gradients the caller looks after ({@link States}): one, or one in each direction,
   * of which the second starts at a row's last word.
   *
   * @param name of their parameters
   * @return their outputs are the states of all steps, [T, B, units]; on padding that of the last
   *     word before it, or zero where there was none
   */
  static List<RecurrentLayer> grus(
      LayerScope scope, String name, InputSequence inputs, int units, boolean bidirectional) {
    return layers(scope, name, inputs, new GruCell(units), bidirectional);
  }

  /** The same of LSTMs; their outputs on padding mean nothing but before a row's first word. */
  static List<RecurrentLayer> lstms(
      LayerScope scope, String name, InputSequence inputs, int units, boolean bidirectional) {
    return layers(scope, name, inputs, new LstmCell(units), bidirectional);
  }

  private static List<RecurrentLayer> layers(
      LayerScope scope,
      String name,
      InputSequence inputs,
      RecurrentCell cell,
      boolean bidirectional) {
    Operand<TFloat32> augmented = inputs.augmented();
    return bidirectional
        ? List.of(
            new RecurrentLayer(scope, name + ".forward", cell, inputs, augmented, false),
            new RecurrentLayer(scope, name + ".backward", cell, inputs, augmented, true))
        : List.of(new RecurrentLayer(scope, name, cell, inputs, augmented, false));
  }

  /**
   * Runs all steps.
   *
   * @return the outputs before the first step and after each, in the order of time: [T + 1, B,
   *     units], with experts [T + 1, experts, B, units], the first of them at the front, or at the
   *     end where time is reversed
   */
  private Operand<TFloat32> forward() {
    Operand<TFloat32> weights = projectionWeights();
    Operand<TFloat32> product = scope.matMul(augmented, weights);
    Operand<TFloat32> projections =
        inputs.words().isPresent()
            ? scope.wordProjection(
                name + ".word_projections", inputs.words().get(), cell.gateColumns(), product)
            : product;
    Operand<TFloat32> zero = tf.fill(scope.shape(rows, tf.constant(cell.units())), tf.constant(0f));
    Operand<TInt32> one = tf.constant(1);
    Operand<TFloat32> outputs =
        TimeLoop.write(
            tf,
            buffer(tf.math.add(steps, one), cell.units()),
            reversed ? tf.expandDims(steps, tf.constant(0)) : tf.constant(new int[1]),
            zero);
    List<Operand<TFloat32>> carried = new ArrayList<>();
    for (int i = 0; i < cell.states(); i++) {
      carried.add(zero);
    }
    carried.add(outputs);
    if (scope.isTraining()) {
      cell.factorWidths().forEach(width -> carried.add(buffer(steps, width)));
    }
    List<Operand<TFloat32>> fixed = new ArrayList<>(List.of(projections, recurrentValue));
    extra.forEach(parameter -> fixed.add(parameter.value(tf)));
    List<Operand<TFloat32>> results =
        TimeLoop.run(
            tf,
            functionName + "_forward",
            steps,
            scope.isServed() ? SERVED : 1,
            reversed,
            carried,
            new TimeLoop.Fixed(fixed, List.of(inputs.positions())),
            this::forwardStep);
    factors.addAll(results.subList(cell.states() + 1, results.size()));
    return results.get(cell.states());
  }

  /** The kernel, the bias and what padding has besides. */
  private Operand<TFloat32> projectionWeights() {
    if (scope.isStacked()) {
      float[][][] padding = new float[scope.experts().getAsInt()][1][];
      Arrays.setAll(padding, expert -> new float[][] {cell.paddingBias()});
      return tf.concat(List.of(kernelValue, bias.value(tf), tf.constant(padding)), tf.constant(1));
    }
    Operand<TFloat32> biasRow = tf.reshape(bias.value(tf), tf.array(1, cell.gateColumns()));
    Operand<TFloat32> padding = tf.constant(new float[][] {cell.paddingBias()});
    return tf.concat(List.of(kernelValue, biasRow, padding), tf.constant(0));
  }

  /** Room for a result of each step. */
  private Operand<TFloat32> buffer(Operand<TInt32> length, int columns) {
    Operand<TInt32> ofStep = scope.shape(rows, tf.constant(columns));
    return TimeLoop.buffer(
        tf, tf.concat(List.of(tf.expandDims(length, tf.constant(0)), ofStep), tf.constant(0)));
  }

  private List<Operand<TFloat32>> forwardStep(
      Ops f, TimeLoop.Time time, List<Operand<TFloat32>> carried, TimeLoop.Fixed fixed) {
    int states = cell.states();
    Operand<TInt32> positions = TimeLoop.read(f, fixed.ints().get(0), time);
    int tokenAxis = scope.isStacked() ? 1 : 0;
    Operand<TFloat32> projected = f.gather(fixed.floats().get(0), positions, f.constant(tokenAxis));
    Operand<TFloat32> product = scope.matMul(f, carried.get(0), fixed.floats().get(1));
    RecurrentCell.Forward step =
        cell.forward(
            f,
            projected,
            product,
            carried.subList(0, states),
            fixed.floats().subList(2, fixed.floats().size()),
            scope.isTraining());
    List<Operand<TFloat32>> next = new ArrayList<>(step.states());
    Operand<TInt32> row = reversed ? time.now() : time.after();
    next.add(TimeLoop.write(f, carried.get(states), row, step.states().get(0)));
    for (int i = 0; i < step.factors().size(); i++) {
      next.add(TimeLoop.write(f, carried.get(states + 1 + i), time.now(), step.factors().get(i)));
    }
    return next;
  }

  /** The T rows of the history from a row on. */
  private Operand<TFloat32> steps(Operand<TFloat32> all, int from) {
    int others = scope.isStacked() ? 3 : 2;
    int[] begin = new int[1 + others];
    begin[0] = from;
    List<Operand<TInt32>> size = new ArrayList<>(List.of(steps));
    size.addAll(Collections.nCopies(others, tf.constant(-1)));
    return tf.slice(all, tf.constant(begin), tf.stack(size));
  }

  @Override
  public List<Operand<TFloat32>> outputs() {
    return List.of(output);
  }

  @Override
  public Gradients backward(List<Operand<TFloat32>> outputGradients) {
    List<Operand<TFloat32>> byStep = backwardLoop(outputGradients.get(0));
    Operand<TInt32> distinct = scope.sizeOf(augmented, 0);
    Operand<TInt32> positions = tf.reshape(inputs.positions(), tf.array(-1));
    List<Operand<TFloat32>> flat = new ArrayList<>();
    List<Operand<TFloat32>> summed = new ArrayList<>();
    for (int i = 0; i < byStep.size(); i++) {
      flat.add(flat(byStep.get(i), cell.factorWidths().get(cell.gradientPlaces().get(i))));
      summed.add(tf.math.unsortedSegmentSum(flat.get(i), positions, distinct));
    }
    Operand<TFloat32> projections = cell.projectionGradient(tf, summed);
    Operand<TFloat32> weights = tf.linalg.matMul(augmented, projections, MatMul.transposeA(true));
    Operand<TFloat32> before = steps(history, reversed ? 1 : 0);
    int columns = cell.gateColumns();
    int dimensions = inputs.dimensions();
    Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
    dense.put(kernel, rows(weights, 0, dimensions));
    dense.put(bias, tf.reshape(rows(weights, dimensions, 1), tf.array(columns)));
    dense.put(
        recurrentKernel,
        tf.linalg.matMul(flat(before, cell.units()), flat.get(0), MatMul.transposeA(true)));
    dense.putAll(cell.extraGradients(tf, extra, summed));
    Map<Parameter, RowGradient> tables = new LinkedHashMap<>();
    Optional<Operand<TFloat32>> vectors = vectorGradient(projections);
    inputs
        .words()
        .ifPresent(
            lookup ->
                lookup
                    .fineTunedTable()
                    .ifPresent(
                        table -> tables.put(table, lookup.rowGradient(tf, vectors.orElseThrow()))));
    return new Gradients(dense, tables, inputs.words().isPresent() ? Optional.empty() : vectors);
  }

  private List<Operand<TFloat32>> backwardLoop(Operand<TFloat32> outputGradients) {
    Operand<TFloat32> zero =
        tf.fill(tf.stack(List.of(rows, tf.constant(cell.units()))), tf.constant(0f));
    List<Operand<TFloat32>> carried = new ArrayList<>();
    for (int i = 0; i < cell.states(); i++) {
      carried.add(zero);
    }
    carried.addAll(factors);
    List<Operand<TFloat32>> fixed = new ArrayList<>();
    fixed.add(outputGradients);
    // Faster than a product that transposes its second factor.
    fixed.add(tf.linalg.transpose(recurrentValue, tf.array(1, 0)));
    List<Operand<TFloat32>> results =
        TimeLoop.run(
            tf,
            functionName + "_backward",
            steps,
            1,
            !reversed,
            carried,
            new TimeLoop.Fixed(fixed, List.of()),
            this::backwardStep);
    List<Operand<TFloat32>> rest = results.subList(cell.states(), results.size());
    return cell.gradientPlaces().stream().map(rest::get).toList();
  }

  private List<Operand<TFloat32>> backwardStep(
      Ops f, TimeLoop.Time time, List<Operand<TFloat32>> carried, TimeLoop.Fixed fixed) {
    int states = cell.states();
    List<Operand<TFloat32>> stateGradients = new ArrayList<>(carried.subList(0, states));
    stateGradients.set(
        0, f.math.add(carried.get(0), TimeLoop.read(f, fixed.floats().get(0), time)));
    List<Operand<TFloat32>> buffers = carried.subList(states, carried.size());
    List<Operand<TFloat32>> stepFactors =
        buffers.stream().map(buffer -> TimeLoop.read(f, buffer, time)).toList();
    RecurrentCell.Backward step =
        cell.backward(f, stateGradients, stepFactors, fixed.floats().get(1));
    List<Operand<TFloat32>> next = new ArrayList<>(step.stateGradients());
    for (int i = 0; i < buffers.size(); i++) {
      int gradient = cell.gradientPlaces().indexOf(i);
      next.add(
          gradient < 0
              ? f.identity(buffers.get(i))
              : TimeLoop.write(f, buffers.get(i), time.now(), step.gradients().get(gradient)));
    }
    return next;
  }

  /** Gradient of the trained dimensions of the input vectors, if there are any. */
  private Optional<Operand<TFloat32>> vectorGradient(Operand<TFloat32> projections) {
    int from = inputs.trainedFrom();
    if (from == inputs.dimensions()) {
      return Optional.empty();
    }
    Operand<TFloat32> weights = rows(kernelValue, from, inputs.dimensions() - from);
    return Optional.of(tf.linalg.matMul(projections, weights, MatMul.transposeB(true)));
  }

  private Operand<TFloat32> rows(Operand<TFloat32> matrix, int from, int count) {
    return tf.slice(matrix, tf.array(from, 0), tf.array(count, -1));
  }

  private Operand<TFloat32> flat(Operand<TFloat32> byStep, int columns) {
    return tf.reshape(byStep, tf.array(-1, columns));
  }
}
