package io.github.polystill.embeddings;

import org.apiguardian.api.API;

/**
 * Vectors of a vocabulary in row-major order; row i belongs to id i, row 0 (padding) is zero.
 *
 * @param values [rows * dimensions]
 * @param rows vocabulary size
 * @param dimensions vector size
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record EmbeddingMatrix(float[] values, int rows, int dimensions) {
  public EmbeddingMatrix {
    if (values.length != Math.multiplyExact(rows, dimensions)) {
      throw new IllegalArgumentException(
          values.length + " values are not " + rows + " x " + dimensions);
    }
  }
}
