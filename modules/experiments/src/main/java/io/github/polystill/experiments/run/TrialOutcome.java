package io.github.polystill.experiments.run;

/** How a trial ended. */
sealed interface TrialOutcome {
  /** It is in the ledger. */
  record Finished(String hash, TrialLedger.Entry entry) implements TrialOutcome {}

  /** It diverged, and the ledger says so. */
  record Failed(TrialLedger.Failure failure) implements TrialOutcome {}
}
