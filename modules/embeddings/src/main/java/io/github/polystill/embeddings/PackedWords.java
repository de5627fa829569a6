package io.github.polystill.embeddings;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Different words, numbered as they come: their UTF-8 bytes one after the other and a hash table of
 * their numbers. A word takes its bytes and 10 to 16 more instead of the hundred of a string.
 */
final class PackedWords {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[1 << 16];

  /** Where each word ends. */
  private int[] ends = new int[1 << 12];

  /** Number of a word plus one; 0 where there is none. */
  private int[] slots = new int[1 << 13];

  private int size;

  int size() {
    return size;
  }

  /**
   * Adds a word.
   *
   * @return its number, -1 where it is there already
   * @throws IllegalStateException where the words come to more than 2 GB
   */
  int add(byte[] source, int from, int to) {
    int slot = slotOf(source, from, to);
    if (slots[slot] != 0) {
      return -1;
    }
    int start = start(size);
    int end = start + to - from;
    if (end < 0 || end > LARGEST_ARRAY) {
      throw new IllegalStateException("words of more than 2 GB");
    }
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, grown(bytes.length, end));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, grown(size, size + 1));
    }
    System.arraycopy(source, from, bytes, start, to - from);
    ends[size] = end;
    slots[slot] = ++size;
    if (size > slots.length / 4 * 3) {
      rehash();
    }
    return size - 1;
  }

  /** The number of a word, -1 where it is none of these. */
  int find(String word) {
    byte[] wanted = word.getBytes(StandardCharsets.UTF_8);
    return slots[slotOf(wanted, 0, wanted.length)] - 1;
  }

  String word(int number) {
    int start = start(number);
    return new String(bytes, start, ends[number] - start, StandardCharsets.UTF_8);
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  /** Half as much again, which leaves less unused than twice as much. */
  private static int grown(int length, int needed) {
    return (int) Math.min(LARGEST_ARRAY, Math.max(needed, length * 3L / 2));
  }

  private int slotOf(byte[] source, int from, int to) {
    int mask = slots.length - 1;
    int slot = (int) hash(source, from, to) & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (Arrays.equals(bytes, start(number), ends[number], source, from, to)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = (int) hash(bytes, start(number), ends[number]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }

  /** FNV-1a and the finaliser of MurmurHash3, which spreads short words over all bits. */
  private static long hash(byte[] bytes, int from, int to) {
    long hash = 0xcbf29ce484222325L;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
