package io.github.polystill.experiments.run;

import java.util.HashSet;
import java.util.Set;

/** What all trials of a run share. */
final class TrialContext {
  private final TrialLedger ledger;
  private final String tensorFlow;
  private final ProgressListener progress;
  private final CancellationToken cancellation;
  private final Set<String> finished = new HashSet<>();

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

  /** Version of TensorFlow. */
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
}
