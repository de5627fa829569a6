package io.github.polystill.cli.run;

import io.github.polystill.cli.command.Interruption;
import io.github.polystill.cli.command.LogAppender;
import io.github.polystill.cli.command.Terminal;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.RunOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListSet;

/** A run with its progress on stderr that Ctrl-C ends cleanly. */
final class InterruptibleRun {
  /** What is to be run. */
  @FunctionalInterface
  interface Work<T> {
    T of(ExperimentRunner runner) throws Exception;
  }

  private final PrintWriter err;
  private final Set<String> warnings = new ConcurrentSkipListSet<>();

  InterruptibleRun(PrintWriter err) {
    this.err = err;
  }

  /** The result; empty where the run was interrupted, which {@link Interruption} has said. */
  <T> Optional<T> run(Experiment experiment, RunOptions options, Work<T> work) throws Exception {
    CancellationToken cancellation = new CancellationToken();
    ProgressLine progress = new ProgressLine(err, Terminal.ofStderr(), System::nanoTime);
    Runnable endRedirection = LogAppender.redirect(progress::message, warnings::add);
    Interruption interruption = interruption(cancellation, progress, err);
    try {
      return Optional.of(
          work.of(new ExperimentRunner(experiment, options, progress, cancellation)));
    } catch (CancellationException e) {
      if (cancellation.isCancelled()) {
        return Optional.empty();
      }
      throw e;
    } finally {
      interruption.close();
      endRedirection.run();
      progress.close();
    }
  }

  /**
   * Asks the workers of a run to stop and gives them time to do so. Nothing is lost if they take
   * longer, because a trial is moved into place only when it is complete.
   */
  static Interruption interruption(
      CancellationToken cancellation, ProgressLine progress, PrintWriter err) {
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

  /** Says at the end again what was warned of: a run's log is long. */
  void repeatWarnings(List<String> ofRun) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(ofRun);
    if (!all.isEmpty()) {
      err.println(all.size() == 1 ? "1 warning:" : all.size() + " warnings:");
      all.forEach(warning -> err.println("  " + warning));
      err.flush();
    }
  }
}
