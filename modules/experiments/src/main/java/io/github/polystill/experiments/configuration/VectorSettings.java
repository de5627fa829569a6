package io.github.polystill.experiments.configuration;

import io.github.polystill.models.Key;
import java.util.Optional;

/**
 * Word vectors.
 *
 * @param seed there once an experiment is resolved, as {@code dimensions} is where there is no path
 */
public record VectorSettings(
    @Key("word2vec file, text or binary; looked up as `corpus.path` is.")
        @Key.Text("the path of a file")
        @Key.Otherwise("random vectors")
        Optional<String> path,
    @Key("Size of a vector; with `path`, the size that the file must have.")
        @Key.Otherwise("`" + DEFAULT_DIMENSIONS + "`, or the file's, or `train.dimensions`")
        Optional<Integer> dimensions,
    @Key("Seed of random and of trained vectors.") @Key.Otherwise("the experiment's")
        Optional<Long> seed,
    @Key("Train word vectors (Mikolov et al. 2013) once and keep them in the cache directory.")
        Optional<VectorTrainingSettings> train) {
  static final int DEFAULT_DIMENSIONS = 300;
}
