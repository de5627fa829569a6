package io.github.polystill.experiments.run;

import io.github.polystill.distillation.Expert;
import io.github.polystill.distillation.Trial;
import io.github.polystill.distillation.TrialResult;
import io.github.polystill.distillation.TrialTrainer;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.experiments.lock.HeldLock;
import io.github.polystill.models.training.DivergedException;
import io.github.polystill.models.training.Epoch;
import io.github.polystill.models.training.TrainingCheckpoint;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingListener;
import io.github.polystill.models.training.TrainingSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the trials of one architecture on one fold from the ledger, or trains them. */
final class TrialRunner {
  private final FoldTrials trials;
  private final TrialContext context;

  TrialRunner(FoldTrials trials, TrialContext context) {
    this.trials = trials;
    this.context = context;
  }

  FoldTrials trials() {
    return trials;
  }

  TrialContext context() {
    return context;
  }

  /**
   * Runs a trial to its end.
   *
   * @param responses what a distilled student learns from
   * @param needsWeights whether a finished trial without its weights is trained again
   */
  TrialOutcome finish(SessionCache sessions, Trial trial, float[][] responses, boolean needsWeights)
      throws IOException {
    context.cancellation().throwIfCancelled();
    String hash = hash(trial, responses);
    Optional<TrialOutcome> known = known(trial, hash, needsWeights);
    if (known.isPresent()) {
      return known.get();
    }
    context.requireOwn(trials.label(trial));
    HeldLock lock = context.lock(trials.label(trial), hash);
    return lock.during(
        () -> {
          // Another process may have trained it before this one had the lock.
          Optional<TrialOutcome> meanwhile = known(trial, hash, needsWeights);
          return meanwhile.isPresent() ? meanwhile.get() : train(sessions, trial, responses, hash);
        });
  }

