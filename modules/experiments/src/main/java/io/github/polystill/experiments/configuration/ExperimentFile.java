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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
   * @param overrides {@code key.path=value}, a later one wins; one that says where the documents or
   *     folds come from, as {@code corpus.path} does, takes the place of what the file has for
   *     that, as {@code corpus.generate}
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
    experiment
        .corpus()
        .withFiles(
            (key, path) -> {
              requireFile(key, path);
              return path;
            });
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
              "there is no file %s here or beside the experiment file; give it with --set '%s=FILE'",
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
        raw.corpus().withFiles(this::lookUp),
        raw.segmentation(),
        resolve(raw.vectors(), raw.seed()),
        raw.encoding(),
        raw.architectures(),
        raw.trainings().stream().sorted().toList(),
        raw.baselines().stream().sorted().toList(),
        raw.teacher(),
        raw.student(),
        raw.optimisation(),
        resolve(raw.folds(), raw.corpus()),
        raw.evaluation(),
        raw.export(),
        raw.seed(),
        raw.seeds().filter(seeds -> seeds > 1));
  }

  private void checkCorpus(CorpusSettings corpus) {
    checkParts(corpus);
    if (corpus.train().isPresent()) {
      return;
    }
    if (corpus.path().isPresent() == corpus.generate().isPresent()) {
      throw error(
          "corpus",
          corpus.path().isPresent()
              ? "give not both of corpus.path and corpus.generate"
              : "give one of corpus.path, corpus.train with corpus.test, and corpus.generate");
    }
    if (corpus.split().isPresent() && corpus.path().isEmpty()) {
      throw error(
          "corpus.split", "a generated corpus has no split; take it out or give corpus.path");
    }
  }

  /** Each part in its own file: training and test at least, and nothing else that says the same. */
  private void checkParts(CorpusSettings corpus) {
    if (corpus.train().or(corpus::validation).or(corpus::test).isEmpty()) {
      return;
    }
    String given =
        corpus.train().isPresent()
            ? "corpus.train"
            : corpus.test().isPresent() ? "corpus.test" : "corpus.validation";
    if (corpus.train().isEmpty() || corpus.test().isEmpty()) {
      String missing = corpus.train().isEmpty() ? "corpus.train" : "corpus.test";
      throw error(given, "a split needs " + missing + " too; give that file");
    }
    Map<String, Boolean> others = new LinkedHashMap<>();
    others.put("corpus.path", corpus.path().isPresent());
    others.put("corpus.split", corpus.split().isPresent());
    others.put("corpus.generate", corpus.generate().isPresent());
    others.forEach(
        (key, present) -> {
          if (present) {
            throw error(
                key,
                "corpus.train and corpus.test say already what the corpus is; take out the one or"
                    + " the others");
          }
        });
    Map<Path, String> keyOf = new HashMap<>();
    corpus.withFiles(
        (key, path) -> {
          String other = keyOf.put(Path.of(lookUp(key, path)).toAbsolutePath().normalize(), key);
          if (other != null) {
            throw error(key, "is the file of " + other + " too; give each part its own");
          }
          return path;
        });
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

  private FoldSettings resolve(FoldSettings folds, CorpusSettings corpus) {
    Optional<Integer> count = folds.count();
    if (corpus.hasOwnSplit() || folds.field().isPresent()) {
      checkOwnFolds(folds, corpus);
    } else {
      count = Optional.of(count.orElse(FoldSettings.DEFAULT_COUNT));
    }
    Optional<Integer> known = corpus.hasOwnSplit() ? Optional.of(1) : count;
    return new FoldSettings(
        count,
        folds.field(),
        known.isPresent()
            ? foldsToRun(folds.run(), known.get())
            : folds.run().stream().sorted().toList(),
        folds.validation(),
        folds.method());
  }

  private void checkOwnFolds(FoldSettings folds, CorpusSettings corpus) {
    String own =
        !corpus.hasOwnSplit()
            ? "folds.field"
            : corpus.split().isPresent() ? "corpus.split" : "corpus.train";
    if (corpus.hasOwnSplit() && folds.field().isPresent()) {
      throw error("folds.field", own + " brings a split already; take one of them out");
    }
    if (folds.count().isPresent()) {
      throw error("folds.count", own + " says already which folds there are; take one of them out");
    }
    if (corpus.generate().isPresent()) {
      throw error(
          "folds.field", "a generated corpus has no folds; take it out or give corpus.path");
    }
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
