package io.github.polystill.experiments.configuration;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.YamlNode.Entry;
import io.github.polystill.experiments.configuration.YamlNode.Mapping;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.LearningRateSchedule;
import io.github.polystill.models.OptimisationSettings;
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
  private static final String TEXTS = "vectors.train.texts";

  private final Path file;
  private final Mapping root;
  private final Experiment experiment;

  private ExperimentFile(Path file, Mapping root, Section<Experiment> schema) {
    this.file = file;
    this.root = root;
    this.experiment = resolve(schema.read("", root));
  }

  /**
   * Reads and checks a file.
   *
   * @param file UTF-8 YAML
   * @param overrides {@code key.path=value}, a later one wins; {@code corpus.path} takes the place
   *     of the file's {@code corpus.generate} and the other way round
   * @throws InvalidInputException with one line that names file:line or {@code --set key}, the key
   *     and the remedy; the files that the experiment names are not looked at yet, see {@link
   *     #requireFiles()}
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
    return new ExperimentFile(file, root, ExperimentSchema.of(architectures));
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
    experiment.corpus().path().ifPresent(path -> requireFile("corpus.path", path));
    experiment.vectors().path().ifPresent(path -> requireFile("vectors.path", path));
    experiment
        .vectors()
        .train()
        .ifPresent(train -> train.texts().forEach(path -> requireFile(TEXTS, path)));
  }

  private void requireFile(String key, String path) {
    if (!Files.isRegularFile(Path.of(path))) {
      throw error(
          key,
          String.format(
              Locale.ROOT,
              "there is no file %s here or beside the experiment file; give it with --set %s=FILE",
              path,
              key));
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

  private Experiment resolve(Experiment raw) {
    checkCorpus(raw.corpus());
    checkTrainings(raw);
    checkEncoding(raw.encoding());
    checkSchedule(raw.optimisation());
    checkLimits(raw.evaluation());
    return new Experiment(
        raw.name(),
        withPath(raw.corpus()),
        raw.segmentation(),
        resolve(raw.vectors(), raw.seed()),
        raw.encoding(),
        raw.architectures(),
        raw.trainings().stream().sorted().toList(),
        raw.teacher(),
        raw.student(),
        raw.optimisation(),
        resolve(raw.folds()),
        raw.evaluation(),
        raw.export(),
        raw.seed(),
        raw.seeds().filter(seeds -> seeds > 1));
  }

  private void checkCorpus(CorpusSettings corpus) {
    if (corpus.path().isPresent() == corpus.generate().isPresent()) {
      String problem = corpus.path().isPresent() ? "not both of" : "one of";
      throw error("corpus", "give " + problem + " corpus.path and corpus.generate");
    }
  }

  private void checkEncoding(EncodingSettings encoding) {
    try {
      encoding.sentenceLayout();
    } catch (InvalidInputException e) {
      throw error("encoding.sentences", e.getMessage());
    }
  }

  private void checkTrainings(Experiment raw) {
    if (raw.trainings().contains(TrainingRow.DISTILLED)
        && !raw.trainings().contains(TrainingRow.TEACHER)) {
      throw error("trainings", "distilled learns from the teacher; add teacher");
    }
    for (TrainingRow training : raw.export().map(ExportSettings::trainings).orElse(List.of())) {
      if (!raw.trainings().contains(training)) {
        throw error(
            "export.trainings",
            training.key() + " is not trained; add it to trainings or take it out here");
      }
    }
  }

  private void checkSchedule(OptimisationSettings optimisation) {
    LearningRateSchedule schedule = optimisation.schedule();
    if (schedule == LearningRateSchedule.CONSTANT && optimisation.warmUp() > 0) {
      throw error(
          "optimisation.warmUp",
          "a constant learning rate has no warm-up; set optimisation.schedule to warm-up or cosine");
    }
    if (schedule == LearningRateSchedule.WARM_UP && optimisation.warmUp() == 0) {
      throw error(
          "optimisation.schedule", "a warm-up of no steps; set optimisation.warmUp to 1 or more");
    }
  }

  private void checkLimits(EvaluationSettings evaluation) {
    if (evaluation.maxLabels().isPresent()
        && evaluation.minLabels() > evaluation.maxLabels().get()) {
      throw error(
          "evaluation.minLabels",
          String.format(
              Locale.ROOT,
              "%d labels at least and %d at most; make minLabels no greater than maxLabels",
              evaluation.minLabels(),
              evaluation.maxLabels().get()));
    }
  }

  private FoldSettings resolve(FoldSettings folds) {
    for (int fold : folds.run()) {
      if (fold >= folds.count()) {
        throw error(
            "folds.run",
            String.format(
                Locale.ROOT,
                "there is no fold %d; %d folds are numbered 0 to %d",
                fold,
                folds.count(),
                folds.count() - 1));
      }
    }
    List<Integer> run =
        folds.run().isEmpty()
            ? IntStream.range(0, folds.count()).boxed().toList()
            : folds.run().stream().sorted().toList();
    return new FoldSettings(folds.count(), run, folds.validation(), folds.method());
  }

  private VectorSettings resolve(VectorSettings vectors, long seed) {
    checkTraining(vectors);
    Optional<Integer> dimensions =
        vectors.path().isPresent() || vectors.dimensions().isPresent()
            ? vectors.dimensions()
            : vectors
                .train()
                .map(VectorTrainingSettings::dimensions)
                .or(() -> Optional.of(ExperimentSchema.DEFAULT_DIMENSIONS));
    return new VectorSettings(
        vectors.path().map(path -> lookUp("vectors.path", path)),
        dimensions,
        Optional.of(vectors.seed().orElse(seed)),
        vectors
            .train()
            .map(
                train ->
                    train.withTexts(
                        train.texts().stream().map(path -> lookUp(TEXTS, path)).toList())));
  }

  private void checkTraining(VectorSettings vectors) {
    if (vectors.train().isEmpty()) {
      return;
    }
    if (vectors.path().isPresent()) {
      throw error("vectors", "give not both of vectors.path and vectors.train");
    }
    int trained = vectors.train().get().dimensions();
    if (vectors.dimensions().isPresent() && vectors.dimensions().get() != trained) {
      throw error(
          "vectors.dimensions",
          "vectors.train.dimensions is " + trained + "; take one of them out or make them equal");
    }
  }

  private CorpusSettings withPath(CorpusSettings corpus) {
    return new CorpusSettings(
        corpus.path().map(path -> lookUp("corpus.path", path)),
        corpus.generate(),
        corpus.format(),
        corpus.id(),
        corpus.text(),
        corpus.labels(),
        corpus.group(),
        corpus.labelSeparator(),
        corpus.labelColumns(),
        corpus.minLabelCount(),
        corpus.skipInvalid());
  }

  /** A path as written if it is there, else beside the experiment file if it is there. */
  private String lookUp(String key, String written) {
    try {
      Path beside = file.resolveSibling(written);
      boolean fromFile = locate(key) instanceof Location.Line;
      return fromFile && !Files.exists(Path.of(written)) && Files.exists(beside)
          ? beside.normalize().toString()
          : written;
    } catch (InvalidPathException e) {
      throw error(key, "not a path: " + e.getReason());
    }
  }
}
