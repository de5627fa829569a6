package io.github.polystill.cli;

import io.github.polystill.experiments.run.CancellationToken;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What Ctrl-C does until {@link #close}: ends work cleanly, and says how to go on. */
final class Interruption {
  private static final int GRACE_SECONDS = 10;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /** Is told of itself when the process is to end. */
  Interruption(Consumer<Interruption> reaction) {
    hook = new Thread(() -> reaction.accept(this), "polystill-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Asks the workers of a run to stop and gives them time to do so. Nothing is lost if they take
   * longer, because a trial is moved into place only when it is complete.
   */
  static Interruption ofRun(CancellationToken cancellation, ProgressLine progress, PrintWriter err) {
    return new Interruption(
        it -> {
          progress.message("Stopping; trials that are done are kept.");
          cancellation.cancel();
          it.awaitEnd();
          progress.close();
          String done =
              progress.total() == 0
                  ? "no trial has begun"
                  : progress.done() + " of " + progress.total() + " trials are done";
          err.println("Interrupted: " + done + "; run the same command again to go on.");
          err.flush();
        });
  }

  private void awaitEnd() {
    try {
      ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** To be called when the work has ended. */
  void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook has its say.
      return;
    }
  }
}
