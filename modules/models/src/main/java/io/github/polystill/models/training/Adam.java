package io.github.polystill.models.training;

import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.GradientPart.Gradients;
import io.github.polystill.models.layers.GradientPart.RowGradient;
import io.github.polystill.models.layers.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Empty;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Adam (Kingma and Ba 2015, the "efficient" form at the end of section 2, as in Keras): {@code m =
 * b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) +
 * e)} with b1 = 0.9, b2 = 0.999, e = 1e-7. Of an embedding table only the rows that the batch read
 * are updated (lazy Adam). An {@link UpdateRule} may clip the gradients before that and let the
 * weights decay (AdamW, Loshchilov and Hutter 2019, as in Keras).
 */
final class Adam {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-7f;

  private final Ops tf;
  private final UpdateRule rule;
  private final Placeholder<TFloat32> stepSize;
  private final Placeholder<TFloat32> learningRate;

  /** Operations to run once, before the first {@link #resets}. */
  final List<Op> initializers = new ArrayList<>();

  /** Operations that set the moments back to zero. */
  final List<Op> resets = new ArrayList<>();

  /** First and second moments by name, in the shape of their parameters. */
  final Map<String, Variable<TFloat32>> moments = new LinkedHashMap<>();

  /** The operation that changes the parameters. */
  final Op update;

  /**
   * Adds the update of all parameters that have a gradient.
   *
   * @param stepSize scalar, {@link #stepSize(double, int)}
   * @param learningRate scalar, read where weights decay
   */
  Adam(
      Ops tf,
      Placeholder<TFloat32> stepSize,
      Placeholder<TFloat32> learningRate,
      Gradients given,
      UpdateRule rule) {
    this.tf = tf;
    this.rule = rule;
    this.stepSize = stepSize;
    this.learningRate = learningRate;
    Gradients gradients = rule.clipNorm().map(norm -> clipped(tf, given, norm)).orElse(given);
    List<Op> ready = new ArrayList<>(gradients.dense().values());
    gradients.rows().values().forEach(gradient -> ready.add(gradient.values()));
    // Variables change in place: no update may start while another gradient still reads old values.
    Ops afterGradients = tf.withControlDependencies(ready);
    List<Op> updates = new ArrayList<>();
    for (Map.Entry<Parameter, Operand<TFloat32>> entry : gradients.dense().entrySet()) {
      updates.add(updateDense(afterGradients, entry.getKey(), entry.getValue()));
    }
    for (Map.Entry<Parameter, RowGradient> entry : gradients.rows().entrySet()) {
      updates.addAll(updateRows(afterGradients, entry.getKey(), entry.getValue()));
    }
    this.update = tf.withControlDependencies(updates).noOp();
  }

