package io.github.polystill.labs.train;

import io.github.polystill.models.TokenBatch;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the arithmetic of a step depends on.
 *
 * @param lengths tokens of each text of the batch
 * @param distinct different token ids, padding among them where there is any
 */
public record BatchShape(List<Integer> lengths, int distinct) {
  /** Copies the list. */
  public BatchShape {
    lengths = List.copyOf(lengths);
  }

  static BatchShape of(TokenBatch batch) {
    BitSet ids = new BitSet();
    int[] lengths = new int[batch.rows()];
    for (int row = 0; row < batch.rows(); row++) {
      for (int column = 0; column < batch.width(); column++) {
        int id = batch.id(row, column);
        ids.set(id);
        if (id != 0) {
          lengths[row] = column + 1;
        }
      }
    }
    return new BatchShape(IntStream.of(lengths).boxed().toList(), ids.cardinality());
  }

  int texts() {
    return lengths.size();
  }

  /** Tokens of the longest text. */
  int width() {
    return Collections.max(lengths);
  }

  /** Sentences in all, if a text's words fill its sentences one after the other. */
  int sentences(int words) {
    return lengths.stream().mapToInt(length -> ceil(length, words)).sum();
  }

  /** Sentences of the longest text. */
  int mostSentences(int words) {
    return ceil(width(), words);
  }

  private static int ceil(int length, int words) {
    return (length + words - 1) / words;
  }
}
