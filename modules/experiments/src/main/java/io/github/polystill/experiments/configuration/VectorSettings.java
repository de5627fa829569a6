package io.github.polystill.experiments.configuration;

import java.util.Optional;

/**
 * Word vectors.
 *
 * @param path file in word2vec text or binary format; without one and without training all vectors
 *     are random
 * @param dimensions size of a vector; with a path, the size that the file must have, or empty for
 *     whatever it has
 * @param seed of random vectors; there once an experiment is resolved
 * @param train how they are trained; not together with a path
 */
public record VectorSettings(
    Optional<String> path,
    Optional<Integer> dimensions,
    Optional<Long> seed,
    Optional<VectorTrainingSettings> train) {

  /** The same with another seed. */
  VectorSettings withSeed(Optional<Long> other) {
    return new VectorSettings(path, dimensions, other, train);
  }
}
