package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.ndarray.buffer.IntDataBuffer;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/** Tensors from and to plain Java arrays. */
final class PlainTensors {
  private PlainTensors() {}

  /**
   * The tensor of an input; the caller closes it.
   *
   * @param name of the input
   * @param value {@code String[][]}, {@code int[][]} or {@code String[]}
   * @throws InvalidInputException where the input is of another kind, is empty or has rows of
   *     different lengths
   */
  static Tensor of(String name, Object value) {
    boolean fits =
        switch (name) {
          case ServingSignatures.TOKENS -> value instanceof String[][];
          case ServingSignatures.TOKEN_IDS -> value instanceof int[][];
          default -> value instanceof String[];
        };
    if (!fits) {
      throw new InvalidInputException(
          name
              + ": not what the signature takes; give "
              + switch (name) {
                case ServingSignatures.TOKENS -> "a list of words for each text";
                case ServingSignatures.TOKEN_IDS -> "a list of whole numbers for each text";
                default -> "a string for each text";
              });
    }
    if (value instanceof String[] texts) {
      requireSome(name, texts.length);
      return TString.tensorOf(Shape.of(texts.length), DataBuffers.ofObjects(texts));
    }
    if (value instanceof String[][] rows) {
      int width = width(name, Arrays.stream(rows).mapToInt(row -> row.length).toArray());
      String[] flat = Arrays.stream(rows).flatMap(Arrays::stream).toArray(String[]::new);
      return TString.tensorOf(Shape.of(rows.length, width), DataBuffers.ofObjects(flat));
    }
    int[][] rows = (int[][]) value;
    int width = width(name, Arrays.stream(rows).mapToInt(row -> row.length).toArray());
    int[] flat = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    return TInt32.tensorOf(Shape.of(rows.length, width), DataBuffers.of(flat));
  }

  private static int width(String name, int[] lengths) {
    requireSome(name, lengths.length);
    requireSome(name, lengths[0]);
    for (int i = 1; i < lengths.length; i++) {
      if (lengths[i] != lengths[0]) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: text %d has %d elements, but the first has %d; pad them to one length",
                name,
                i,
                lengths[i],
                lengths[0]));
      }
    }
    return lengths[0];
  }

  private static void requireSome(String name, int size) {
    if (size == 0) {
      throw new InvalidInputException(
          name + ": is empty; give at least one text, and of padding for one without words");
    }
  }

  /**
   * The values of an output: {@code float[][]}, {@code float[][][]}, {@code int[][]} or strings.
   */
  static Object read(Tensor tensor) {
    int rows = Math.toIntExact(tensor.shape().get(0));
    int columns = Math.toIntExact(tensor.shape().get(1));
    if (tensor instanceof TString strings) {
      String[][] values = new String[rows][columns];
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          values[row][column] = strings.getObject(row, column);
        }
      }
      return values;
    }
    if (tensor instanceof TInt32) {
      IntDataBuffer data = tensor.asRawTensor().data().asInts();
      int[][] values = new int[rows][columns];
      for (int row = 0; row < rows; row++) {
        data.offset((long) row * columns).read(values[row]);
      }
      return values;
    }
    FloatDataBuffer data = ((TFloat32) tensor).asRawTensor().data().asFloats();
    if (tensor.shape().numDimensions() == 2) {
      return matrix(data, 0, rows, columns);
    }
    int width = Math.toIntExact(tensor.shape().get(2));
    float[][][] values = new float[rows][][];
    for (int row = 0; row < rows; row++) {
      values[row] = matrix(data, (long) row * columns * width, columns, width);
    }
    return values;
  }

  private static float[][] matrix(FloatDataBuffer data, long offset, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      data.offset(offset + (long) row * columns).read(values[row]);
    }
    return values;
  }
}
