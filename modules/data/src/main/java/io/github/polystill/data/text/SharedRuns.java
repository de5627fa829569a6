package io.github.polystill.data.text;

import io.github.polystill.data.segmentation.TextNormalizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Finds texts that have a run of {@value #LENGTH} characters in common with any of some others, or
 * are the same where they are shorter. Runs are compared by a hash of 64 bits that rolls over the
 * text (Karp and Rabin 1987).
 */
public final class SharedRuns {
  /** Characters of a run. */
  public static final int LENGTH = 30;

  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final int BITS_PER_RUN = 16;

  private final BitSet seen;
  private final int shift;
  private final long[] runs;

  /** Remembers the runs of {@linkplain #comparable comparable} texts. */
  public SharedRuns(List<String> texts) {
    runs =
        texts.stream().flatMapToLong(it -> LongStream.of(runs(it))).sorted().distinct().toArray();
    long size = Math.min(1L << 30, Long.highestOneBit((long) BITS_PER_RUN * runs.length + 2));
    shift = Long.SIZE - Long.numberOfTrailingZeros(size);
    seen = new BitSet((int) size);
    LongStream.of(runs).forEach(run -> seen.set(bit(run)));
  }

  /** A text in the form in which texts are compared: normalised, and white space as blanks. */
  public static String comparable(String text) {
    return TextNormalizer.normalize(text).replaceAll("\\s", " ").strip();
  }

  /** The hashes of all runs of a text. */
  public static long[] runs(String text) {
    int length = Math.min(LENGTH, text.length());
    long highest = 1; // factor of the character that leaves
    long hash = 0;
    for (int i = 0; i < length; i++) {
      hash = hash * BASE + text.charAt(i) + 1;
      highest *= BASE;
    }
    long[] runs = new long[text.length() - length + 1];
    runs[0] = hash;
    for (int i = 1; i < runs.length; i++) {
      hash = hash * BASE + text.charAt(i + length - 1) + 1 - highest * (text.charAt(i - 1) + 1);
      runs[i] = hash;
    }
    return runs;
  }

  /** Whether any of a text's runs is one of the remembered. */
  public boolean hasAnyOf(long[] others) {
    for (long run : others) {
      if (seen.get(bit(run)) && Arrays.binarySearch(runs, run) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Most texts have none in common, which one look then tells. */
  private int bit(long run) {
    return (int) ((run * BASE) >>> shift);
  }
}
