package io.github.polystill.experiments.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What all trials of a run share. */
final class TrialContext {
  private final TrialLedger ledger;
  private final String tensorFlow;
  private final ProgressListener progress;
  private final CancellationToken cancellation;
  private final Set<String> finished = new HashSet<>();
  private final List<LabelSearch> searches = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  TrialContext(
      TrialLedger ledger,
      String tensorFlow,
      ProgressListener progress,
      CancellationToken cancellation) {
    this.ledger = ledger;
    this.tensorFlow = tensorFlow;
    this.progress = progress;
    this.cancellation = cancellation;
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

  CancellationToken cancellation() {
    return cancellation;
  }

  /** Tells the listener of a finished trial, once for each. */
  void finished(TrialLabel label, String hash, boolean reused) {
    boolean first;
    synchronized (finished) {
      first = finished.add(hash);
    }
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
    if (first) {
      progress.message(label + " diverged: " + failure.reason());
      progress.trialFinished(label, false);
    }
  }

  /** Tells the listener of a trial that can't be: what it depends on is missing. */
  void skipped(TrialLabel label) {
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
    synchronized (remarks) {
      if (remarks.contains(sentence)) {
        return;
      }
      remarks.add(sentence);
    }
    progress.message(sentence);
  }

  /** All remarks, in an order that does not depend on that of the work. */
  List<String> remarks() {
    synchronized (remarks) {
      return remarks.stream().sorted().toList();
    }
  }
}
