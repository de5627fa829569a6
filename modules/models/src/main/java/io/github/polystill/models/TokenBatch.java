package io.github.polystill.models;

import java.util.Locale;
import org.apiguardian.api.API;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;

/**
 * Texts of one step as token ids, padded with 0 to the longest of them.
 *
 * @param flat row after row
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record TokenBatch(int[] flat, int rows, int width) {
  /**
   * A batch of some texts of a corpus.
   *
   * @param tokens all texts, [documents][length]
   * @param documents indexes of the texts of the batch, from {@code from} to {@code to} exclusive
   */
  public static TokenBatch of(int[][] tokens, int[] documents, int from, int to) {
    int width = 1;
    for (int i = from; i < to; i++) {
      width = Math.max(width, tokens[documents[i]].length);
    }
    return of(tokens, documents, from, to, width);
  }

  /**
   * The same, padded to a given width.
   *
   * @throws IllegalArgumentException where a text is longer than that
   */
  public static TokenBatch of(int[][] tokens, int[] documents, int from, int to, int width) {
    int[] flat = new int[(to - from) * width];
    for (int i = from; i < to; i++) {
      int[] text = tokens[documents[i]];
      if (text.length > width) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "document %d has %d tokens, more than %d",
                documents[i],
                text.length,
                width));
      }
      System.arraycopy(text, 0, flat, (i - from) * width, text.length);
    }
    return new TokenBatch(flat, to - from, width);
  }

  /** A token id; 0 on padding. */
  public int id(int row, int column) {
    return flat[row * width + column];
  }

  /** int32 [rows, width]; the caller closes it. */
  public TInt32 toTensor() {
    return TInt32.tensorOf(Shape.of(rows, width), DataBuffers.of(flat));
  }
}
