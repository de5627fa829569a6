package io.github.polystill.labs.stress;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.Experiment;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Disturbs the commands that work long or write much: kills their processes, lets the clock jump in
 * all of them, and fills the disk. What they come to must be what comes of undisturbed ones.
 */
public final class StressTest {
  private static final int LINES = 1_500;
  private static final int WORDS_OF_A_LINE = 20;
  private static final int VOCABULARY = 2_000;

  /** What is disturbed. */
  public enum Subject {
    RUN,
    VECTORS,
    EXPORT,
    SERVE
  }

  /**
   * What is done.
   *
   * @param subjects to disturb
   * @param kills how often each is killed
   * @param fullDisks how often each but the server, which writes nothing, finds the disk full
   * @param seed of the moments, the clocks and the sizes of disks
   */
  public record Settings(Set<Subject> subjects, int kills, int fullDisks, long seed) {}

  private final Settings settings;
  private final Processes processes;
  private final DisturbedRun run;
  private final Experiment experiment;
  private final Path directory;
  private final Consumer<String> progress;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Integer> killedWhile = new TreeMap<>();
  private double undisturbedSeconds;
  private int killed;
  private int finished;
  private int trained;
  private int filled;

  /**
   * A test to come.
   *
   * @param program Java with options and the main class of polystill
   * @param run arguments of the program that run the experiment
   * @param experiment of that run
   * @param directory for what is written and for the output of the processes
   * @param progress told about each step
   */
  public StressTest(
      Settings settings,
      List<String> program,
      List<String> run,
      Experiment experiment,
      Path directory,
      Consumer<String> progress) {
    this.settings = settings;
    this.processes = new Processes(program);
    this.run = new DisturbedRun(run);
    this.experiment = experiment;
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Does it, up to the first problem of each subject.
   *
   * @throws InvalidInputException where the run finds its input bad
   * @throws IOException where not even an undisturbed process comes to its end
   */
  public StressReport run() throws IOException, InterruptedException {
    Path undisturbed = directory.resolve("undisturbed");
    if (!settings.subjects().equals(Set.of(Subject.VECTORS))) {
      KilledRuns.Duration duration = KilledRuns.undisturbed(run, processes, undisturbed);
      undisturbedSeconds = (duration.before() + duration.after()) / 1e9;
      progress.accept(String.format(Locale.ROOT, "undisturbed: %.1f s", undisturbedSeconds));
      if (settings.subjects().contains(Subject.RUN)) {
        killRuns(undisturbed, duration);
        fillDisk(run, undisturbed);
      }
    }
    if (settings.subjects().contains(Subject.VECTORS)) {
      disturb(new DisturbedTraining(text()), "vectors");
    }
    DisturbedExport export =
        new DisturbedExport(
            undisturbed,
            experiment.architectures().get(0).name(),
            experiment.trainings().get(experiment.trainings().size() - 1).key());
    if (settings.subjects().contains(Subject.EXPORT)) {
      disturb(export, "export");
    }
    if (settings.subjects().contains(Subject.SERVE)) {
      Path exported = Files.createDirectory(directory.resolve("served"));
      export.finish(processes.start(export.arguments(exported), exported), exported);
      disturb(new DisturbedServer(DisturbedExport.model(exported), freePort()), "serve");
    }
    return new StressReport(
        settings.seed(),
        undisturbedSeconds,
        killed,
        killedWhile,
        processes.starts(),
        finished,
        trained,
        filled,
        problems);
  }

  private void killRuns(Path undisturbed, KilledRuns.Duration duration)
      throws IOException, InterruptedException {
    KilledRuns kills = new KilledRuns(run, processes, settings.seed(), progress);
    kills.kill(settings.kills(), undisturbed, duration);
    killed += kills.killed();
    finished += kills.finished();
    trained += kills.trained();
    killedWhile.putAll(kills.killedWhile());
    problems.addAll(kills.problems());
  }

  private void disturb(Disturbed command, String name) throws IOException, InterruptedException {
    progress.accept(command.name());
    Path undisturbed = Files.createDirectories(directory.resolve(name).resolve("undisturbed"));
    long start = System.nanoTime();
    command.finish(processes.start(command.arguments(undisturbed), undisturbed), undisturbed);
    KilledCommand kills = new KilledCommand(command, processes, settings.seed());
    kills.kill(settings.kills(), undisturbed, System.nanoTime() - start);
    killed += kills.killed();
    finished += kills.finished();
    killedWhile.put(command.name(), kills.killed());
    problems.addAll(kills.problems());
    if (!(command instanceof DisturbedServer)) {
      fillDisk(command, undisturbed);
    }
  }

  private void fillDisk(Disturbed command, Path undisturbed)
      throws IOException, InterruptedException {
    if (settings.fullDisks() > 0) {
      progress.accept(command.name() + " on a full disk");
      problems.addAll(
          FullDisk.fill(command, processes, settings.fullDisks(), undisturbed, settings.seed()));
      filled += settings.fullDisks();
    }
  }

  private Path text() throws IOException {
    SplittableRandom random = new SplittableRandom(settings.seed());
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      for (int word = 0; word < WORDS_OF_A_LINE; word++) {
        text.append('w').append((int) Math.pow(VOCABULARY, random.nextDouble())).append(' ');
      }
      text.append('\n');
    }
    return Files.writeString(directory.resolve("text.txt"), text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Whether a disk can be filled here: Linux lets some users mount a small one. */
  public static boolean canFillDisks(Path directory) throws IOException, InterruptedException {
    return FullDisk.isToBeHad(directory);
  }

  /** Ends the process that is running, and starts no more. */
  public void stop() {
    processes.stop();
  }
}
