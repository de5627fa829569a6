package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.Machine;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.lock.DirectoryLock;
import io.github.polystill.experiments.log.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.lang3.function.Failable;

/**
 * A run directory that this process owns: its lock, its log, and the rules of what an earlier run
 * has left there may stay.
 */
final class OpenRun implements AutoCloseable {
  private final RunDirectory directory;
  private final RunEnvironment environment;
  private final DirectoryLock lock;
  private final List<String> damages;
  private final RunLog log;

  private OpenRun(
      RunDirectory directory, RunEnvironment environment, DirectoryLock lock, List<String> damages)
      throws IOException {
    this.directory = directory;
    this.environment = environment;
    this.lock = lock;
    this.damages = damages;
    this.log = new RunLog(directory.logFile(), lock.owner().id());
  }

  /**
   * Makes sure that a run can begin: that nobody works on the directory, and that nothing of the
   * user's is overwritten or removed. Leaves nothing in it.
   *
   * @param fresh whether all that an earlier run has left is to be removed
   * @throws InvalidInputException where it has an owner, or holds something that no run or one of
   *     another version has made
   */
  static void requireUsable(RunDirectory directory, Experiment experiment, boolean fresh)
      throws IOException {
    Path root = directory.root();
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw InvalidInputException.of("%s is a file; take another `out`", root);
    }
    boolean own = Files.exists(directory.experimentFile()) && Files.exists(directory.foldsFile());
    if (!own && !isEmpty(directory) && !holds(directory, experiment)) {
      throw InvalidInputException.of(
          "%s is no run directory but holds other files; take another `out`", root);
    }
    DirectoryLock.requireFree(root);
    if (!fresh) {
      RunEnvironment.readLegible(directory.environmentFile());
    }
  }

  /** Whether there is nothing but what a process makes that is killed as it begins. */
  private static boolean isEmpty(RunDirectory directory) throws IOException {
    List<String> first =
        List.of(DirectoryLock.file(), directory.logFile().getFileName().toString());
    return entries(
            directory.root(), name -> !AtomicFiles.isTemporary(name) && !first.contains(name))
        .isEmpty();
  }

  /** Whether the directory was last used for just this experiment. */
  private static boolean holds(RunDirectory directory, Experiment experiment) throws IOException {
    return RunDirectory.holds(directory.experimentFile(), experiment.resolvedYaml());
  }

  /**
   * Opens a directory, which is created, removes what is not wanted any more, and writes what is
   * run in it, on what folds, and on what machine. Results that are those of just this stay
   * readable.
   *
   * @param validations whose folds are written
   * @param environment of this process, to which those of earlier starts are added
   * @throws InvalidInputException where it has another owner
   */
  static OpenRun open(
      RunDirectory directory,
      Experiment experiment,
      List<CrossValidation> validations,
      RunEnvironment environment,
      boolean fresh)
      throws IOException {
    DirectoryLock lock = DirectoryLock.take(directory.root());
    try {
      remove(temporaries(directory));
      if (fresh) {
        remove(results(directory));
        remove(rest(directory));
      }
      List<String> damages = removeExchangedTrials(directory);
      Optional<RunEnvironment> before = RunEnvironment.readLegible(directory.environmentFile());
      boolean sameInputs = before.isEmpty() || environment.hasInputsOf(before.get());
      if (Files.exists(directory.experimentFile())
          && !(sameInputs && holds(directory, experiment))) {
        remove(results(directory));
      }
      before.ifPresent(environment::addMachinesOf);
      directory.write(directory.experimentFile(), experiment.resolvedYaml());
      for (CrossValidation validation : validations) {
        List<Document> documents = validation.corpus().segmented().corpus().documents();
        directory.write(
            directory.foldsFile(validation.seed()),
            RunDirectory.foldsJson(validation.corpus().folds(), documents));
      }
      directory.write(directory.environmentFile(), environment.json());
      return new OpenRun(directory, environment, lock, damages);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Keeps on which machines trials are trained, before any of them counts as trained. */
  synchronized void trainedOn(Machine machine) {
    if (environment.addMachine(machine)) {
      Failable.run(() -> directory.write(directory.environmentFile(), environment.json()));
    }
  }

  /** What a process was writing when it was killed. */
  private static List<Path> temporaries(RunDirectory directory) throws IOException {
    List<Path> places =
        new ArrayList<>(
            List.of(directory.root(), directory.trials(), directory.predictionsDirectory()));
    places.addAll(entries(directory.preparedDirectory(), name -> name.startsWith("fold")));
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      found.addAll(entries(place, AtomicFiles::isTemporary));
    }
    return found;
  }

  private static List<Path> results(RunDirectory directory) throws IOException {
    List<Path> results = new ArrayList<>(List.of(directory.checksumFile()));
    results.addAll(entries(directory.root(), name -> name.startsWith("folds-seed")));
    results.addAll(
        List.of(
            directory.metricsFile(),
            directory.modelsFile(),
            directory.searchesFile(),
            directory.tableMarkdownFile(),
            directory.tableCsvFile(),
            directory.tunedTableCsvFile(),
            directory.tableLatexFile(),
            directory.thresholdsFile(),
            directory.significanceFile(),
            directory.suspectsFile(),
            directory.reportFile(),
            directory.summaryFile(),
            directory.figuresDirectory(),
            directory.predictionsDirectory()));
    return results;
  }

  /** All else that a run has made. */
  private static List<Path> rest(RunDirectory directory) {
    return List.of(
        directory.trials(),
        directory.preparedDirectory(),
        directory.logFile(),
        directory.environmentFile(),
        directory.foldsFile(),
        directory.experimentFile());
  }

  /** Says of each what is wrong with it. */
  private static List<String> removeExchangedTrials(RunDirectory directory) throws IOException {
    List<String> damages = new ArrayList<>();
    for (Path trial : directory.exchangedTrials()) {
      AtomicFiles.deleteAtOnce(trial);
      damages.add(trial + " is not the trial of the results, so it is to be trained again");
    }
    return damages;
  }

  private static void remove(List<Path> entries) throws IOException {
    for (Path entry : entries) {
      AtomicFiles.deleteRecursively(entry);
    }
  }

  private static List<Path> entries(Path directory, Predicate<String> name) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(entry -> name.test(entry.getFileName().toString())).toList();
    }
  }

  RunDirectory directory() {
    return directory;
  }

  RunLog log() {
    return log;
  }

  /** What was wrong with trials that have been removed. */
  List<String> damages() {
    return damages;
  }

  /** This process. */
  DirectoryLock.Owner owner() {
    return lock.owner();
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      log.close();
    }
  }
}
