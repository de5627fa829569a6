package io.github.polystill.evaluation.significance;

import java.util.Arrays;

/** A list of ints that are not boxed. */
final class GrowingInts {
  private int[] values = new int[16];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
