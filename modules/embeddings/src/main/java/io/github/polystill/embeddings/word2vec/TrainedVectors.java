package io.github.polystill.embeddings.word2vec;

import io.github.polystill.embeddings.WordVectorSource;
import java.util.List;
import org.apiguardian.api.API;

/** Vectors of a vocabulary, the most frequent word first, and what the training was like. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class TrainedVectors implements WordVectorSource {
  /**
   * What a training was like.
   *
   * @param tokens words of the text
   * @param vocabularyTokens those of them that are in the vocabulary
   * @param trainedTokens words that were trained on in this process in all epochs, those left out
   *     by subsampling included
   * @param readingSeconds time for reading, segmenting and counting
   * @param trainingSeconds time for training alone
   */
  public record Statistics(
      long tokens,
      long vocabularyTokens,
      long trainedTokens,
      double readingSeconds,
      double trainingSeconds) {
    /** Words per second of training. */
    public double wordsPerSecond() {
      return trainedTokens / Math.max(trainingSeconds, 1e-9);
    }
  }

  private final List<String> words;
  private final long[] counts;
  private final FloatRows vectors;
  private final Statistics statistics;

  TrainedVectors(List<String> words, long[] counts, FloatRows vectors, Statistics statistics) {
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

  public Statistics statistics() {
    return statistics;
  }
}
