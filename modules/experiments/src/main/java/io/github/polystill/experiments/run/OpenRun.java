package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.InputChecksums;
import io.github.polystill.experiments.lock.DirectoryLock;
import io.github.polystill.experiments.lock.LockOwner;
import io.github.polystill.experiments.log.RunLog;
import java.io.IOException;
import java.nio.file.Files;

/** A run directory that this process owns: its lock and its log. */
final class OpenRun implements AutoCloseable {
  private final DirectoryLock lock;
  private final RunLog log;

  private OpenRun(DirectoryLock lock, RunLog log) {
    this.lock = lock;
    this.log = log;
  }

  /** Writes what is run, on what folds, on what machine. */
  @FunctionalInterface
  interface Description {
    void write() throws IOException;
  }

  /**
   * Opens a directory, which is created, removes what is not wanted any more, and writes what is
   * run in it.
   *
   * @param inputs what is read
   * @param fresh whether all that it holds is removed
   * @throws InvalidInputException where it has another owner
   */
  static OpenRun open(
      RunDirectory directory,
      Experiment experiment,
      InputChecksums inputs,
      boolean fresh,
      Description description)
      throws IOException {
    DirectoryLock lock = DirectoryLock.take(directory.root());
    try {
      clean(directory, experiment, inputs, fresh);
      description.write();
      return new OpenRun(lock, new RunLog(directory.logFile(), lock.owner().id()));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void clean(
      RunDirectory directory, Experiment experiment, InputChecksums inputs, boolean fresh)
      throws IOException {
    directory.remove(directory.temporaries());
    if (fresh) {
      directory.clear();
      return;
    }
    boolean another =
        Files.exists(directory.experimentFile())
            && !(directory.holds(experiment) && directory.hasRead(inputs));
    if (another) {
      directory.removeResults();
    }
  }

  RunLog log() {
    return log;
  }

  /** This process. */
  LockOwner owner() {
    return lock.owner();
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      log.close();
    }
  }
}
