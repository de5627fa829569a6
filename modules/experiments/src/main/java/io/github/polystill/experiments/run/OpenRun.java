package io.github.polystill.experiments.run;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.InputChecksums;
import io.github.polystill.experiments.lock.LockDirectory;
import io.github.polystill.experiments.lock.LockOwner;
import io.github.polystill.experiments.lock.LockTiming;
import io.github.polystill.experiments.log.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A run directory that this process works in, maybe beside others: its locks and its log.
 *
 * @param others the processes that were at work on it before
 */
record OpenRun(
    LockDirectory locks, Optional<VectorLocks> vectorLocks, RunLog log, List<LockOwner> others)
    implements AutoCloseable {

  /** Where word vectors are kept, for other runs too, and the locks of those that train some. */
  record VectorLocks(Path directory, LockDirectory locks) {}

  /** Writes what is run, on what folds, on what machine. */
  @FunctionalInterface
  interface Description {
    void write() throws IOException;
  }

  /**
   * Opens a directory, which is created, removes what is not wanted any more, and writes what is
   * run in it. Of several processes one after the other does so.
   *
   * @param inputs what is read
   * @param fresh whether all that it holds is removed
   * @param waiting told while another process is at this; may throw to give up
   * @param vectors where trained word vectors are kept, if some are trained
   * @throws InvalidInputException where another process would lose what it is working on
   */
  static OpenRun open(
      RunDirectory directory,
      Experiment experiment,
      InputChecksums inputs,
      boolean fresh,
      LockDirectory.Waiting waiting,
      Optional<Path> vectors,
      Description description)
      throws IOException, InterruptedException {
    LockDirectory locks = new LockDirectory(directory.locks(), LockTiming.STANDARD);
    try {
      List<LockOwner> others =
          locks
              .lock("start", waiting)
              .during(
                  () -> {
                    List<LockOwner> atWork = clean(directory, locks, experiment, inputs, fresh);
                    description.write();
                    return atWork;
                  });
      RunLog log = new RunLog(directory.logFile(), locks.self().id());
      try {
        return new OpenRun(locks, vectorLocks(vectors), log, others);
      } catch (IOException | RuntimeException e) {
        log.close();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      locks.close();
      throw e;
    }
  }

  private static Optional<VectorLocks> vectorLocks(Optional<Path> vectors) throws IOException {
    if (vectors.isEmpty()) {
      return Optional.empty();
    }
    Path place = vectors.get().resolve("locks");
    return Optional.of(
        new VectorLocks(vectors.get(), new LockDirectory(place, LockTiming.STANDARD)));
  }

  private static List<LockOwner> clean(
      RunDirectory directory,
      LockDirectory locks,
      Experiment experiment,
      InputChecksums inputs,
      boolean fresh)
      throws IOException {
    boolean another =
        Files.exists(directory.experimentFile())
            && !(directory.holds(experiment) && (fresh || directory.hasRead(inputs)));
    // Before the look at who else is there: what appears later is not of a dead process.
    List<Path> leftOver = directory.temporaries();
    List<LockOwner> others = locks.others();
    if (others.isEmpty()) {
      directory.remove(leftOver);
      locks.removeLeftOvers();
    } else if (fresh || another) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s is being worked on by %s%s; stop it first (one that was killed on another machine counts as dead after %d s), or take another --out",
              directory.root(),
              others.get(0),
              another ? ", with another experiment or corpus" : "",
              LockTiming.STANDARD.deadAfter().toSeconds()));
    }
    if (fresh) {
      directory.clear();
    } else if (another) {
      directory.removeResults();
    }
    return others;
  }

  @Override
  public void close() throws IOException {
    try (log;
        locks) {
      if (vectorLocks.isPresent()) {
        vectorLocks.get().locks().close();
      }
    }
  }
}
