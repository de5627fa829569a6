package io.github.polystill.embeddings.word2vec;

/**
 * What a training was like.
 *
 * @param tokens words of the text
 * @param vocabularyTokens those of them that are in the vocabulary
 * @param trainedTokens words that were trained on in this process in all epochs, those left out by
 *     subsampling included
 * @param readingSeconds time for reading, segmenting and counting
 * @param trainingSeconds time for training alone
 */
public record TrainingStatistics(
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
