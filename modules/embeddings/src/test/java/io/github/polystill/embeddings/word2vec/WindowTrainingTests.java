package io.github.polystill.embeddings.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One window against the formulas of Mikolov et al. in double precision. */
final class WindowTrainingTests {
  private static final float ALPHA = 0.1f;

  @ParameterizedTest
  @CsvSource({"SKIP_GRAM, 7", "SKIP_GRAM, 32", "CBOW, 7", "CBOW, 50"})
  void stepFollowsTheGradient(Algorithm algorithm, int dimensions) {
    // Two words: the only possible negative of 0 is 1 and the reverse, whatever is drawn.
    Word2VecSettings settings =
        new Word2VecSettings(algorithm, dimensions, 1, 1, 0, 1, 1, 0.025, 1, 1, false, 10);
    FloatRows inputs = new FloatRows(2, dimensions);
    FloatRows outputs = new FloatRows(2, dimensions);
    RandomState random = new RandomState(3);
    double[][] in = fill(inputs, random);
    double[][] out = fill(outputs, random);
    // The other word is a hundred thousand times as frequent, and is drawn in four attempts.
    WindowTraining training =
        new WindowTraining(
            settings,
            inputs,
            outputs,
            AliasTable.ofCounts(new long[] {1, 1_000_000_000_000L}),
            random);

    training.train(new int[] {0, 0, 0}, 3, ALPHA);

    for (int centre = 0; centre < 3; centre++) {
      int context = centre == 1 ? 2 : 1;
      if (algorithm == Algorithm.SKIP_GRAM) {
        for (int i = 0; i < context; i++) {
          step(in[0], out, 1);
        }
      } else {
        step(in[0], out, context);
      }
    }
    for (int row = 0; row < 2; row++) {
      float[] actualIn = new float[inputs.row(row).length];
      float[] actualOut = new float[inputs.row(row).length];
      inputs.load(row, actualIn);
      outputs.load(row, actualOut);
      for (int d = 0; d < dimensions; d++) {
        assertThat((double) actualIn[d]).isCloseTo(in[row][d], within(2e-4));
        assertThat((double) actualOut[d]).isCloseTo(out[row][d], within(2e-4));
      }
    }
  }

  /** Word 0 from itself against the negative 1; the gradient goes to it so many times. */
  private static void step(double[] in, double[][] out, int times) {
    double[] gradient = new double[in.length];
    for (int target = 0; target < 2; target++) {
      double logit = 0;
      for (int d = 0; d < in.length; d++) {
        logit += in[d] * out[target][d];
      }
      double g = ((target == 0 ? 1 : 0) - 1 / (1 + Math.exp(-logit))) * ALPHA;
      for (int d = 0; d < in.length; d++) {
        gradient[d] += g * out[target][d];
        out[target][d] += g * in[d];
      }
    }
    for (int d = 0; d < in.length; d++) {
      in[d] += times * gradient[d];
    }
  }

  private static double[][] fill(FloatRows rows, RandomState random) {
    double[][] copy = new double[rows.rows()][rows.columns()];
    for (int row = 0; row < copy.length; row++) {
      for (int d = 0; d < rows.columns(); d++) {
        float value = random.nextFloat() - 0.5f;
        rows.row(row)[d] = value;
        copy[row][d] = value;
      }
    }
    return copy;
  }
}
