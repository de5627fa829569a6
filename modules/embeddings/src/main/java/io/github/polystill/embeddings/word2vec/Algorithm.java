package io.github.polystill.embeddings.word2vec;

/** What is predicted from what. */
public enum Algorithm {
  /** Every word of the context predicts the word in the middle. */
  SKIP_GRAM(0.025),
  /** The mean of the context predicts the word in the middle. */
  CBOW(0.05);

  private final double learningRate;

  Algorithm(double learningRate) {
    this.learningRate = learningRate;
  }

  /** The learning rate that the original program begins with. */
  public double defaultLearningRate() {
    return learningRate;
  }
}