  /**
   * All gradients scaled by one factor so that their norm together is at most a limit (Pascanu et
   * al. 2013): {@code g limit / max(norm, limit)} with {@code norm = sqrt(sum g^2)} over all
   * parameters. As in TensorFlow's {@code clip_by_global_norm} a norm that is not finite makes
   * every gradient NaN, so that the training is seen to diverge.
   */
  static Gradients clipped(Ops tf, Gradients gradients, double limit) {
    List<Operand<TFloat32>> squares = new ArrayList<>();
    gradients.dense().values().forEach(gradient -> squares.add(tf.nn.l2Loss(gradient)));
    // The rows are distinct, so their squares add up to those of the whole table.
    gradients.rows().values().forEach(gradient -> squares.add(tf.nn.l2Loss(gradient.values())));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(squares)));
    Operand<TFloat32> most = tf.constant((float) limit);
    Operand<TFloat32> factor =
        tf.select(
            tf.math.isFinite(norm),
            tf.math.div(most, tf.math.maximum(norm, most)),
            tf.constant(Float.NaN));
    Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
    gradients.dense().forEach((key, gradient) -> dense.put(key, tf.math.mul(gradient, factor)));
    Map<Parameter, RowGradient> rows = new LinkedHashMap<>();
    gradients
        .rows()
        .forEach(
            (key, gradient) ->
                rows.put(
                    key, new RowGradient(gradient.rows(), tf.math.mul(gradient.values(), factor))));
    return new Gradients(dense, rows);
  }

  /** The factor of m / (sqrt(v) + e) at step t, counted from 1. */
  static float stepSize(double learningRate, int step) {
    return (float)
        (learningRate * Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step)));
  }

  private Op updateDense(Ops after, Parameter parameter, Operand<TFloat32> gradient) {
    Ops ready = after;
    if (decays(parameter)) {
      Operand<TFloat32> old = after.identity(parameter.variable());
      ready =
          tf.withControlDependencies(
              List.of(after.assignSub(parameter.variable(), decay(old)), gradient));
    }
    // With both beta powers 0 the kernel's own bias correction is 1; the fed step size has it.
    Operand<TFloat32> none = tf.constant(0f);
    return ready.train.applyAdam(
        parameter.variable(),
        moment(parameter, "m"),
        moment(parameter, "v"),
        none,
        none,
        stepSize,
        tf.constant(BETA1),
        tf.constant(BETA2),
        tf.constant(EPSILON),
        gradient);
  }

  private List<Op> updateRows(Ops after, Parameter parameter, RowGradient gradient) {
    Variable<TFloat32> m = moment(parameter, "m");
    Variable<TFloat32> v = moment(parameter, "v");
    Operand<TFloat32> g = gradient.values();
    Operand<TFloat32> newM = decayed(after, m, gradient, BETA1, g);
    Operand<TFloat32> newV = decayed(after, v, gradient, BETA2, tf.math.square(g));
    Operand<TFloat32> change =
        tf.math.mul(
            stepSize, tf.math.div(newM, tf.math.add(tf.math.sqrt(newV), tf.constant(EPSILON))));
    if (decays(parameter)) {
      Operand<TFloat32> old = after.gather(parameter.variable(), gradient.rows(), tf.constant(0));
      change = tf.math.add(change, decay(old));
    }
    Ops afterMoments = tf.withControlDependencies(List.of(newM, newV, change));
    return List.of(
        afterMoments.scatterUpdate(m, gradient.rows(), newM),
        afterMoments.scatterUpdate(v, gradient.rows(), newV),
        afterMoments.scatterSub(parameter.variable(), gradient.rows(), change));
  }

  /** Biases do not decay: it would pull the base rate of a label towards a half. */
  private boolean decays(Parameter parameter) {
    String name = parameter.name();
    boolean bias = name.substring(name.lastIndexOf('.') + 1).contains("bias");
    return rule.weightDecay() > 0 && !bias;
  }

  private Operand<TFloat32> decay(Operand<TFloat32> weights) {
    return tf.math.mul(tf.math.mul(weights, tf.constant((float) rule.weightDecay())), learningRate);
  }

  private Operand<TFloat32> decayed(
      Ops after, Variable<TFloat32> moment, RowGradient gradient, float beta, Operand<TFloat32> g) {
    Operand<TFloat32> old = after.gather(moment, gradient.rows(), tf.constant(0));
    return tf.math.add(tf.math.mul(old, tf.constant(beta)), tf.math.mul(g, tf.constant(1 - beta)));
  }

  private Variable<TFloat32> moment(Parameter parameter, String kind) {
    String name = parameter.name() + ".adam_" + kind;
    Variable<TFloat32> moment = tf.withName(name).variable(parameter.shape(), TFloat32.class);
    moments.put(name, moment);
    // Not a constant, which TensorFlow would keep for ever.
    Op zeros =
        tf.assign(
            moment, tf.empty(tf.constant(sizes(parameter)), TFloat32.class, Empty.init(true)));
    if (parameter.role().table()) {
      // Later in place: new zeros would be as large as the table, and leave a hole in the memory.
      initializers.add(zeros);
      Operand<TInt32> rows =
          tf.range(tf.constant(0), tf.constant(sizes(parameter)[0]), tf.constant(1));
      resets.add(tf.scatterUpdate(moment, rows, tf.constant(0f)));
    } else {
      resets.add(zeros);
    }
    return moment;
  }

  private static int[] sizes(Parameter parameter) {
    return Arrays.stream(parameter.shape().asArray()).mapToInt(Math::toIntExact).toArray();
  }
}
