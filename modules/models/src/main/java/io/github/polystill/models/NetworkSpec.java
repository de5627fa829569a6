package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingTableShape;

/**
 * Everything that decides the shape of a network.
 *
 * @param architecture kind of network and its sizes
 * @param table size of the embedding table
 * @param outputs number of logits: 1 for a binary expert, the number of labels for a student
 */
public record NetworkSpec(Architecture architecture, EmbeddingTableShape table, int outputs) {
  public NetworkSpec {
    if (outputs < 1) {
      throw new IllegalArgumentException("outputs: " + outputs);
    }
  }
}
