package io.github.polystill.embeddings.word2vec;

import org.apiguardian.api.API;

/** What is predicted from what. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
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
