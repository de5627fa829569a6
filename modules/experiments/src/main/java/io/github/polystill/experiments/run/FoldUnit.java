package io.github.polystill.experiments.run;

import io.github.polystill.distillation.Responses;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.experiments.run.TrialOutcome.Failed;
import io.github.polystill.experiments.run.TrialOutcome.Finished;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All trials of one architecture on one fold and what depends on what: a label's experts, then its
 * choice; all choices, then the responses; the responses, then the distilled student.
 *
 * <p>What diverges is left out: a label is served by the best of its other experts. A label without
 * any has no place in the responses, so then the fold has neither teacher nor distilled student; a
 * stand-in would be no expert of this method. A missing row is said wherever results are.
 */
final class FoldUnit implements ExpertSearch.Listener {
  private final FoldTrials trials;
  private final TrialRunner runner;
  private final TrialContext context;
  private final WorkerPool pool;
  private final Turn turn;
  private final Runnable whenDone;
  private final List<TrainingRow> trainings;
  private final Finished[] chosen;
  private final Double[] chosenWeights;
  private final List<TrainedModel> models = new ArrayList<>();
  private int labelsToChoose;
  private int open;
  private int diverged;
  private boolean labelMissing;

  /**
   * A unit.
   *
   * @param turn of its teacher's trials
   * @param whenDone called when it has no trial left
   */
  FoldUnit(FoldTrials trials, TrialContext context, WorkerPool pool, Turn turn, Runnable whenDone) {
    this.trials = trials;
    this.runner = new TrialRunner(trials, context);
    this.context = context;
    this.pool = pool;
    this.turn = turn;
    this.whenDone = whenDone;
    this.trainings = trials.experiment().trainings();
    int labels = trials.labels().size();
    this.chosen = new Finished[labels];
    this.chosenWeights = new Double[labels];
    this.labelsToChoose = labels;
    this.open = (int) parts(trials).filter(context.share()::includes).count();
  }

  /** The students and searches of a unit. */
  private static Stream<TrialLabel> parts(FoldTrials trials) {
    return trials.experiment().trainings().stream()
        .flatMap(
            type ->
                type == TrainingRow.TEACHER
                    ? IntStream.range(0, trials.labels().size()).mapToObj(trials::search)
                    : Stream.of(trials.studentName(type)));
  }

  /** Puts the trials that depend on nothing into the pool. */
  void submit() {
    if (open == 0) {
      whenDone.run();
      return;
    }
    if (includes(TrainingRow.STANDALONE)) {
      pool.submit(
          turn.in(Turn.Stage.STANDALONE),
          sessions -> student(sessions, TrainingRow.STANDALONE, null));
    }
    if (trainings.contains(TrainingRow.TEACHER)) {
      for (int label = 0; label < chosen.length; label++) {
        if (context.share().includes(trials.search(label))) {
          search(label).submit();
        }
      }
    }
  }

  /** Whether a student is to be trained, and by this process. */
  private boolean includes(TrainingRow student) {
    return trainings.contains(student) && context.share().includes(trials.studentName(student));
  }

  private ExpertSearch search(int label) {
    return trials.experiment().teacher().search() == TeacherSettings.Search.GRID
        ? new GridSearch(runner, pool, turn, label, this)
        : new HalvingSearch(runner, pool, turn, label, this);
  }

  /** The finished models, teacher first. */
  synchronized List<TrainedModel> models() {
    return models.stream().sorted((a, b) -> a.training().compareTo(b.training())).toList();
  }

  @Override
  public void chosen(int label, Finished expert, double classWeight, int failures)
      throws IOException {
    synchronized (this) {
      chosen[label] = expert;
      chosenWeights[label] = classWeight;
      diverged += failures;
    }
    chosenOrNot();
  }

  @Override
  public void noneLeft(int label, List<TrialLedger.Failure> failures) throws IOException {
    synchronized (this) {
      labelMissing = true;
      diverged += failures.size();
    }
    missing(
        TrainingRow.TEACHER,
        String.format(
            Locale.ROOT,
            "all experts for %s diverged; of the first: %s",
            trials.labels().name(label),
            failures.get(0).reason()));
    chosenOrNot();
  }

  /** Goes on when every label has its expert or is known to have none. */
  private void chosenOrNot() throws IOException {
    boolean incomplete;
    int failures;
    synchronized (this) {
      if (--labelsToChoose > 0) {
        return;
      }
      incomplete = labelMissing;
      failures = diverged;
    }
    if (failures > 0) {
      context.warnBesideResults(
          String.format(
              Locale.ROOT,
              "%s, %s: %d of %d experts diverged and were left out.",
              trials.architecture().name(),
              foldName(),
              failures,
              chosen.length * trials.experiment().teacher().classWeights().size()));
    }
    if (!incomplete) {
      teacherIsComplete();
    } else if (includes(TrainingRow.DISTILLED)) {
      missing(TrainingRow.DISTILLED, "it has no teacher");
      context.skipped(trials.label(trials.student(TrainingRow.DISTILLED)));
      partIsDone();
    }
  }

  private void teacherIsComplete() throws IOException {
    List<String> hashes = new ArrayList<>();
    List<float[][]> answers = new ArrayList<>();
    for (Finished expert : chosen) {
      hashes.add(expert.hash());
      answers.add(context.ledger().probabilities(expert.hash(), expert.entry()));
    }
    add(TrainingRow.TEACHER, hashes, Optional.of(Arrays.asList(chosenWeights)));
    if (includes(TrainingRow.DISTILLED)) {
      float[][] responses = Responses.join(answers);
      pool.submit(
          turn.in(Turn.Stage.DISTILLED),
          sessions -> student(sessions, TrainingRow.DISTILLED, responses));
    }
  }

  @Override
  public void ended(int label) {
    partIsDone();
  }

  private void student(SessionCache sessions, TrainingRow type, float[][] responses)
      throws IOException {
    TrialOutcome outcome = runner.finish(sessions, trials.student(type), responses, true);
    if (outcome instanceof Finished finished) {
      add(type, List.of(finished.hash()), Optional.empty());
    } else if (outcome instanceof Failed failed) {
      missing(type, failed.failure().reason());
    }
    partIsDone();
  }

  private void missing(TrainingRow type, String reason) {
    context.warnBesideResults(
        String.format(
            Locale.ROOT,
            "No %s of %s on %s: %s.",
            type.key(),
            trials.architecture().name(),
            foldName(),
            reason));
  }

  private String foldName() {
    return trials.experiment().foldName(trials.foldIndex(), trials.seed());
  }

  private void partIsDone() {
    synchronized (this) {
      if (--open > 0) {
        return;
      }
    }
    whenDone.run();
  }

  private synchronized void add(
      TrainingRow type, List<String> hashes, Optional<List<Double>> classWeights) {
    models.add(
        new TrainedModel(
            trials.architecture().name(),
            type,
            trials.foldIndex(),
            trials.seed(),
            hashes,
            classWeights));
  }
}
