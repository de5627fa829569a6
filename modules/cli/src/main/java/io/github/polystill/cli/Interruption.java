package io.github.polystill.cli;

import io.github.polystill.experiments.run.CancellationToken;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run cleanly on Ctrl-C: asks the workers to stop, gives them time to do so, and says how to
 * go on. Nothing is lost if they take longer, because a trial is moved into place only when it is
 * complete.
 */
final class Interruption {
  private static final int GRACE_SECONDS = 10;

  private final CancellationToken cancellation;
  private final ProgressLine progress;
  private final PrintWriter err;
  private final CountDownLatch runEnded = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "polystill-interruption");

  /** Watches for the end of the process until {@link #stopWatching()}. */
  Interruption(CancellationToken cancellation, ProgressLine progress, PrintWriter err) {
    this.cancellation = cancellation;
    this.progress = progress;
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupt() {
    progress.message("Stopping; trials that are done are kept.");
    cancellation.cancel();
    try {
      runEnded.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    progress.close();
    err.println(message());
    err.flush();
  }

  private String message() {
    String done =
        progress.total() == 0
            ? "no trial has begun"
            : String.format(
                Locale.ROOT, "%d of %d trials are done", progress.done(), progress.total());
    return "Interrupted: " + done + "; run the same command again to go on.";
  }

  /** To be called when the workers have ended. */
  void stopWatching() {
    runEnded.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook has its say.
      return;
    }
  }
}
