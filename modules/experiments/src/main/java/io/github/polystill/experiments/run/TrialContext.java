package io.github.polystill.experiments.run;

import io.github.polystill.experiments.lock.HeldLock;
import io.github.polystill.experiments.lock.LockDirectory;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.models.training.TrainingHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all trials of a run share. */
final class TrialContext {
  private final TrialLedger ledger;
  private final String tensorFlow;
  private final ProgressListener progress;
  private final RemainingTime remaining;
  private final CancellationToken cancellation;
  private final LockDirectory locks;
  private final RunLog log;
  private final Share share;
  private final Optional<Path> events;
  private final Set<String> finished = new HashSet<>();
  private final List<LabelSearch> searches = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final SortedSet<String> missing = new TreeSet<>();
  private final AtomicBoolean estimated = new AtomicBoolean();
  private int trained;

  /**
   * A context.
   *
   * @param remaining told what the estimate of the time needs
   * @param share what of the run this process trains
   * @param events where event files go, if anywhere
   */
  TrialContext(
      TrialLedger ledger,
      String tensorFlow,
      ProgressListener progress,
      RemainingTime remaining,
      CancellationToken cancellation,
      LockDirectory locks,
      RunLog log,
      Share share,
      Optional<Path> events) {
    this.ledger = ledger;
    this.tensorFlow = tensorFlow;
    this.progress = progress;
    this.remaining = remaining;
    this.cancellation = cancellation;
    this.locks = locks;
    this.log = log;
    this.share = share;
    this.events = events;
  }

  /** Where event files go, if anywhere. */
  Optional<Path> events() {
    return events;
  }

  Share share() {
    return share;
  }

  /**
   * Takes the lock of a trial that is to be trained.
   *
   * @throws HeldElsewhereException where another process is training it
   */
  HeldLock lock(TrialLabel label, String hash) throws IOException {
    HeldLock lock = locks.tryLock(hash).orElseThrow(HeldElsewhereException::new);
    lock.takenOverFrom()
        .ifPresent(
            dead ->
                warn(
                    "lock-taken-over",
                    String.format(
                        Locale.ROOT, "%s: taken over from %s, which has ended", label, dead),
                    Map.of("trial", label, "hash", hash, "from", dead.id())));
    return lock;
  }

  /** Says that a trial begins. */
  void started(TrialLabel label, String hash) {
    log.info("trial-started", trialFields(label, hash));
    remaining.started(label, Thread.currentThread().getName());
    progress.trialStarted(label);
  }

  /** Says that a trial has made an epoch. */
  void epochFinished(TrialLabel label, int epoch, int epochs, int samples) {
    remaining.epochFinished(label);
    progress.epochFinished(label, epoch, epochs, samples);
    estimate();
  }

  /** Says once how long the run will take, as soon as that can be said. */
  void estimate() {
    OptionalDouble seconds = estimated.get() ? OptionalDouble.empty() : remaining.seconds();
    if (seconds.isPresent() && estimated.compareAndSet(false, true)) {
      double left = seconds.getAsDouble();
      log.info("estimated", Map.of("seconds", Math.round(left)));
      progress.message("about " + RemainingTime.duration(left) + " of training to do");
    }
  }

  /** Says that this process has trained a trial. */
  void trained(TrialLabel label, String hash, TrainingHistory history, double seconds) {
    log("trial-finished", label, hash, history, seconds);
    remaining.stopped(label);
    synchronized (finished) {
      trained++;
    }
  }

  /** Says that this process has trained a trial up to where a search decides whether it goes on. */
  void stopped(TrialLabel label, String hash, TrainingHistory history, double seconds) {
    log("trial-stopped", label, hash, history, seconds);
    remaining.stopped(label);
  }

  private void log(
      String event, TrialLabel label, String hash, TrainingHistory history, double seconds) {
    Map<String, Object> fields = trialFields(label, hash);
    fields.put("epochs", history.epochs().size());
    fields.put("bestEpoch", history.bestEpoch());
    fields.put("validationLoss", history.best().validation().loss());
    fields.put("validationFigure", history.best().validation().figure());
    fields.put("seconds", Math.round(seconds * 1000) / 1000.0);
    log.info(event, fields);
  }

  /** Says that a trial diverged while this process trained it. */
  void diverged(TrialLabel label, String hash, TrialLedger.Failure failure) {
    Map<String, Object> fields = trialFields(label, hash);
    fields.put("epoch", failure.epoch());
    fields.put("step", failure.step());
    log.warn("trial-diverged", label + " diverged: " + failure.reason(), fields);
    remaining.stopped(label);
    synchronized (finished) {
      trained++;
    }
  }

