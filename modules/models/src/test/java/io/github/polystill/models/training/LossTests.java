package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.losses.BinaryCrossentropy;
import org.tensorflow.framework.losses.MeanSquaredError;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Losses against those of TensorFlow's framework, and the derivatives that are written by hand
 * against automatic differentiation of these.
 */
class LossTests {
  private static final float[][] ONE_LABEL = {{-30}, {-3}, {-0.5f}, {0}, {0.25f}, {2}, {30}};

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);

  @AfterEach
  void close() {
    graph.close();
  }

  /** The framework weighs documents: with one label that is the weight of the positive class. */
  @ParameterizedTest
  @ValueSource(floats = {0.05f, 1, 5})
  void aWeightOfThePositiveClass(float weight) {
    float[][] targets = {{0}, {1}, {1}, {0}, {1}, {0}, {1}};
    float[] weights = new float[targets.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = targets[i][0] == 1 ? weight : 1;
    }
    Operand<TFloat32> logits = tf.constant(ONE_LABEL);
    Operand<TFloat32> oracle =
        new BinaryCrossentropy(true).call(tf, tf.constant(targets), logits, tf.constant(weights));
    assertAgrees(new WeightedCrossEntropy(weight), logits, tf.constant(targets), oracle);
  }

  @Test
  void responsesAsTargets() {
    Operand<TFloat32> logits = tf.constant(new float[][] {{-2, 0.5f, 9}, {1, -0.1f, 0}});
    Operand<TFloat32> targets = tf.constant(new float[][] {{0.1f, 0.7f, 1}, {0, 0.5f, 0.99f}});
    Operand<TFloat32> oracle = new BinaryCrossentropy(true).call(tf, targets, logits);
    assertAgrees(WeightedCrossEntropy.PLAIN, logits, targets, oracle);
  }

  private static final float[][] STUDENT = {{-2, 0.5f, 9}, {1, -0.1f, 0}, {-5, 4, 2}};
  private static final float[][] TEACHER = {{-3, 0.2f, 4}, {-1, 7, 0.5f}, {0, -2, 1}};
  private static final float[][] TRUTH = {{0, 1, 0}, {1, 1, 0}, {0, 0, 0}};

  private interface TargetOf {
    float of(float logit, float truth);
  }

  private Operand<TFloat32> targets(TargetOf target) {
    float[][] values = new float[TEACHER.length][TEACHER[0].length];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = target.of(TEACHER[i][j], TRUTH[i][j]);
      }
    }
    return tf.constant(values);
  }

  private Operand<TFloat32> crossEntropy(
      Operand<TFloat32> targets, Operand<TFloat32> logits, float factor) {
    return tf.math.mul(new BinaryCrossentropy(true).call(tf, targets, logits), tf.constant(factor));
  }

  private Operand<TFloat32> trueLabels(Operand<TFloat32> logits, float factor) {
    return crossEntropy(targets((logit, truth) -> truth), logits, factor);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 0.25", "3, 0", "2, 0.5"})
  void softenedResponsesAndTrueLabels(float temperature, float share) {
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(temperature, share);
    Operand<TFloat32> logits = tf.constant(STUDENT);
    Operand<TFloat32> softened =
        targets((logit, truth) -> (float) (1 / (1 + Math.exp(-logit / temperature))));
    Operand<TFloat32> oracle =
        tf.math.add(
            crossEntropy(
                softened,
                tf.math.div(logits, tf.constant(temperature)),
                (1 - share) * temperature * temperature),
            trueLabels(logits, share));

    assertAgrees(loss, logits, targets(loss::target), oracle);
  }

  @Test
  void squaredErrorOfLogits() {
    LogitError loss = new LogitError(0);
    Operand<TFloat32> logits = tf.constant(STUDENT);
    Operand<TFloat32> error =
        new MeanSquaredError().call(tf, targets((logit, truth) -> logit), logits);

    assertAgrees(loss, logits, targets(loss::target), tf.math.mul(error, tf.constant(1f / 8)));
  }

  /** Its number differs from the oracle's, by the same for all logits. */
  @Test
  void squaredErrorOfLogitsAndTrueLabels() {
    float share = 0.4f;
    LogitError loss = new LogitError(share);
    Operand<TFloat32> logits = tf.constant(STUDENT);
    Operand<TFloat32> oracle =
        tf.math.add(
            tf.math.mul(
                new MeanSquaredError().call(tf, targets((logit, truth) -> logit), logits),
                tf.constant((1 - share) / 8)),
            trueLabels(logits, share));
    Operand<TFloat32> same =
        tf.math.add(
            oracle,
            tf.stopGradient(
                tf.math.sub(loss.of(tf, logits, targets(loss::target), fed(loss)), oracle)));

    assertAgrees(loss, logits, targets(loss::target), same);
  }

  @Test
  void aWeightOfEachLabel() {
    float[] weights = {0.5f, 3, 1};
    Operand<TFloat32> oracle = tf.constant(0f);
    Operand<TFloat32> logits = tf.constant(STUDENT);
    for (int label = 0; label < weights.length; label++) {
      Operand<TFloat32> ofLabel =
          new WeightedCrossEntropy(weights[label])
              .of(
                  tf,
                  column(logits, label),
                  column(tf.constant(TRUTH), label),
                  List.of(tf.constant(weights[label])));
      oracle = tf.math.add(oracle, tf.math.div(ofLabel, tf.constant(3f)));
    }
    assertAgrees(
        new LabelWeightedCrossEntropy(List.of(0.5, 3.0, 1.0)), logits, tf.constant(TRUTH), oracle);
  }

  private Operand<TFloat32> column(Operand<TFloat32> matrix, int column) {
    return tf.slice(matrix, tf.array(0, column), tf.array(-1, 1));
  }

  /** In double precision. */
  @FunctionalInterface
  private interface Formula {
    double of(double logit, int row, int label);
  }

  @ParameterizedTest
  @CsvSource({"4, 0.05", "2, 0", "1, 0.3"})
  void asymmetric(double focusing, double margin) {
    assertAgrees(
        new AsymmetricLoss(focusing, margin),
        (x, row, label) -> {
          double z = 1 / (1 + Math.exp(-x));
          double q = Math.max(z - margin, 0);
          return TRUTH[row][label] == 1 ? -Math.log(z) : -Math.pow(q, focusing) * Math.log(1 - q);
        });
  }

  /** A label of all texts and one of none as well, and a text without labels. */
  @Test
  void distributionBalanced() {
    int[] counts = {2, 40, 0};
    assertAgrees(
        new DistributionBalancedLoss(40, List.of(2, 40, 0)),
        (x, row, label) -> {
          double sum = 0;
          for (int j = 0; j < counts.length; j++) {
            sum += TRUTH[row][j] / Math.min(39.5, Math.max(0.5, counts[j]));
          }
          double n = Math.min(39.5, Math.max(0.5, counts[label]));
          double weight = 0.1 + 1 / (1 + Math.exp(-10 * (1 / n / sum - 0.9)));
          double biased = x - 0.05 * Math.log(40 / n - 1);
          double right =
              TRUTH[row][label] == 1 ? 1 / (1 + Math.exp(-biased)) : 1 / (1 + Math.exp(2 * biased));
          double entropy = -Math.log(right) / (TRUTH[row][label] == 1 ? 1 : 2);
          return 0.5 * weight * Math.pow(1 - right, 2) * entropy;
        });
  }

  private void assertAgrees(Loss loss, Formula formula) {
    double[][] derivatives = new double[STUDENT.length][STUDENT[0].length];
    double sum = 0;
    int size = STUDENT.length * STUDENT[0].length;
    for (int i = 0; i < STUDENT.length; i++) {
      for (int j = 0; j < STUDENT[i].length; j++) {
        double x = STUDENT[i][j];
        sum += formula.of(x, i, j);
        derivatives[i][j] = (formula.of(x + 1e-6, i, j) - formula.of(x - 1e-6, i, j)) / 2e-6 / size;
      }
    }
    Operand<TFloat32> logits = tf.constant(STUDENT);
    Operand<TFloat32> truth = tf.constant(TRUTH);
    try (Session session = new Session(graph);
        Result result =
            session
                .runner()
                .fetch(loss.of(tf, logits, truth, fed(loss)))
                .fetch(loss.gradient(tf, logits, truth, fed(loss)))
                .run()) {
      assertThat((double) ((TFloat32) result.get(0)).getFloat())
          .isCloseTo(sum / size, withinPercentage(1e-3));
      ((TFloat32) result.get(1))
          .scalars()
          .forEachIndexed(
              (at, value) ->
                  assertThat((double) value.getFloat())
                      .isCloseTo(derivatives[(int) at[0]][(int) at[1]], within(1e-6)));
    }
  }

  private List<Operand<TFloat32>> fed(Loss loss) {
    return loss.numbers().stream().<Operand<TFloat32>>map(tf::constant).toList();
  }

  private void assertAgrees(
      Loss loss, Operand<TFloat32> logits, Operand<TFloat32> targets, Operand<TFloat32> oracle) {
    List<Operand<TFloat32>> fed = fed(loss);
    Output<?> derivative =
        graph.addGradients(oracle.asOutput(), new Output<?>[] {logits.asOutput()})[0];
    try (Session session = new Session(graph);
        Result result =
            session
                .runner()
                .fetch(oracle)
                .fetch(loss.of(tf, logits, targets, fed))
                .fetch(derivative)
                .fetch(loss.gradient(tf, logits, targets, fed))
                .run()) {
      assertThat(((TFloat32) result.get(1)).getFloat())
          .isCloseTo(((TFloat32) result.get(0)).getFloat(), withinPercentage(1e-4));
      TFloat32 expected = (TFloat32) result.get(2);
      TFloat32 actual = (TFloat32) result.get(3);
      assertThat(actual.shape()).isEqualTo(expected.shape());
      actual
          .scalars()
          .forEachIndexed(
              (at, value) ->
                  assertThat(value.getFloat()).isCloseTo(expected.getFloat(at), within(1e-7f)));
    }
  }
}
