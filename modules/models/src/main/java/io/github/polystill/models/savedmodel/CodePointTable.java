package io.github.polystill.models.savedmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * A property of code points in a graph, as the ranges in which it is the same: what Java says of a
 * character when the model is written is what the model says of it everywhere.
 */
@SuppressWarnings("ArrayRecordComponent")
record CodePointTable(int[] starts, int[] values) {
  /** The table of a property. */
  static CodePointTable of(IntUnaryOperator property) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      int value = property.applyAsInt(codePoint);
      if (values.isEmpty() || values.get(values.size() - 1) != value) {
        starts.add(codePoint);
        values.add(value);
      }
    }
    return new CodePointTable(
        starts.stream().mapToInt(Integer::intValue).toArray(),
        values.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Looks up a vector of code points. */
  Operand<TInt32> lookUp(Ops tf, Operand<TInt32> codePoints) {
    Masks masks = new Masks(tf);
    return masks.at(tf.constant(values), masks.lastStart(tf.constant(starts), codePoints));
  }
}
