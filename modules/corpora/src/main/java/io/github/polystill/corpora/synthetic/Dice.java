package io.github.polystill.corpora.synthetic;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Random choices that are the same on every JDK: only the 64-bit stream of {@link SplittableRandom}
 * is used, because how the library narrows it to a range has changed between releases.
 */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  /** An independent stream, decided by the state of this one. */
  Dice split() {
    return new Dice(random.split());
  }

  /** Uniform over 0 (inclusive) to {@code bound} (exclusive). */
  int below(int bound) {
    return (int) (((random.nextLong() >>> 33) * bound) >>> 31);
  }

  /** Uniform over [0, 1). */
  double unit() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** Puts a list into random order (Fisher-Yates). */
  <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      int j = below(i + 1);
      T moved = list.get(i);
      list.set(i, list.get(j));
      list.set(j, moved);
    }
  }
}
