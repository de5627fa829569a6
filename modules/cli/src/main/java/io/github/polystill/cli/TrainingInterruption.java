package io.github.polystill.cli;

import java.io.PrintWriter;

/** Says on Ctrl-C how a training of word vectors goes on; the checkpoint lies there already. */
final class TrainingInterruption {
  private final boolean resumes;
  private final StatusLine status;
  private final PrintWriter err;
  private final Thread hook = new Thread(this::report, "polystill-interruption");

  /**
   * Watches for the end of the process until {@link #stopWatching()}.
   *
   * @param resumes whether there are checkpoints
   */
  TrainingInterruption(boolean resumes, StatusLine status, PrintWriter err) {
    this.resumes = resumes;
    this.status = status;
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void report() {
    status.close();
    err.println(
        resumes
            ? "Interrupted: start the same command again to resume at the last checkpoint."
            : "Interrupted: without checkpoints the same command begins anew.");
    err.flush();
  }

  void stopWatching() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook has its say.
      return;
    }
  }
}
