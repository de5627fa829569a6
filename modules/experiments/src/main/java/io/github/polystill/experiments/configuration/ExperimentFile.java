package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.YamlNode.Entry;
import io.github.polystill.experiments.configuration.YamlNode.Mapping;
import io.github.polystill.models.ArchitectureRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** An experiment as read from a file, which still knows where each key was written. */
public final class ExperimentFile {
  private final Path file;
  private final Mapping root;
  private final Experiment experiment;

  private ExperimentFile(Path file, Mapping root, Section keys) {
    this.file = file;
    this.root = root;
    this.experiment = resolve(keys.read("", root));
  }

  /**
   * Reads and checks a file.
   *
   * @param file UTF-8 YAML
   * @param overrides {@code key.path=value}, a later one wins; one that says where the documents or
   *     folds come from, as {@code corpus.path} does, takes the place of what the file has for
   *     that, as {@code corpus.generate}
   * @throws InvalidInputException with one line that names file:line or {@code `override: key`},
   *     the key and the remedy; the files that the experiment names are not looked at yet, see
   *     {@link #requireFiles()}
   */
  public static ExperimentFile read(Path file, List<String> overrides) throws IOException {
    return read(file, overrides, ArchitectureRegistry.STANDARD);
  }

  /** The same for an experiment that can name other architectures than polystill's. */
  public static ExperimentFile read(
      Path file, List<String> overrides, ArchitectureRegistry registry) throws IOException {
    Mapping root = YamlReader.readFile(file);
    ArchitecturesType architectures = new ArchitecturesType(registry);
    Overrides.apply(root, overrides, architectures);
    Recipe.apply(root, architectures);
    return new ExperimentFile(file, root, ExperimentKeys.of(architectures));
  }

  public Experiment experiment() {
    return experiment;
  }

  /**
   * Checks that the files which the experiment reads are there.
   *
   * @throws InvalidInputException for the first that is not
   */
  public void requireFiles() {
    experiment.withFiles(
        (key, path) -> {
          requireFile(key, path);
          return path;
        });
  }

  private void requireFile(String key, String path) {
    boolean isDirectory =
        key.equals(Experiment.TEACHER_RUN) || key.equals(Experiment.SEGMENTER_MODEL);
    if (isDirectory ? !Files.isDirectory(Path.of(path)) : !Files.isRegularFile(Path.of(path))) {
      throw error(
          key,
          String.format(
              Locale.ROOT,
              "there is no %s %s here or beside the experiment file; give it with `override: '%s=%s'`",
              isDirectory ? "directory" : "file",
              path,
              key,
              isDirectory ? "DIR" : "FILE"));
    }
  }

  /** An error about a key, found when its value met the data; names where the key stands. */
  public InvalidInputException error(String key, String problem) {
    return locate(key).error(key, problem);
  }

  private Location locate(String path) {
    Location found = root.location();
    YamlNode node = root;
    for (String part : path.split("\\.", -1)) {
      Entry entry = node instanceof Mapping mapping ? mapping.entries().get(part) : null;
      if (entry == null) {
        return found;
      }
      found = entry.location();
      node = entry.value();
    }
    return found;
  }

  private Experiment resolve(Record written) {
    Experiment raw = ((Experiment) written).withFiles(this::lookUp);
    new Contradictions(raw, this).check();
    VectorSettings vectors = raw.vectors();
    Optional<Integer> dimensions =
        vectors
            .dimensions()
            .or(() -> vectors.train().map(VectorSettings.Training::dimensions))
            .or(() -> Optional.of(VectorSettings.DEFAULT_DIMENSIONS));
    boolean dealt = !raw.corpus().hasOwnSplit() && raw.folds().field().isEmpty();
    Optional<Integer> count =
        raw.folds().count().or(() -> Optional.of(FoldSettings.DEFAULT_COUNT)).filter(it -> dealt);
    return raw.with(
            "vectors.dimensions", vectors.path().isPresent() ? vectors.dimensions() : dimensions)
        .with("vectors.seed", vectors.seed().or(() -> Optional.of(raw.seed())))
        .with("trainings", raw.trainings().stream().sorted().toList())
        .with("baselines", raw.baselines().stream().sorted().toList())
        .with("folds.count", count)
        .with(
            "folds.run",
            (raw.corpus().hasOwnSplit() ? Optional.of(1) : count)
                .map(known -> foldsToRun(raw.folds().run(), known))
                .orElseGet(() -> raw.folds().run().stream().sorted().toList()))
        .with("seeds", raw.seeds().filter(seeds -> seeds > 1))
        .with("recipe", Optional.empty());
  }

  /**
   * The folds to run out of so many.
   *
   * @param run empty for all
   * @throws InvalidInputException where there is no such fold
   */
  private List<Integer> foldsToRun(List<Integer> run, int count) {
    for (int fold : run) {
      if (fold >= count) {
        throw error(
            "folds.run",
            String.format(
                Locale.ROOT,
                "there is no fold %d; %s",
                fold,
                count == 1
                    ? "the corpus' own split is fold 0 and the only one"
                    : count + " folds are numbered 0 to " + (count - 1)));
      }
    }
    return run.isEmpty()
        ? IntStream.range(0, count).boxed().toList()
        : run.stream().sorted().toList();
  }

  /**
   * The experiment where its corpus brings so many folds.
   *
   * @throws InvalidInputException where {@code folds.run} names another
   */
  public Experiment withOwnFolds(int count) {
    return experiment.withFolds(foldsToRun(experiment.folds().run(), count));
  }

  /** A path as written if it is there, else beside the experiment file if it is there. */
  private String lookUp(String key, String written) {
    try {
      Path beside = file.resolveSibling(written);
      boolean fromFile = !locate(key).isOverride();
      return fromFile && !Files.exists(Path.of(written)) && Files.exists(beside)
          ? beside.normalize().toString()
          : written;
    } catch (InvalidPathException e) {
      throw error(key, "not a path: " + e.getReason());
    }
  }
}
