package io.github.polystill.embeddings.word2vec;

import java.util.List;

/** Vectors of a vocabulary, the most frequent word first, and what the training was like. */
public final class TrainedVectors {
  private final List<String> words;
  private final long[] counts;
  private final FloatRows vectors;
  private final TrainingStatistics statistics;

  TrainedVectors(
      List<String> words, long[] counts, FloatRows vectors, TrainingStatistics statistics) {
    this.words = List.copyOf(words);
    this.counts = counts.clone();
    this.vectors = vectors;
    this.statistics = statistics;
  }

  public List<String> words() {
    return words;
  }

  /** Occurrences of a word in the text. */
  public long count(int word) {
    return counts[word];
  }

  public int dimensions() {
    return vectors.columns();
  }

  /** Copies a word's vector to the beginning of an array. */
  public void copyRow(int word, float[] target) {
    vectors.copyRow(word, target);
  }

  public TrainingStatistics statistics() {
    return statistics;
  }
}
