package io.github.polystill.evaluation.significance;

import java.util.Arrays;

/**
 * Counts, for each of 64 positions at once, how many of many words have that bit set.
 *
 * <p>The counts lie across words: plane k holds the bits of weight 2^k of all 64. Eight words are
 * first added to each other by carry-save adders, so that only one carry in eight words goes up the
 * planes (Harley and Seal, in Warren, "Hacker's Delight", 2nd edition, section 5-2).
 */
final class BitCounter {
  static final int LANES = Long.SIZE;

  private final long[] planes = new long[Integer.SIZE];

  /**
   * Counts the bits of chosen words.
   *
   * @param words of which some are counted
   * @param which indexes into them; one that occurs twice counts twice
   * @param counts [64], overwritten
   */
  void count(long[] words, int[] which, int[] counts) {
    Arrays.fill(planes, 0);
    int whole = which.length & -8;
    for (int i = 0; i < whole; i += 8) {
      add8(words, which, i);
    }
    for (int i = whole; i < which.length; i++) {
      carry(words[which[i]], 0);
    }
    int used = Integer.SIZE - Integer.numberOfLeadingZeros(which.length);
    for (int lane = 0; lane < LANES; lane++) {
      int count = 0;
      for (int plane = 0; plane < used; plane++) {
        count |= (int) (planes[plane] >>> lane & 1) << plane;
      }
      counts[lane] = count;
    }
  }

  // A full adder has the sum a ^ b ^ c and the carry (a & b) | ((a ^ b) & c).
  private void add8(long[] words, int[] which, int i) {
    long ones = planes[0];
    long a = words[which[i]];
    long b = words[which[i + 1]];
    long half = ones ^ a;
    long twoA = (ones & a) | (half & b);
    ones = half ^ b;
    a = words[which[i + 2]];
    b = words[which[i + 3]];
    half = ones ^ a;
    long twoB = (ones & a) | (half & b);
    ones = half ^ b;
    long twos = planes[1];
    half = twos ^ twoA;
    final long fourA = (twos & twoA) | (half & twoB);
    twos = half ^ twoB;

    a = words[which[i + 4]];
    b = words[which[i + 5]];
    half = ones ^ a;
    twoA = (ones & a) | (half & b);
    ones = half ^ b;
    a = words[which[i + 6]];
    b = words[which[i + 7]];
    half = ones ^ a;
    twoB = (ones & a) | (half & b);
    planes[0] = half ^ b;
    half = twos ^ twoA;
    final long fourB = (twos & twoA) | (half & twoB);
    planes[1] = half ^ twoB;

    long fours = planes[2];
    half = fours ^ fourA;
    long eight = (fours & fourA) | (half & fourB);
    planes[2] = half ^ fourB;
    carry(eight, 3);
  }

  private void carry(long word, int plane) {
    long carry = word;
    for (int k = plane; carry != 0; k++) {
      long next = planes[k] & carry;
      planes[k] ^= carry;
      carry = next;
    }
  }
}
