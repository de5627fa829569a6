package io.github.polystill.experiments.run;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Fold;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.distillation.Encoding;
import io.github.polystill.distillation.FoldPair;
import io.github.polystill.distillation.FurtherTexts;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.WordDropout;
import io.github.polystill.distillation.WordReplacement;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.StudentSettings;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.preparation.TransferTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One cross-validation of a run, which has one for each seed.
 *
 * @param experiment with the seed of this one
 * @param corpus with the folds of that seed
 * @param seed of all cross-validations but the first, which is not marked anywhere
 * @param given answers of teachers that are not trained here; none where experts are
 * @param transfer texts that distilled students learn too
 */
record CrossValidation(
    Experiment experiment,
    PreparedCorpus corpus,
    OptionalLong seed,
    Map<ModelKey, Responses> given,
    TransferTexts transfer) {

  /**
   * One for each seed; the corpus has the folds of the first.
   *
   * @throws io.github.polystill.data.InvalidInputException where a teacher is not trained here and
   *     does not answer what the students learn
   */
  static List<CrossValidation> ofSeeds(Experiment experiment, PreparedCorpus corpus)
      throws IOException {
    Optional<GivenTeacher> teacher = GivenTeacher.of(experiment, corpus);
    List<CrossValidation> validations = new ArrayList<>();
    for (int i = 0; i < experiment.allSeeds().size(); i++) {
      Experiment one = experiment.repetition(i);
      PreparedCorpus dealt = i == 0 ? corpus : CorpusPreparation.dealtAgain(corpus, one);
      OptionalLong mark = experiment.mark(experiment.allSeeds().get(i));
      Map<ModelKey, Responses> given =
          teacher.isEmpty() ? Map.of() : teacher.get().answers(one, dealt, mark);
      validations.add(new CrossValidation(one, dealt, mark, given, TransferTexts.NONE));
    }
    return validations;
  }

  /** What the answers come from, for a checksum; empty where experts are trained. */
  static Optional<String> sourceOfGiven(List<CrossValidation> validations) {
    ContentHash hash = new ContentHash();
    validations.stream()
        .flatMap(it -> it.given().values().stream())
        .map(Responses::source)
        .distinct()
        .sorted()
        .forEach(hash::add);
    return validations.get(0).given().isEmpty() ? Optional.empty() : Optional.of(hash.hex());
  }

  /** The folds that are run. */
  List<Fold> folds() {
    return experiment.folds().run().stream().map(corpus.folds()::get).toList();
  }

  CrossValidation with(TransferTexts texts) {
    return new CrossValidation(experiment, corpus, seed, given, texts);
  }

  /** Prepares a fold with the word vectors of a file, else with random ones. */
  PreparedFold prepare(Fold fold, Optional<Path> vectorFile) throws IOException {
    return CorpusPreparation.pipeline(experiment, vectorFile)
        .prepare(corpus.segmented(), fold, seed)
        .with(further(transfer.of(fold).texts()));
  }

  /** The same of what two folds share, which are always given in the same order. */
  FoldPair prepare(Fold one, Fold other, Optional<Path> vectorFile, Optional<Encoding> encoding)
      throws IOException {
    Set<SegmentedText> ofBoth = new LinkedHashSet<>(transfer.of(one).texts());
    ofBoth.addAll(transfer.of(other).texts());
    PreparedFold common =
        CorpusPreparation.pipeline(experiment, vectorFile)
            .prepare(corpus.segmented(), one.common(other), seed)
            .with(further(List.copyOf(ofBoth)))
            .with(encoding);
    return new FoldPair(one, other, common);
  }

  private FurtherTexts further(List<SegmentedText> texts) {
    StudentSettings student = experiment.student();
    return new FurtherTexts(
        student
            .wordDropout()
            .map(it -> new WordDropout(it.rate(), it.copies(), it.consistent(), experiment.seed())),
        student
            .wordReplacement()
            .map(it -> new WordReplacement(it.rate(), it.copies(), experiment.seed())),
        texts,
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