  private static Map<String, Object> trialFields(TrialLabel label, String hash) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("trial", label);
    fields.put("hash", hash);
    fields.put("worker", Thread.currentThread().getName());
    return fields;
  }

  /** Says something that the user should look at, now and at the end. */
  void warn(String event, String message, Map<String, ?> fields) {
    log.warn(event, message, fields);
    progress.message("warning: " + message);
  }

  /**
   * Makes sure that this process is to train a trial; where it is not, the trial is missing.
   *
   * @throws NotTrainedHereException if so
   */
  void requireOwn(TrialLabel label) {
    if (share.trains(label)) {
      return;
    }
    synchronized (missing) {
      missing.add(label.toString());
    }
    throw new NotTrainedHereException();
  }

  /** Names of the trials that another process should have trained. */
  List<String> missing() {
    synchronized (missing) {
      return List.copyOf(missing);
    }
  }

  /** How many trials this process trained. */
  int trained() {
    synchronized (finished) {
      return trained;
    }
  }

  /** How many trials there were at the end. */
  int finished() {
    synchronized (finished) {
      return finished.size();
    }
  }

  TrialLedger ledger() {
    return ledger;
  }

  /** Version of TensorFlow, and whether it runs on a GPU. */
  String tensorFlow() {
    return tensorFlow;
  }

  ProgressListener progress() {
    return progress;
  }

  RemainingTime remaining() {
    return remaining;
  }

  CancellationToken cancellation() {
    return cancellation;
  }

  /** Tells the listener of a trial that is in the ledger, once for each. */
  void known(TrialLabel label, String hash, TrialLedger.Entry entry) {
    remaining.known(label, entry.history().epochs().size(), entry.seconds());
    finished(label, hash, true);
  }

  /** Tells the listener of a finished trial, once for each. */
  void finished(TrialLabel label, String hash, boolean reused) {
    boolean first;
    synchronized (finished) {
      first = finished.add(hash);
    }
    remaining.finished(label);
    if (first) {
      progress.trialFinished(label, reused);
    }
  }

  /** Tells the listener of a trial that diverged, once for each. */
  void failed(TrialLabel label, String hash, TrialLedger.Failure failure) {
    boolean first;
    synchronized (finished) {
      first = finished.add(hash);
    }
    remaining.finished(label);
    if (first) {
      progress.message(label + " diverged: " + failure.reason());
      progress.trialFinished(label, false);
    }
  }

  /** Tells the listener of a trial that can't be: what it depends on is missing. */
  void skipped(TrialLabel label) {
    remaining.finished(label);
    progress.trialFinished(label, true);
  }

  /** Adds what halving did for a label. */
  void searched(LabelSearch search) {
    synchronized (searches) {
      searches.add(search);
    }
  }

  /** What halving did, by architecture, fold and label. */
  List<LabelSearch> searches() {
    synchronized (searches) {
      return searches.stream()
          .sorted(
              Comparator.comparing(LabelSearch::architecture)
                  .thenComparingLong(search -> search.seed().orElse(Long.MIN_VALUE))
                  .thenComparingInt(LabelSearch::fold)
                  .thenComparing(LabelSearch::label))
          .toList();
    }
  }

  /**
   * Adds a sentence that must stand beside the results, such as which of them is missing; once,
   * however many folds it is true of.
   */
  void remark(String sentence) {
    addRemark(sentence);
  }

  /** The same for a sentence that is a warning too, so that it is in the log. */
  void warnBesideResults(String sentence) {
    if (addRemark(sentence)) {
      log.warn("results", sentence, Map.of());
    }
  }

  /**
   * The same for a sentence about these figures. A report repeats the log's warnings of all starts,
   * and this one may not be true of the next, so it is none of them.
   */
  void doubt(String sentence) {
    if (addRemark(sentence)) {
      log.info("doubt", Map.of("message", sentence));
    }
  }

  private boolean addRemark(String sentence) {
    synchronized (remarks) {
      if (remarks.contains(sentence)) {
        return false;
      }
      remarks.add(sentence);
    }
    progress.message(sentence);
    return true;
  }

  /** All remarks, in an order that does not depend on that of the work. */
  List<String> remarks() {
    synchronized (remarks) {
      return remarks.stream().sorted().toList();
    }
  }
}
