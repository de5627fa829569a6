package io.github.polystill.evaluation.probabilities;

import java.util.Arrays;

/**
 * Sorts integers from 0 by their digits, lowest first, in three passes of {@value #DIGIT_BITS}
 * bits. Sorting takes most of the time of figures that look at all thresholds, and for many
 * thousand probabilities this takes a fraction of that of comparing them.
 */
final class RadixSort {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int PASSES = 3;

  /** Fewer are sorted faster by comparison. */
  private static final int FEW = 4 * DIGITS;

  private RadixSort() {}

  /** Sorts keys in place, ascending. */
  static void sort(int[] keys) {
    if (keys.length < FEW) {
      Arrays.sort(keys);
      return;
    }
    int[][] places = places(keys);
    int[] from = keys;
    int[] to = new int[keys.length];
    for (int pass = 0; pass < PASSES; pass++) {
      int[] place = places[pass];
      int shift = pass * DIGIT_BITS;
      for (int key : from) {
        to[place[(key >>> shift) & (DIGITS - 1)]++] = key;
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    // An odd number of passes ends in the other array.
    System.arraycopy(from, 0, keys, 0, keys.length);
  }

  /** Where the keys of each digit begin, by pass. */
  private static int[][] places(int[] keys) {
    int[][] places = new int[PASSES][DIGITS];
    for (int key : keys) {
      for (int pass = 0; pass < PASSES; pass++) {
        places[pass][(key >>> (pass * DIGIT_BITS)) & (DIGITS - 1)]++;
      }
    }
    for (int[] place : places) {
      int next = 0;
      for (int digit = 0; digit < DIGITS; digit++) {
        int count = place[digit];
        place[digit] = next;
        next += count;
      }
    }
    return places;
  }
}
