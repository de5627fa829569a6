package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.models.training.Divergence;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.lang3.function.Failable;

/**
 * Tells log, user, TensorBoard and the estimate of the time how trials get on, and stops them;
 * keeps what must be said beside the results.
 */
final class RunProgress implements TrialListener {
  private final RunLog log;
  private final ProgressListener listener;
  private final RemainingTime remaining;
  private final CancellationToken cancellation;
  private final Optional<Path> events;
  private final Map<TrialName, TrialEvents> running = new ConcurrentHashMap<>();
  private final Set<TrialName> done = new HashSet<>();
  private final AtomicBoolean estimated = new AtomicBoolean();
  private final SortedSet<String> remarks = new ConcurrentSkipListSet<>();
  private int trained;

  /** Event files go to a directory, if anywhere. */
  RunProgress(
      RunLog log,
      ProgressListener listener,
      RemainingTime remaining,
      CancellationToken cancellation,
      Optional<Path> events) {
    this.log = log;
    this.listener = listener;
    this.remaining = remaining;
    this.cancellation = cancellation;
    this.events = events;
  }

  RemainingTime remaining() {
    return remaining;
  }

  CancellationToken cancellation() {
    return cancellation;
  }

  /** Says something to the user. */
  void message(String line) {
    listener.message(line);
  }

  @Override
  public void started(TrialSpec trial, TrainingHistory before) {
    cancellation.throwIfCancelled();
    log.info("trial-started", fields(trial));
    remaining.started(trial.name(), Thread.currentThread().getName());
    listener.trialStarted(trial.name());
    Optional<TrialEvents> file = events(trial);
    if (file.isPresent()) {
      running.put(trial.name(), file.get());
      Failable.run(() -> file.get().startAfter(before));
    }
  }

  @Override
  public void stepFinished(TrialSpec trial) {
    cancellation.throwIfCancelled();
  }

  @Override
  public void epochFinished(TrialSpec trial, Epoch epoch) {
    Optional.ofNullable(running.get(trial.name())).ifPresent(file -> file.add(epoch));
    remaining.epochFinished(trial.name());
    say(trial, epoch);
  }

  @Override
  public void trainedElsewhere(TrialSpec trial, TrainingHistory history, double seconds) {
    Optional.ofNullable(running.get(trial.name()))
        .ifPresent(file -> history.epochs().forEach(file::add));
    remaining.trained(trial.name(), history.epochs().size(), seconds);
    say(trial, history.epochs().get(history.epochs().size() - 1));
  }

  private void say(TrialSpec trial, Epoch epoch) {
    listener.epochFinished(
        trial.name(),
        epoch.number(),
        trial.settings().optimisation().epochs(),
        trial.learntTexts().size());
    estimate();
  }

  /** Says once how long the run will take, as soon as that can be said. */
  void estimate() {
    OptionalDouble seconds = estimated.get() ? OptionalDouble.empty() : remaining.seconds();
    if (seconds.isPresent() && estimated.compareAndSet(false, true)) {
      double left = seconds.getAsDouble();
      log.info("estimated", Map.of("seconds", Math.round(left)));
      listener.message("about " + RemainingTime.duration(left) + " of training to do");
    }
  }

  /** Says that this process has trained a trial to its end. */
  void finished(TrialSpec trial, TrialResult result) {
    log("trial-finished", trial, result);
    countTrained(trial);
    done(trial, false);
  }

  /** Says that this process has trained a trial up to where a search decides whether it goes on. */
  void stopped(TrialSpec trial, TrialResult result) {
    log("trial-stopped", trial, result);
    leave(trial);
  }

  private void log(String event, TrialSpec trial, TrialResult result) {
    TrainingHistory history = result.history();
    Map<String, Object> fields = fields(trial);
    fields.put("epochs", history.epochs().size());
    fields.put("bestEpoch", history.bestEpoch());
    fields.put("validationLoss", history.best().validation().loss());
    fields.put("validationFigure", history.best().validation().figure());
    fields.put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
    log.info(event, fields);
  }

