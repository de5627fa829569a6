package io.github.polystill.labs.stress;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.run.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Kills a run at random moments and starts it again, until it was killed often enough; whenever it
 * comes to its end, its results are compared with those of a run that was not disturbed, and it
 * begins anew.
 *
 * <p>One in five moments lies before the run has read its corpus, in which a small run spends most
 * of its time. The others are spread over half of the rest; a run that goes on has less than all
 * before it, so they come to lie in its end as well.
 */
public final class KilledRuns {
  private static final double EARLY = 0.2;
  private static final double LATE = 0.5;
  private static final long POLL_MILLIS = 5;
  private static final int BAD_INPUT = 2;

  /**
   * How long an undisturbed run takes, in nanoseconds, up to its first log event and from there.
   */
  private record Duration(long before, long after) {}

  private final List<String> command;
  private final int kills;
  private final long seed;
  private final Path directory;
  private final Consumer<String> progress;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> killedWhile = new TreeMap<>();
  private int killed;
  private int starts;
  private int finished;
  private int trained;
  private Process latest;
  private boolean stopped;

  /**
   * A test to come.
   *
   * @param command that runs the experiment, to which {@code --out DIR} is added; the process
   *     itself, as the children of a killed shell live on
   * @param kills how many
   * @param seed of the moments
   * @param directory for run directories and the output of the processes
   * @param progress told about each start
   */
  public KilledRuns(
      List<String> command, int kills, long seed, Path directory, Consumer<String> progress) {
    this.command = List.copyOf(command);
    this.kills = kills;
    this.seed = seed;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @throws InvalidInputException where the run finds its input bad
   * @throws IOException where not even the undisturbed run comes to its end
   */
  public StressReport run() throws IOException, InterruptedException {
    Path undisturbed = directory.resolve("undisturbed");
    Duration duration = undisturbed(undisturbed);
    double seconds = (duration.before() + duration.after()) / 1e9;
    progress.accept(String.format(Locale.ROOT, "undisturbed: %.1f s", seconds));
    starts = 0;
    SplittableRandom moments = new SplittableRandom(seed);
    for (int round = 1; killed < kills && problems.isEmpty(); round++) {
      disturb(directory.resolve("disturbed-" + round), undisturbed, duration, moments);
    }
    return new StressReport(
        seed, seconds, killed, killedWhile, starts, finished, trained, problems);
  }

  private Duration undisturbed(Path out) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = start(out);
    awaitEvent(process, out, 0);
    long event = System.nanoTime();
    int exit = waitFor(process);
    if (exit == BAD_INPUT) {
      throw new InvalidInputException(lastLine(out).replaceFirst("^polystill: ", ""));
    }
    if (exit != 0) {
      throw new IOException("the undisturbed run ended with " + exit + ": " + lastLine(out));
    }
    return new Duration(event - start, System.nanoTime() - event);
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
  private void disturb(Path out, Path undisturbed, Duration duration, SplittableRandom moments)
      throws IOException, InterruptedException {
    RetrainedTrials retrained = new RetrainedTrials(new RunDirectory(out));
    boolean ended = false;
    while (!ended && problems.isEmpty()) {
      long logged = logSize(out);
      Process process = start(out);
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

  private void end(Process process, Path out, Path undisturbed)
      throws IOException, InterruptedException {
    int exit = waitFor(process);
    if (exit != 0) {
      problems.add("a restart ended with " + exit + ": " + lastLine(out));
      return;
    }
    finished++;
    for (Path file : results(undisturbed)) {
      Path other = out.resolve(undisturbed.relativize(file));
      if (!Files.exists(other) || Files.mismatch(file, other) >= 0) {
        problems.add(other + " is missing or differs from " + file);
      }
    }
  }

  /** What must be the same byte for byte: metrics, models and predictions. */
  private static List<Path> results(Path run) throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(run.resolve("metrics.json"));
    files.add(run.resolve("models.json"));
    try (Stream<Path> predictions = Files.list(run.resolve("predictions"))) {
      predictions.sorted().forEach(files::add);
    }
    return files;
  }

  private Process start(Path out) throws IOException {
    starts++;
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--out", out.toString()));
    Path output = output(out);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    // What the launcher says of the standard error of this process is not true of the new one's.
    builder.environment().keySet().removeAll(List.of("POLYSTILL_STDERR", "POLYSTILL_TERMINAL"));
    synchronized (this) {
      if (stopped) {
        throw new CancellationException("the test was interrupted");
      }
      latest = builder.start();
      return latest;
    }
  }

  /** Ends the process that is running, and starts no more. */
  public synchronized void stop() {
    stopped = true;
    if (latest != null) {
      latest.destroyForcibly();
    }
  }

  /** Its end, or that of this process, whose user would not look for it. */
  private static int waitFor(Process process) throws InterruptedException {
    try {
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path output(Path out) {
    return out.resolveSibling(out.getFileName() + ".txt");
  }

  private static String lastLine(Path out) throws IOException {
    return new String(Files.readAllBytes(output(out)), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .orElse("no output");
  }
}
