package io.github.polystill.models;

import io.github.polystill.models.layers.EmbeddingTableShape;
import org.apiguardian.api.API;

/**
 * Everything that decides the shape of a network.
 *
 * @param architecture kind of network and its sizes
 * @param table size of the embedding table
 * @param outputs number of logits: 1 for a binary expert, the number of labels for a student
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record NetworkSpec(Architecture architecture, EmbeddingTableShape table, int outputs) {
  public NetworkSpec {
    if (outputs < 1) {
      throw new IllegalArgumentException("outputs: " + outputs);
    }
  }
}