  /** Says that a trial diverged while this process trained it. */
  void diverged(TrialSpec trial, TrialResult result) {
    Divergence divergence = result.divergence().orElseThrow();
    Map<String, Object> fields = fields(trial);
    fields.put("epoch", divergence.epoch());
    fields.put("step", divergence.step());
    log.warn("trial-diverged", trial.name() + " diverged: " + divergence.reason(), fields);
    countTrained(trial);
    sayDiverged(trial, divergence);
  }

  private static Map<String, Object> fields(TrialSpec trial) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("trial", trial.name());
    fields.put("hash", trial.whole().hex());
    fields.put("worker", Thread.currentThread().getName());
    return fields;
  }

  private void countTrained(TrialSpec trial) {
    leave(trial);
    synchronized (done) {
      trained++;
    }
  }

  private void leave(TrialSpec trial) {
    remaining.stopped(trial.name());
    running.remove(trial.name());
  }

  /** Tells of a trial that is in the ledger. */
  void known(TrialSpec trial, TrialResult result) {
    if (result.divergence().isPresent()) {
      sayDiverged(trial, result.divergence().get());
      return;
    }
    events(trial).ifPresent(Failable.asConsumer(file -> file.holdAtLeast(result.history())));
    if (result.id().equals(trial.whole())) {
      remaining.known(trial.name(), result.history().epochs().size(), result.seconds());
      done(trial, true);
    }
  }

  /** Tells of a trial that a search wants no more of. */
  void released(TrialSpec trial) {
    done(trial, false);
  }

  private void sayDiverged(TrialSpec trial, Divergence divergence) {
    if (isFirst(trial.name())) {
      listener.message(trial.name() + " diverged: " + divergence.reason());
      listener.trialFinished(trial.name(), false);
    }
  }

  private void done(TrialSpec trial, boolean reused) {
    if (isFirst(trial.name())) {
      listener.trialFinished(trial.name(), reused);
    }
  }

  private boolean isFirst(TrialName trial) {
    boolean first;
    synchronized (done) {
      first = done.add(trial);
    }
    remaining.finished(trial);
    return first;
  }

  /** Tells of a student that can't be: of its trials, those that depend on what is missing. */
  void skipped(TrialName student) {
    for (TrialPlan.Trial trial : remaining.plan().trials()) {
      if (trial.name().part().equals(student) && !isDone(trial.name())) {
        remaining.finished(trial.name());
        listener.trialFinished(trial.name(), true);
      }
    }
  }

  private boolean isDone(TrialName trial) {
    synchronized (done) {
      return done.contains(trial);
    }
  }

  /** Says something that the user should look at, now and at the end. */
  void warn(String event, String message, Map<String, ?> fields) {
    log.warn(event, message, fields);
    listener.message("warning: " + message);
  }

  /**
   * Says a sentence that must stand beside the results, such as which of them is missing; once,
   * however many folds it is true of.
   *
   * @return whether it is said for the first time
   */
  boolean remark(String sentence) {
    boolean isNew = remarks.add(sentence);
    if (isNew) {
      listener.message(line(sentence));
    }
    return isNew;
  }

  /** A sentence of the results as a line among others. */
  static String line(String sentence) {
    return sentence.replaceFirst("^(Warning: )+", "warning: ");
  }

  /** The same for a sentence that is a warning too, so that it is in the log. */
  void remarkAndWarn(String sentence) {
    if (remark(sentence)) {
      log.warn("results", sentence, Map.of());
    }
  }

  /**
   * The same for a sentence about these figures. A report repeats the log's warnings of all starts,
   * and this one may not be true of the next, so it is none of them.
   */
  void remarkDoubt(String sentence) {
    if (remark(sentence)) {
      log.info("doubt", Map.of("message", sentence));
    }
  }

  /** All of these sentences, in an order that does not depend on that of the work. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** How many trials this process trained. */
  int trained() {
    synchronized (done) {
      return trained;
    }
  }

  /** How many trials there were at the end. */
  int finished() {
    synchronized (done) {
      return done.size();
    }
  }

  /** For TensorBoard, if it is asked for. */
  private Optional<TrialEvents> events(TrialSpec trial) {
    return events.map(root -> TrialEvents.of(root, trial));
  }
}