  /** Whether something is left to be trained by this process that depends on no other trial. */
  boolean hasWork() throws IOException {
    TeacherSettings teacher = trials.experiment().teacher();
    boolean all =
        teacher.search() == TeacherSettings.Search.GRID || teacher.halving().compareWithGrid();
    for (TrainingRow row : trials.experiment().trainings()) {
      if (row == TrainingRow.STANDALONE && isLeft(List.of(trials.student(row)), true)) {
        return true;
      }
      for (int label = 0; row == TrainingRow.TEACHER && label < trials.labels().size(); label++) {
        int column = label;
        if (context.share().includes(trials.search(label))
            && isLeft(
                teacher.classWeights().stream().map(it -> trials.expert(column, it)).toList(),
                all)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether all or, of a search that stops most, not even one of some trials is there. */
  private boolean isLeft(List<Trial> some, boolean all) throws IOException {
    int there = 0;
    for (Trial trial : some) {
      TrialLabel label = trials.label(trial);
      boolean other = trial.label().isEmpty() && !context.share().includes(label);
      if (other || !context.share().trains(label) || context.ledger().holds(hash(trial, null))) {
        there++;
      }
    }
    return all ? there < some.size() : there == 0;
  }

  /** What the ledger has of a trial, if that is enough. */
  private Optional<TrialOutcome> known(Trial trial, String hash, boolean needsWeights)
      throws IOException {
    TrialLabel label = trials.label(trial);
    Optional<TrialLedger.Failure> failure = context.ledger().failure(hash);
    if (failure.isPresent()) {
      context.failed(label, hash, failure.get());
      return Optional.of(new TrialOutcome.Failed(failure.get()));
    }
    Optional<TrialLedger.Entry> entry = context.ledger().find(hash);
    if (entry.isEmpty() || (needsWeights && !context.ledger().hasWeights(hash, entry.get()))) {
      return Optional.empty();
    }
    recall(trial, hash, entry.get().history());
    context.known(label, hash, entry.get());
    return Optional.of(new TrialOutcome.Finished(hash, entry.get()));
  }

  private TrialOutcome train(SessionCache sessions, Trial trial, float[][] responses, String hash)
      throws IOException {
    TrialLabel label = trials.label(trial);
    context.ledger().removeDamaged(hash);
    if (context.ledger().find(hash).isPresent()) {
      context.warn(
          "trial-damaged",
          label + ": its weights are gone or damaged, so it is trained again",
          Map.of("trial", label, "hash", hash));
      context.ledger().remove(hash);
    }
    context.started(label, hash);
    Optional<TrialEvents> events = events(trial, hash);
    if (events.isPresent()) {
      events.get().startAfter(TrainingHistory.NONE);
    }
    TrainingListener listener = listener(label, trial, events);
    long start = System.nanoTime();
    try {
      TrialResult result =
          TrialTrainer.train(session(sessions, trial), trial, trials.data(), responses, listener);
      double seconds = (System.nanoTime() - start) * 1e-9;
      TrialLedger.Entry entry = context.ledger().add(hash, label, result, seconds);
      context.trained(label, hash, entry.history(), seconds);
      context.finished(label, hash, false);
      return new TrialOutcome.Finished(hash, entry);
    } catch (DivergedException e) {
      TrialLedger.Failure added = context.ledger().addFailure(hash, label, e);
      context.diverged(label, hash, added);
      context.failed(label, hash, added);
      return new TrialOutcome.Failed(added);
    }
  }

  /**
   * Brings an expert up to a number of epochs, or to its end if that comes before.
   *
   * @param epochs passes at most, those made before included
   * @param before where a checkpoint of it may be in the ledger
   */
  Standing advance(SessionCache sessions, Trial trial, int epochs, int before) throws IOException {
    context.cancellation().throwIfCancelled();
    String hash = hash(trial, null);
    Optional<Standing> known = standing(trial, hash, epochs);
    if (known.isPresent()) {
      return known.get();
    }
    context.requireOwn(trials.label(trial));
    HeldLock lock = context.lock(trials.label(trial), hash);
    return lock.during(
        () -> {
          if (standing(trial, hash, epochs).isEmpty()) {
            context.ledger().removeDamaged(hash);
            context.ledger().removeDamaged(rung(hash, epochs));
            climb(sessions, trial, epochs, before);
          }
          return standing(trial, hash, epochs)
              .orElseThrow(() -> new IOException("trial " + hash + " vanished"));
        });
  }

  private void climb(SessionCache sessions, Trial trial, int epochs, int before)
      throws IOException {
    TrialLabel label = trials.label(trial);
    String hash = hash(trial, null);
    context.started(label, hash);
    long start = System.nanoTime();
    Optional<TrainingCheckpoint> from = context.ledger().checkpoint(rung(hash, before));
    Optional<TrialEvents> events = events(trial, hash);
    if (events.isPresent()) {
      events.get().startAfter(from.map(TrainingCheckpoint::history).orElse(TrainingHistory.NONE));
    }
    TrainingSession session = session(sessions, trial);
    try {
      TrainingHistory history =
          TrialTrainer.advance(
              session, trial, trials.data(), from, epochs, listener(label, trial, events));
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (history.ended(trial.optimisation())) {
        session.restore();
        TrialResult result = TrialTrainer.result(session, trials.data(), history);
        context.ledger().add(hash, label, result, seconds);
        context.trained(label, hash, history, seconds);
      } else {
        TrainingCheckpoint checkpoint = new TrainingCheckpoint(history, session.state());
        session.restore();
        double figure = figure(session, trial, history);
        context.ledger().addRung(rung(hash, epochs), label, checkpoint, figure);
        context.stopped(label, hash, history, seconds);
      }
    } catch (DivergedException e) {
      context.diverged(label, hash, context.ledger().addFailure(hash, label, e));
    }
  }

  private double figure(TrainingSession session, Trial trial, TrainingHistory history) {
    if (trials.choosesByMonitor()) {
      return history.best().validation().figure();
    }
    int[] validation = trials.data().fold().validation();
    float[][] probabilities = TrialTrainer.probabilities(session, trials.data(), validation);
    return trials.figureOfChoice(trial.label().orElseThrow(), probabilities);
  }

  /** What the ledger knows of an expert after a number of epochs. */
  private Optional<Standing> standing(Trial trial, String hash, int epochs) throws IOException {
    double weight = trial.classWeight();
    Optional<TrialLedger.Failure> failure = context.ledger().failure(hash);
    if (failure.isPresent() && failure.get().epoch() <= epochs) {
      context.failed(trials.label(trial), hash, failure.get());
      return Optional.of(new Standing(weight, hash, Optional.empty(), failure.get().epoch()));
    }
    Optional<TrialLedger.Entry> entry = context.ledger().find(hash);
    if (entry.isPresent() && entry.get().history().epochs().size() <= epochs) {
      recall(trial, hash, entry.get().history());
      Expert expert = expert(trial, new TrialOutcome.Finished(hash, entry.get()));
      int trained = entry.get().history().epochs().size();
      return Optional.of(new Standing(weight, hash, Optional.of(expert), trained));
    }
    Optional<TrialLedger.Rung> rung = context.ledger().rung(rung(hash, epochs));
    if (rung.isEmpty()) {
      return Optional.empty();
    }
    TrainingHistory history = rung.get().history();
    recall(trial, hash, history);
    Expert expert = new Expert(weight, rung.get().figure(), history.best().validation().loss());
    return Optional.of(new Standing(weight, hash, Optional.of(expert), history.epochs().size()));
  }

  /** A finished expert as the choice sees it. */
  Expert expert(Trial trial, TrialOutcome.Finished finished) throws IOException {
    TrialLedger.Entry entry = finished.entry();
    double loss = entry.history().best().validation().loss();
    double figure = entry.history().best().validation().figure();
    if (!trials.choosesByMonitor()) {
      float[][] all = context.ledger().probabilities(finished.hash(), entry);
      int[] validation = trials.data().fold().validation();
      float[][] probabilities = new float[validation.length][];
      for (int i = 0; i < validation.length; i++) {
        probabilities[i] = all[validation[i]];
      }
      figure = trials.figureOfChoice(trial.label().orElseThrow(), probabilities);
    }
    return new Expert(trial.classWeight(), figure, loss);
  }

  /** Whether an expert is known to diverge. */
  boolean hasDiverged(Trial expert) throws IOException {
    return context.ledger().failure(hash(expert, null)).isPresent();
  }

  /** Hash of what an expert leaves after some epochs. */
  static String rung(String trial, int epochs) {
    return TrialHash.ofRung(trial, epochs);
  }

  private String hash(Trial trial, float[][] responses) {
    return TrialHash.of(trial, trials.fold(), context.tensorFlow(), responses);
  }

  private TrainingSession session(SessionCache sessions, Trial trial) {
    return sessions.get(
        TrialTrainer.networkOf(trial, trials.data(), trials.words()),
        trial.optimisation().updateRule(),
        trials.data());
  }

  /** Makes sure that TensorBoard has what is not trained here because it was before. */
  private void recall(Trial trial, String hash, TrainingHistory history) throws IOException {
    Optional<TrialEvents> events = events(trial, hash);
    if (events.isPresent()) {
      events.get().holdAtLeast(history);
    }
  }

  /** For TensorBoard, if it is asked for. */
  private Optional<TrialEvents> events(Trial trial, String hash) {
    int documents = trials.data().fold().train().length;
    return context
        .events()
        .map(root -> TrialEvents.of(root, trials.label(trial), hash, trial, documents));
  }

  private TrainingListener listener(TrialLabel label, Trial trial, Optional<TrialEvents> events) {
    int samples = trials.data().fold().train().length;
    return new TrainingListener() {
      @Override
      public void stepFinished(int documents) {
        context.cancellation().throwIfCancelled();
      }

      @Override
      public void epochFinished(Epoch epoch) {
        events.ifPresent(it -> it.add(epoch));
        context.epochFinished(label, epoch.number(), trial.optimisation().epochs(), samples);
      }
    };
  }
}
