package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.distillation.FurtherTexts;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.WordDropout;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.StudentSettings;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.preparation.TransferTexts;
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
 * @param transfer texts that distilled students learn too
 */
record CrossValidation(
    Experiment experiment, PreparedCorpus corpus, OptionalLong seed, TransferTexts transfer) {

  /** One for each seed; the corpus has the folds of the first. */
  static List<CrossValidation> ofSeeds(Experiment experiment, PreparedCorpus corpus) {
    List<CrossValidation> validations = new ArrayList<>();
    for (int i = 0; i < experiment.allSeeds().size(); i++) {
      Experiment one = experiment.repetition(i);
      validations.add(
          new CrossValidation(
              one,
              i == 0 ? corpus : CorpusPreparation.dealtAgain(corpus, one),
              experiment.mark(experiment.allSeeds().get(i)),
              TransferTexts.NONE));
    }
    return validations;
  }

  /** The folds that are run. */
  List<Fold> folds() {
    return experiment.folds().run().stream().map(corpus.folds()::get).toList();
  }

  CrossValidation with(TransferTexts texts) {
    return new CrossValidation(experiment, corpus, seed, texts);
  }

  /** Prepares a fold with the word vectors of a file, else with random ones. */
  PreparedFold prepare(Fold fold, Optional<Path> vectorFile) throws IOException {
    return CorpusPreparation.pipeline(experiment, vectorFile)
        .prepare(corpus.segmented(), fold, seed)
        .with(further(fold));
  }

  private FurtherTexts further(Fold fold) {
    StudentSettings student = experiment.student();
    return new FurtherTexts(
        student
            .wordDropout()
            .map(it -> new WordDropout(it.rate(), it.copies(), it.consistent(), experiment.seed())),
        transfer.of(fold).texts(),
        share());
  }

  private double share() {
    StudentSettings student = experiment.student();
    return student.transfer().isEmpty() ? 0 : student.transferShare().orElse(1.0);
  }

  /** Transfer texts of an epoch for each training text of a fold. */
  double transferPerText(int index) {
    Fold fold = corpus.folds().get(index);
    return Math.min(share(), transfer.of(fold).texts().size() / (double) fold.texts().length);
  }
}
