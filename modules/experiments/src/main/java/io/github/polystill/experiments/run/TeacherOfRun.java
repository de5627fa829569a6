package io.github.polystill.experiments.run;

import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.distillation.Responses;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The teacher of a run that is finished. Its folds must be those of the run that learns from it,
 * else it may have learnt texts that are tested there.
 */
final class TeacherOfRun implements GivenTeacher {
  private final RunDirectory run;
  private final Experiment experiment;
  private final List<Document> documents;
  private final LabelSet labels;
  private final List<TrainedModel> teachers;
  private final Map<Long, List<RunFold>> folds;

  private TeacherOfRun(RunDirectory run, PreparedCorpus corpus) throws IOException {
    this.run = run;
    this.experiment = run.experiment();
    this.documents = corpus.segmented().corpus().documents();
    this.labels = corpus.segmented().corpus().labels();
    this.folds = run.folds(experiment);
    this.teachers =
        run.models().stream()
            .filter(it -> it.training() == TrainingRow.TEACHER && !it.trials().isEmpty())
            .toList();
  }

  /**
   * Looks whether a run can teach.
   *
   * @throws InvalidInputException where it is not finished, was run on another corpus or has no
   *     teacher whose answers are kept
   */
  static TeacherOfRun of(Path directory, PreparedCorpus corpus) throws IOException {
    TeacherOfRun teacher = new TeacherOfRun(RunDirectory.existing(directory), corpus);
    if (!teacher.run.environment().corpus().equals(corpus.sha256())) {
      throw teacher.unusable("was run on another corpus; give a run on this one");
    }
    if (teacher.experiment.teacher().isCrossFitted()) {
      throw teacher.unusable(
          "is cross-fitted, of which the answers to texts that experts have not seen are not kept;"
              + " give a run without teacher.crossFit and teacher.crossFitFolds");
    }
    if (teacher.teachers.isEmpty()) {
      throw teacher.unusable("has no experts; give a run that has trained some");
    }
    return teacher;
  }

  private InvalidInputException unusable(String how) {
    return new InvalidInputException("teacher.from: " + run.root() + " " + how);
  }

  @Override
  public Responses answers(ModelKey teacher, Fold fold, long seed) throws IOException {
    TrainedModel model = model(teacher, seed);
    TrialLedger ledger = run.ledger();
    List<String> names = new ArrayList<>();
    for (String hash : model.trials()) {
      ledger.find(hash).ifPresent(entry -> names.add(entry.trial().label().orElseThrow()));
    }
    if (!names.stream().distinct().toList().equals(labels.names())) {
      throw unusable(
          "has experts for "
              + names.stream().distinct().toList()
              + ", not for "
              + labels
              + "; give another run");
    }
    requireSameFold(fold, seed);
    return Responses.of(
        documents.stream().map(Document::id).toList(),
        labels.names(),
        model.logits(ledger, labels.names()));
  }

  /** That all documents are in the same parts says that they are the same, in the same order. */
  private void requireSameFold(Fold fold, long seed) {
    List<RunFold> theirs =
        folds.size() == 1 ? folds.values().iterator().next() : folds.getOrDefault(seed, List.of());
    if (fold.index() >= theirs.size()
        || !theirs.get(fold.index()).equals(RunFold.of(fold, documents))) {
      throw unusable(
          "has other documents in "
              + experiment.foldName(fold.index(), experiment.mark(seed))
              + ", so its teacher may have learnt what is tested here; give a run with the same"
              + " folds, seed and labelledShare");
    }
  }

  private TrainedModel model(ModelKey wanted, long seed) {
    List<TrainedModel> ofFold =
        teachers.stream()
            .filter(it -> it.fold() == wanted.fold())
            .filter(it -> folds.size() == 1 || it.key().seed().equals(experiment.mark(seed)))
            .toList();
    return ofFold.stream()
        .filter(
            it ->
                ofFold.size() == 1
                    || it.architecture()
                        .equals(experiment.teacher().joint().orElse(wanted.architecture())))
        .findFirst()
        .orElseThrow(
            () ->
                unusable(
                    "has no teacher for "
                        + wanted.architecture()
                        + " on fold "
                        + wanted.fold()
                        + ", but "
                        + teachers.stream().map(TrainedModel::key).toList()
                        + "; give a run with one teacher, or one of the same architecture"));
  }
}
