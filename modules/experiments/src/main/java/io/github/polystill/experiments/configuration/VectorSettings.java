package io.github.polystill.experiments.configuration;

import java.nio.file.Path;
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

  /** The same without where files are; the name of a text says how it is read. */
  VectorSettings withoutDirectories() {
    return new VectorSettings(
        path.map(file -> "any"),
        dimensions,
        seed,
        train.map(
            settings ->
                settings.withTexts(
                    settings.texts().stream()
                        .map(text -> Path.of(text).getFileName().toString())
                        .toList())));
  }

  /** The same with another seed. */
  VectorSettings withSeed(Optional<Long> other) {
    return new VectorSettings(path, dimensions, other, train);
  }
}
