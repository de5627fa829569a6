package io.github.polystill.data.transformers;

import java.util.List;

/**
 * A pre-trained network that reads the ids of tokens and gives a vector for each of them, such as
 * BERT without or with a head for each token. For one thread at a time or for several, and to be
 * closed: what it holds is outside the heap.
 */
public interface TokenNetwork extends AutoCloseable {
  /** Values in the vector of a token. */
  int width();

  /**
   * The vectors of some sequences, in batches of similar length. Where the arithmetic of the
   * network is of integers whose scale depends on all that is in a batch, each is a batch of its
   * own, so that its vectors do not depend on the others.
   *
   * @param sequences ids of tokens, those of the start and the end among them
   * @return for each sequence its vectors [length of the sequence x width], one after the other
   */
  List<float[]> run(List<int[]> sequences);

  @Override
  void close();
}
