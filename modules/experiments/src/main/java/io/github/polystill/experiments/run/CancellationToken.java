package io.github.polystill.experiments.run;

import java.util.concurrent.CancellationException;

/** Asks the workers of a run to stop soon; they look at it between batches. */
public final class CancellationToken {
  private volatile boolean cancelled;

  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Ends the caller's work once the run is cancelled.
   *
   * @throws CancellationException if so
   */
  public void throwIfCancelled() {
    if (cancelled) {
      throw new CancellationException("the run was interrupted");
    }
  }
}
