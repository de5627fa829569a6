package io.github.polystill.experiments.run;

import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.preparation.VectorTraining;
import java.util.Optional;

/**
 * One cross-validation of a run.
 *
 * @param experiment with the seed of this repetition
 * @param corpus with the folds of that seed
 * @param seed of all repetitions but the first, which is not marked anywhere
 * @param training of word vectors, if they are trained
 */
record Repetition(
    Experiment experiment,
    PreparedCorpus corpus,
    Optional<Long> seed,
    Optional<VectorTraining> training) {}
