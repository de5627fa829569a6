package io.github.polystill.serving.server;

import io.github.polystill.models.savedmodel.DenseTensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Puts the rows of tensors together, and takes them apart again. */
final class TensorRows {
  private TensorRows() {}

  /**
   * The rows of all tensors, one below the other.
   *
   * @param tensors of one type; their shapes differ in the first and perhaps the last dimension
   * @param width size of the last dimension of the result if there is more than one; shorter rows
   *     are filled up with 0 or ""
   */
  static DenseTensor join(List<DenseTensor> tensors, int width) {
    int rows = tensors.stream().mapToInt(DenseTensor::rows).sum();
    DenseTensor joined = empty(tensors.get(0), rows, width);
    int line = 0;
    for (DenseTensor tensor : tensors) {
      int lines = tensor.rows() * linesPerRow(tensor);
      copy(tensor, 0, joined, line, lines);
      line += lines;
    }
    return joined;
  }

  /**
   * Some rows of a tensor.
   *
   * @param width that the last dimension is cut to if there is more than one
   */
  static DenseTensor part(DenseTensor tensor, int row, int rows, int width) {
    DenseTensor part = empty(tensor, rows, width);
    int linesPerRow = linesPerRow(tensor);
    copy(tensor, row * linesPerRow, part, 0, rows * linesPerRow);
    return part;
  }

  /** A line is what lies along the last dimension; of a vector it is one value. */
  private static int linesPerRow(DenseTensor tensor) {
    int[] shape = tensor.shape();
    return IntStream.range(1, shape.length - 1).map(i -> shape[i]).reduce(1, (a, b) -> a * b);
  }

  private static int lineLength(DenseTensor tensor) {
    int[] shape = tensor.shape();
    return shape.length == 1 ? 1 : shape[shape.length - 1];
  }

  /** Copies lines, each as much as both tensors have of it. */
  private static void copy(DenseTensor from, int fromLine, DenseTensor to, int toLine, int lines) {
    int fromLength = lineLength(from);
    int toLength = lineLength(to);
    for (int i = 0; i < lines; i++) {
      System.arraycopy(
          from.values(),
          (fromLine + i) * fromLength,
          to.values(),
          (toLine + i) * toLength,
          Math.min(fromLength, toLength));
    }
  }

  private static DenseTensor empty(DenseTensor like, int rows, int width) {
    int[] shape = like.shape().clone();
    if (shape.length > 1) {
      shape[shape.length - 1] = width;
    }
    shape[0] = rows;
    int size = IntStream.of(shape).reduce(1, Math::multiplyExact);
    if (like instanceof DenseTensor.Floats) {
      return new DenseTensor.Floats(shape, new float[size]);
    }
    if (like instanceof DenseTensor.Integers) {
      return new DenseTensor.Integers(shape, new int[size]);
    }
    String[] strings = new String[size];
    Arrays.fill(strings, "");
    return new DenseTensor.Strings(shape, strings);
  }
}
