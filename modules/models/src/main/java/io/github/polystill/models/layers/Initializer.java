package io.github.polystill.models.layers;

import java.util.SplittableRandom;
import org.apiguardian.api.API;

/** First values of a parameter. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@FunctionalInterface
public interface Initializer {
  /** All zeros. */
  Initializer ZEROS = (size, random) -> new float[size];

  /** The values of a parameter of {@code size} elements in row-major order. */
  float[] values(int size, SplittableRandom random);

  /**
   * Uniform in ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010), the default of Keras for dense
   * layers and convolutions.
   */
  static Initializer glorotUniform(long fanIn, long fanOut) {
    double limit = Math.sqrt(6.0 / (fanIn + fanOut));
    return (size, random) -> {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      return values;
    };
  }

  /**
   * Rows drawn at random from all sets of orthonormal rows (Saxe et al. 2014), the default of Keras
   * for recurrent kernels.
   *
   * @throws IllegalArgumentException where there are more rows than columns
   */
  static Initializer orthogonal(int rows, int columns) {
    if (rows > columns) {
      throw new IllegalArgumentException(rows + " orthonormal rows of " + columns + " columns");
    }
    return (size, random) -> {
      double[][] basis = new double[rows][columns];
      float[] values = new float[size];
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          basis[row][column] = random.nextGaussian();
        }
        orthonormalise(basis, row);
        for (int column = 0; column < columns; column++) {
          values[row * columns + column] = (float) basis[row][column];
        }
      }
      return values;
    };
  }

  /** One step of the modified Gram-Schmidt process. */
  private static void orthonormalise(double[][] basis, int row) {
    double[] vector = basis[row];
    for (int other = 0; other < row; other++) {
      double product = dot(vector, basis[other]);
      for (int i = 0; i < vector.length; i++) {
        vector[i] -= product * basis[other][i];
      }
    }
    double norm = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= norm;
    }
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
