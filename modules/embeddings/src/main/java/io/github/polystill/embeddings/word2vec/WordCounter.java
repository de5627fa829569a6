package io.github.polystill.embeddings.word2vec;

import java.util.Arrays;

/**
 * Counts words in an open-addressing table. Where there are too many, the rarest are forgotten and
 * their numbers never used again, so that the numbers already written stay unambiguous.
 */
final class WordCounter {
  private static final int FIRST_CAPACITY = 1 << 12;

  private final int most;
  private String[] words = new String[FIRST_CAPACITY];
  private int[] ids = new int[FIRST_CAPACITY];
  private long[] counts = new long[FIRST_CAPACITY];
  private int size;
  private int nextId;
  private long threshold = 1;

  /**
   * A counter of nothing yet.
   *
   * @param most words above which rare ones are forgotten
   */
  WordCounter(int most) {
    this.most = most;
  }

  /** Counts an occurrence and gives the word's provisional number. */
  int add(String word) {
    int slot = slot(words, word);
    if (words[slot] == null) {
      words[slot] = word;
      ids[slot] = nextId++;
      counts[slot] = 1;
      size++;
      int id = ids[slot];
      if (size > most) {
        prune();
      } else if (size > words.length * 0.6) {
        rebuild(words.length * 2, 0);
      }
      return id;
    }
    counts[slot]++;
    return ids[slot];
  }

  int size() {
    return size;
  }

  /** Numbers that were ever given. */
  int ids() {
    return nextId;
  }

  /** The words with at least that count, most frequent first, at most so many. */
  Entry[] mostFrequent(int minCount, int limit) {
    Entry[] entries = new Entry[size];
    int n = 0;
    for (int slot = 0; slot < words.length; slot++) {
      if (words[slot] != null && counts[slot] >= minCount) {
        entries[n++] = new Entry(words[slot], ids[slot], counts[slot]);
      }
    }
    Arrays.sort(entries, 0, n);
    return Arrays.copyOf(entries, Math.min(n, limit));
  }

  /** A word, its provisional number and its count; the frequent and then the earlier come first. */
  record Entry(String word, int id, long count) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byCount = Long.compare(other.count, count);
      return byCount != 0 ? byCount : Integer.compare(id, other.id);
    }
  }

  /** Forgets the words seen at most so often, and a little more often the next time. */
  private void prune() {
    do {
      rebuild(words.length, threshold++);
    } while (size > most / 2 && size > 1);
  }

  private void rebuild(int capacity, long greatestForgotten) {
    String[] oldWords = words;
    int[] oldIds = ids;
    long[] oldCounts = counts;
    words = new String[capacity];
    ids = new int[capacity];
    counts = new long[capacity];
    size = 0;
    for (int old = 0; old < oldWords.length; old++) {
      if (oldWords[old] != null && oldCounts[old] > greatestForgotten) {
        int slot = slot(words, oldWords[old]);
        words[slot] = oldWords[old];
        ids[slot] = oldIds[old];
        counts[slot] = oldCounts[old];
        size++;
      }
    }
  }

  private static int slot(String[] table, String word) {
    int hash = word.hashCode() * 0x9E3779B9;
    int slot = (hash ^ (hash >>> 15)) & (table.length - 1);
    while (table[slot] != null && !table[slot].equals(word)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }
}
