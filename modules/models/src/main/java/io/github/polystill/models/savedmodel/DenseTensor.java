package io.github.polystill.models.savedmodel;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Values of a tensor outside TensorFlow, in row-major order. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface DenseTensor {
  /** Size of each dimension; the first one counts texts. */
  int[] shape();

  /** The values' array: float[], int[] or String[]. */
  Object values();

  /** Size of the first dimension. */
  default int rows() {
    return shape()[0];
  }

  /** Values of one row. */
  default int rowSize() {
    return IntStream.of(shape()).skip(1).reduce(1, Math::multiplyExact);
  }

  /** float32. */
  record Floats(int[] shape, float[] values) implements DenseTensor {
    public Floats {
      requireFit(shape, values.length);
    }
  }

  /** int32. */
  record Integers(int[] shape, int[] values) implements DenseTensor {
    public Integers {
      requireFit(shape, values.length);
    }
  }

  /** string, in UTF-8. */
  record Strings(int[] shape, String[] values) implements DenseTensor {
    public Strings {
      requireFit(shape, values.length);
    }
  }

  private static void requireFit(int[] shape, int values) {
    if (IntStream.of(shape).reduce(1, Math::multiplyExact) != values) {
      throw new IllegalArgumentException(Arrays.toString(shape) + " for " + values + " values");
    }
  }
}
