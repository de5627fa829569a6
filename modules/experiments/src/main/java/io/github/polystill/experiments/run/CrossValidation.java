package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.preparation.VectorTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One cross-validation of a run, which has one for each seed.
 *
 * @param experiment with the seed of this one
 * @param corpus with the folds of that seed
 * @param seed of all cross-validations but the first, which is not marked anywhere
 * @param vectors training of word vectors, if they are trained
 */
record CrossValidation(
    Experiment experiment,
    PreparedCorpus corpus,
    OptionalLong seed,
    Optional<VectorTraining> vectors) {
  /**
   * Prepares a fold.
   *
   * @param vectorFile the fold's word vectors; empty for random ones
   */
  PreparedFold prepare(Fold fold, Optional<Path> vectorFile) throws IOException {
    return CorpusPreparation.pipeline(experiment, vectorFile)
        .prepare(corpus.segmented(), fold, seed);
  }
}
