package io.github.polystill.embeddings;

import java.util.Arrays;

/**
 * A set of 64-bit hashes of words, to find those that come twice in 8 to 16 bytes per word instead
 * of the hundred that strings take. Two different words of a million share a hash with a
 * probability of 3e-8.
 */
final class WordHashes {
  private long[] slots = new long[1 << 12];
  private int size;
  private boolean zero;

  /** Adds the hash of a word, false where it is there already. */
  boolean add(byte[] bytes, int from, int to) {
    return add(hash(bytes, from, to));
  }

  private boolean add(long hash) {
    if (hash == 0) {
      boolean isNew = !zero;
      zero = true;
      return isNew;
    }
    if (4 * (size + 1L) > 3L * slots.length) {
      grow();
    }
    if (!place(hash)) {
      return false;
    }
    size++;
    return true;
  }

  private boolean place(long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      if (slots[slot] == hash) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = hash;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    Arrays.stream(old).filter(hash -> hash != 0).forEach(this::place);
  }

  /** FNV-1a and the finaliser of MurmurHash3, which spreads short words over all bits. */
  static long hash(byte[] bytes, int from, int to) {
    long hash = 0xcbf29ce484222325L;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
