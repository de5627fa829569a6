package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * States of recurrent layers and what sums them up into one vector per text. Padding takes part in
 * nothing; a text without words gives zeros. With experts, results are [experts, B, size].
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class States {
  private static final float HUGE = 1e9f;

  private final LayerScope scope;
  private final Ops tf;
  private final List<RecurrentLayer> layers;
  private final int units;
  private final Operand<TFloat32> values;
  private final Operand<TInt32> lengths;
  private final Operand<TInt32> time;
  private final Operand<TFloat32> mask;
  private final List<Summary> summaries = new ArrayList<>();

  /**
   * Takes the outputs of layers side by side.
   *
   * @param layers each [T, B, units], with experts [T, experts, B, units]
   * @param lengths valid steps of each text, [B]
   */
  States(LayerScope scope, List<RecurrentLayer> layers, Operand<TInt32> lengths, int units) {
    this.scope = scope;
    this.tf = scope.tf();
    this.layers = layers;
    this.units = units;
    this.lengths = lengths;
    List<Operand<TFloat32>> outputs =
        layers.stream().flatMap(layer -> layer.outputs().stream()).toList();
    this.values = outputs.size() == 1 ? outputs.get(0) : tf.concat(outputs, tf.constant(-1));
    Operand<TInt32> steps = scope.sizeOf(values, 0);
    this.time = tf.expandDims(tf.range(tf.constant(0), steps, tf.constant(1)), tf.constant(1));
    this.mask = ofTexts(tf.math.less(time, tf.expandDims(lengths, tf.constant(0))));
    scope.addGradientPart(new Backward());
  }

  /** 1 where something holds of a step of a text, else 0; with experts it holds for all. */
  private Operand<TFloat32> ofTexts(Operand<TBool> holds) {
    Operand<TFloat32> numbers = tf.dtypes.cast(holds, TFloat32.class);
    return scope.isStacked() ? tf.expandDims(numbers, tf.constant(1)) : numbers;
  }

  /**
   * A vector per text and its backward pass.
   *
   * @param output [B, size]
   * @param backward what follows from its gradient
   */
  private record Summary(
      Operand<TFloat32> output, Function<Operand<TFloat32>, SummaryGradient> backward) {}

  /**
   * What a summary's gradient comes to.
   *
   * @param ofStates one or two gradients of the states, [T, B, size]
   * @param parameters gradients of parameters
   */
  private record SummaryGradient(
      List<Operand<TFloat32>> ofStates, Map<Parameter, Operand<TFloat32>> parameters) {}

  /** Hands the gradients of the summaries on to the layers. */
  private final class Backward implements GradientPart {
    @Override
    public List<Operand<TFloat32>> outputs() {
      return summaries.stream().map(Summary::output).toList();
    }

    @Override
    public Gradients backward(List<Operand<TFloat32>> outputGradients) {
      Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
      List<Operand<TFloat32>> first = new ArrayList<>();
      List<Operand<TFloat32>> second = new ArrayList<>();
      for (int i = 0; i < summaries.size(); i++) {
        SummaryGradient gradient = summaries.get(i).backward().apply(outputGradients.get(i));
        first.add(gradient.ofStates().get(0));
        second.addAll(gradient.ofStates().subList(1, gradient.ofStates().size()));
        dense.putAll(gradient.parameters());
      }
      List<Operand<TFloat32>> all = Stream.concat(first.stream(), second.stream()).toList();
      Operand<TFloat32> ofStates = all.size() == 1 ? all.get(0) : tf.math.addN(all);
      List<Gradients> gradients = new ArrayList<>(List.of(new Gradients(dense, Map.of())));
      for (int i = 0; i < layers.size(); i++) {
        gradients.add(layers.get(i).backward(List.of(ofLayer(ofStates, i))));
      }
      return Gradients.sum(tf, gradients);
    }

    private Operand<TFloat32> ofLayer(Operand<TFloat32> ofStates, int number) {
      return layers.size() == 1
          ? ofStates
          : tf.slice(ofStates, tf.array(0, 0, number * units), tf.array(-1, -1, units));
    }
  }

  private Operand<TFloat32> summary(
      Operand<TFloat32> output, Function<Operand<TFloat32>, SummaryGradient> backward) {
    summaries.add(new Summary(output, backward));
    return output;
  }

  /** Columns of a state. */
  public int size() {
    return layers.size() * units;
  }

  /**
   * Attention with a learned context vector (Yang et al. 2016, eq. 5 to 7): {@code u_t = tanh(h_t W
   * + b); a = softmax over t of u_t c; sum_t a_t h_t}.
   *
   * @param units size of u_t and c
   * @return [B, size]
   */
  public Operand<TFloat32> attention(String name, int units) {
    Attention attention = new Attention(name, units);
    scope.addAttention(attention.softmax);
    return summary(weightedSum(attention.softmax), attention::backward);
  }

  /**
   * Attention and its backward pass: with {@code da_t} the gradient of a_t, that of the score is
   * {@code a_t (da_t - sum_s da_s a_s)}; from there on it is that of two dense layers.
   */
  private final class Attention {
    private final int units;
    private final Parameter weights;
    private final Parameter bias;
    private final Parameter context;
    private final Operand<TFloat32> weightsValue;
    private final Operand<TFloat32> column;
    private final Operand<TFloat32> flat;
    private final Operand<TFloat32> u;
    private final Operand<TFloat32> powers;
    private final Operand<TFloat32> sum;
    private final Operand<TFloat32> softmax;

    Attention(String name, int units) {
      this.units = units;
      int size = size();
      this.weights =
          scope.denseOfPart(
              name + ".weights", Shape.of(size, units), Initializer.glorotUniform(size, units));
      this.bias = scope.denseOfPart(name + ".bias", Shape.of(units), Initializer.ZEROS);
      this.context =
          scope.denseOfPart(
              name + ".context", Shape.of(units), Initializer.glorotUniform(units, 1));
      this.weightsValue = weights.value(tf);
      Operand<TFloat32> biasValue = bias.value(tf);
      Operand<TFloat32> contextValue = context.value(tf);
      this.flat = scope.isStacked() ? flatOfExperts() : tf.reshape(values, tf.array(-1, size));
      Operand<TFloat32> product = scope.matMul(flat, weightsValue);
      this.u =
          tf.math.tanh(
              scope.isStacked()
                  ? tf.math.add(product, biasValue)
                  : tf.nn.biasAdd(product, biasValue));
      this.column =
          tf.reshape(
              contextValue,
              scope.isStacked()
                  ? tf.array(scope.experts().getAsInt(), units, 1)
                  : tf.array(units, 1));
      Operand<TFloat32> ofSteps = scope.matMul(u, column);
      Operand<TFloat32> scores =
          scope.isStacked() ? scoresOfExperts(ofSteps) : tf.reshape(ofSteps, tf.shape(mask));
      Operand<TInt32> time = tf.constant(0);
      Operand<TFloat32> valid = tf.math.add(scores, belowAll(mask));
      Operand<TFloat32> largest = tf.reduceMax(valid, time, ReduceMax.keepDims(true));
      this.powers = tf.math.mul(tf.math.exp(tf.math.sub(valid, largest)), mask);
      this.sum =
          tf.math.maximum(
              tf.reduceSum(powers, time, ReduceSum.keepDims(true)), tf.constant(Float.MIN_NORMAL));
      // [T, B]; zeros where there are no steps.
      this.softmax = tf.math.div(powers, sum);
    }

    /** One large product for each expert, and not one for each of its steps. */
    private Operand<TFloat32> flatOfExperts() {
      return tf.reshape(
          tf.linalg.transpose(values, tf.array(1, 0, 2, 3)),
          tf.array(scope.experts().getAsInt(), -1, size()));
    }

    /** From [experts, T * B, 1] to [T, experts, B]. */
    private Operand<TFloat32> scoresOfExperts(Operand<TFloat32> ofSteps) {
      Operand<TInt32> steps = scope.sizeOf(values, 0);
      return tf.linalg.transpose(
          tf.reshape(ofSteps, scope.shape(steps, tf.constant(-1))), tf.array(1, 0, 2));
    }

    SummaryGradient backward(Operand<TFloat32> gradient) {
      Operand<TFloat32> everywhere = everywhere(gradient);
      Operand<TFloat32> ofSoftmax = tf.reduceSum(tf.math.mul(everywhere, values), tf.constant(2));
      Operand<TFloat32> ofSum =
          tf.reduceSum(
              tf.math.mul(ofSoftmax, tf.math.div(softmax, sum)),
              tf.constant(0),
              ReduceSum.keepDims(true));
      Operand<TFloat32> scores =
          tf.math.mul(tf.math.sub(tf.math.div(ofSoftmax, sum), ofSum), powers);
      Operand<TFloat32> ofScores = tf.reshape(scores, tf.array(-1, 1));
      Operand<TFloat32> ofU =
          tf.math.tanhGrad(u, tf.linalg.matMul(ofScores, column, MatMul.transposeB(true)));
      Map<Parameter, Operand<TFloat32>> parameters = new LinkedHashMap<>();
      parameters.put(weights, tf.linalg.matMul(flat, ofU, MatMul.transposeA(true)));
      parameters.put(bias, tf.nn.biasAddGrad(ofU));
      parameters.put(
          context,
          tf.reshape(tf.linalg.matMul(u, ofScores, MatMul.transposeA(true)), tf.array(units)));
      Operand<TFloat32> ofFlat = tf.linalg.matMul(ofU, weightsValue, MatMul.transposeB(true));
      return new SummaryGradient(
          List.of(weighted(everywhere, softmax), tf.reshape(ofFlat, tf.shape(values))), parameters);
    }
  }

  /** The mean over the valid steps, [B, size]. */
  public Operand<TFloat32> mean() {
    Operand<TFloat32> counts =
        tf.math.maximum(tf.dtypes.cast(lengths, TFloat32.class), tf.constant(1f));
    Operand<TFloat32> weights = tf.math.div(mask, counts);
    return summary(
        weightedSum(weights),
        gradient ->
            new SummaryGradient(List.of(weighted(everywhere(gradient), weights)), Map.of()));
  }

  /**
   * The state after all words of a text, [B, size]: that at its last word, and of a layer that
   * reads backwards that at its first.
   */
  public Operand<TFloat32> last() {
    Operand<TInt32> zero = tf.constant(0);
    // An empty text has a step of padding, which leaves the output zero.
    Operand<TInt32> end = tf.math.maximum(tf.math.sub(lengths, tf.constant(1)), zero);
    List<Operand<TFloat32>> ends = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Operand<TInt32> step = i == 0 ? end : tf.zerosLike(end);
      float[] own = new float[size()];
      Arrays.fill(own, i * units, (i + 1) * units, 1);
      ends.add(weighted(tf.constant(own), ofTexts(tf.math.equal(time, tf.expandDims(step, zero)))));
    }
    Operand<TFloat32> weights = ends.size() == 1 ? ends.get(0) : tf.math.addN(ends);
    return summary(
        tf.reduceSum(tf.math.mul(values, weights), zero),
        gradient ->
            new SummaryGradient(List.of(tf.math.mul(everywhere(gradient), weights)), Map.of()));
  }

  /** The maximum over the valid steps, [B, size]; states that share it share its gradient. */
  public Operand<TFloat32> max() {
    Operand<TInt32> time = tf.constant(0);
    Operand<TFloat32> valid = tf.math.add(values, tf.expandDims(belowAll(mask), tf.constant(-1)));
    Operand<TFloat32> largest = tf.reduceMax(valid, time);
    Operand<TFloat32> occupied = tf.expandDims(tf.reduceMax(mask, time), tf.constant(-1));
    return summary(
        tf.math.mul(largest, occupied),
        gradient -> {
          Operand<TFloat32> winners =
              tf.dtypes.cast(tf.math.equal(tf.expandDims(largest, time), valid), TFloat32.class);
          Operand<TFloat32> count = tf.reduceSum(winners, time, ReduceSum.keepDims(true));
          Operand<TFloat32> ofLargest = tf.expandDims(tf.math.mul(gradient, occupied), time);
          return new SummaryGradient(
              List.of(tf.math.mul(tf.math.div(winners, count), ofLargest)), Map.of());
        });
  }

  /** 0 where a step is valid, elsewhere less than any value. */
  private Operand<TFloat32> belowAll(Operand<TFloat32> valid) {
    return tf.math.mul(tf.math.sub(valid, tf.constant(1f)), tf.constant(HUGE));
  }

  private Operand<TFloat32> weightedSum(Operand<TFloat32> weights) {
    return tf.reduceSum(weighted(values, weights), tf.constant(0));
  }

  /** Each step's vector times its number: [T, B, size] times [T, B]. */
  private Operand<TFloat32> weighted(Operand<TFloat32> vectors, Operand<TFloat32> weights) {
    return tf.math.mul(vectors, tf.expandDims(weights, tf.constant(-1)));
  }

  /** A gradient of every text at all of its steps, [T, B, size]. */
  private Operand<TFloat32> everywhere(Operand<TFloat32> gradient) {
    return tf.broadcastTo(tf.expandDims(gradient, tf.constant(0)), tf.shape(values));
  }
}
