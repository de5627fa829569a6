package io.github.polystill.labs.stress;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Kills a run at random moments and starts it again, until it was killed often enough; whenever it
 * comes to its end, its results are compared with those of a run that was not disturbed, and it
 * begins anew.
 *
 * <p>One in five moments lies before the run has read its corpus, in which a small run spends most
 * of its time. The others are spread over half of the rest; a run that goes on has less than all
 * before it, so they come to lie in its end as well.
 */
final class KilledRuns {
  private static final double EARLY = 0.2;
  private static final double LATE = 0.5;
  private static final long POLL_MILLIS = 5;
  private static final int BAD_INPUT = 2;

  /**
   * How long an undisturbed run takes, in nanoseconds, up to its first log event and from there.
   */
  record Duration(long before, long after) {}

  private final Disturbed run;
  private final Processes processes;
  private final SplittableRandom moments;
  private final Consumer<String> progress;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> killedWhile = new TreeMap<>();
  private int killed;
  private int finished;
  private int trained;

  /**
   * A test to come.
   *
   * @param seed of the moments
   * @param progress told about each start
   */
  KilledRuns(Disturbed run, Processes processes, long seed, Consumer<String> progress) {
    this.run = run;
    this.processes = processes;
    this.moments = new SplittableRandom(seed);
    this.progress = progress;
  }

  /**
   * Lets a run come to its end.
   *
   * @throws InvalidInputException where it finds its input bad
   * @throws IOException where it does not come to its end
   */
  static Duration undisturbed(Disturbed run, Processes processes, Path out)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = processes.start(run.arguments(out), out);
    awaitEvent(process, out, 0);
    long event = System.nanoTime();
    int exit = Processes.waitFor(process);
    if (exit == BAD_INPUT) {
      throw new InvalidInputException(Processes.lastLine(out).replaceFirst("^polystill: ", ""));
    }
    if (exit != 0) {
      throw new IOException(
          "the undisturbed run ended with " + exit + ": " + Processes.lastLine(out));
    }
    return new Duration(event - start, System.nanoTime() - event);
  }

  /** Does it, beside an undisturbed run that took so long. */
  void kill(int kills, Path undisturbed, Duration duration)
      throws IOException, InterruptedException {
    for (int round = 1; killed < kills && problems.isEmpty(); round++) {
      disturb(undisturbed.resolveSibling("disturbed-" + round), kills, undisturbed, duration);
    }
  }

  /** Waits until a process has written to the log of its run, or has ended. */
  private static void awaitEvent(Process process, Path out, long sizeBefore)
      throws IOException, InterruptedException {
    while (process.isAlive() && logSize(out) <= sizeBefore) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static long logSize(Path out) throws IOException {
    Path log = new RunDirectory(out).logFile();
    return Files.exists(log) ? Files.size(log) : 0;
  }

  /** One run from its beginning to its end. */
  private void disturb(Path out, int kills, Path undisturbed, Duration duration)
      throws IOException, InterruptedException {
    RetrainedTrials retrained = new RetrainedTrials(new RunDirectory(out));
    boolean ended = false;
    while (!ended && problems.isEmpty()) {
      long logged = logSize(out);
      Process process = processes.startDisturbed(run.arguments(out), out, moments.nextLong());
      boolean early = moments.nextDouble() < EARLY;
      double moment = moments.nextDouble();
      if (!early) {
        awaitEvent(process, out, logged);
      }
      long nanos = (long) (moment * (early ? duration.before() : LATE * duration.after()));
      ended = killed >= kills || process.waitFor(nanos, TimeUnit.NANOSECONDS);
      if (ended) {
        end(process, out, undisturbed);
      } else {
        process.destroyForcibly().waitFor();
        killed++;
        killedWhile.merge(retrained.stage(), 1, Integer::sum);
      }
      problems.addAll(retrained.check());
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d of %d kills, %d runs finished, %d problems",
              killed,
              kills,
              finished,
              problems.size()));
    }
    trained += retrained.trained();
    if (problems.isEmpty()) {
      AtomicFiles.deleteRecursively(out);
    }
  }

  private void end(Process process, Path out, Path undisturbed) throws InterruptedException {
    try {
      run.finish(process, out);
      finished++;
      problems.addAll(run.differences(undisturbed, out));
    } catch (IOException e) {
      problems.add(e.getMessage());
    }
  }

  int killed() {
    return killed;
  }

  /** Kills by what the run was doing. */
  Map<String, Integer> killedWhile() {
    return killedWhile;
  }

  int finished() {
    return finished;
  }

  int trained() {
    return trained;
  }

  List<String> problems() {
    return problems;
  }
}
