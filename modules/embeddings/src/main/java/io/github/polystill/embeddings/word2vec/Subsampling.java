package io.github.polystill.embeddings.word2vec;

/** How probably an occurrence of a word is kept. */
final class Subsampling {
  private final float[] keep;

  private Subsampling(float[] keep) {
    this.keep = keep;
  }

  static Subsampling of(long[] counts, double sample) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    float[] keep = new float[counts.length];
    for (int i = 0; i < keep.length; i++) {
      keep[i] = (float) probability(counts[i], total, sample);
    }
    return new Subsampling(keep);
  }

  /** The original program's formula, which keeps somewhat more than the paper's. */
  static double probability(long count, long total, double sample) {
    if (sample == 0) {
      return 1;
    }
    double threshold = sample * total;
    return Math.min(1, (Math.sqrt(count / threshold) + 1) * threshold / count);
  }

  boolean keeps(int word, RandomState random) {
    return keep[word] >= 1 || random.nextFloat() < keep[word];
  }
}
