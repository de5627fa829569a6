package io.github.polystill.embeddings.word2vec;

import io.github.polystill.embeddings.WordVectorSource;
import java.util.List;

/** Vectors of a vocabulary, the most frequent word first, and what the training was like. */
public final class TrainedVectors implements WordVectorSource {
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

  @Override
  public int dimensions() {
    return vectors.columns();
  }

  @Override
  public int size() {
    return words.size();
  }

  @Override
  public String word(int row) {
    return words.get(row);
  }

  @Override
  public void copyVector(int row, float[] into) {
    System.arraycopy(vectors.row(row), 0, into, 0, dimensions());
  }

  public TrainingStatistics statistics() {
    return statistics;
  }
}
