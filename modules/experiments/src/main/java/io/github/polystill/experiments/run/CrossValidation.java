package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One cross-validation of a run, which has one for each seed.
 *
 * @param experiment with the seed of this one
 * @param corpus with the folds of that seed
 * @param seed of all cross-validations but the first, which is not marked anywhere
 */
record CrossValidation(Experiment experiment, PreparedCorpus corpus, OptionalLong seed) {

  /** One for each seed; the corpus has the folds of the first. */
  static List<CrossValidation> ofSeeds(Experiment experiment, PreparedCorpus corpus) {
    List<CrossValidation> validations = new ArrayList<>();
    for (int i = 0; i < experiment.allSeeds().size(); i++) {
      Experiment one = experiment.repetition(i);
      validations.add(
          new CrossValidation(
              one,
              i == 0 ? corpus : CorpusPreparation.dealtAgain(corpus, one),
              experiment.mark(experiment.allSeeds().get(i))));
    }
    return validations;
  }

  /** Prepares a fold with the word vectors of a file, else with random ones. */
  PreparedFold prepare(Fold fold, Optional<Path> vectorFile) throws IOException {
    return CorpusPreparation.pipeline(experiment, vectorFile)
        .prepare(corpus.segmented(), fold, seed);
  }
}
