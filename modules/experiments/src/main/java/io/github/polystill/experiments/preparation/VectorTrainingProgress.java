package io.github.polystill.experiments.preparation;

/** Hears how the training of word vectors gets on, and may end it. */
public interface VectorTrainingProgress {
  /** A line about a stage. */
  void message(String line);

  /**
   * Called again and again.
   *
   * @throws java.util.concurrent.CancellationException where training is to end
   */
  void throwIfCancelled();
}
