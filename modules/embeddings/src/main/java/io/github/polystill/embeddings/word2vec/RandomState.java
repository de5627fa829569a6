package io.github.polystill.embeddings.word2vec;

/** A SplitMix64 generator whose state can be kept in a checkpoint. */
final class RandomState {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  RandomState(long state) {
    this.state = state;
  }

  /** The generator of a thread. */
  static RandomState of(long seed, int stream) {
    return new RandomState(mix(mix(seed) + (stream + 1) * 0xD1342543DE82EF95L));
  }

  long state() {
    return state;
  }

  long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** 0 or more and below 1. */
  float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
