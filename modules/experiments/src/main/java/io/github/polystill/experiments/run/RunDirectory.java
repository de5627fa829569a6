package io.github.polystill.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.evaluation.RecordsJson;
import io.github.polystill.evaluation.significance.SignificanceJson;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdsJson;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.environment.InputChecksums;
import io.github.polystill.experiments.environment.RecordedEnvironment;
import io.github.polystill.experiments.lock.DirectoryLock;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.models.WeightsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The files of a run; docs/runs.md tells what is what. */
public final class RunDirectory {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT);
  private static final String VECTORS = "embedding";

  private final Path root;

  /** A run directory, which need not exist yet. */
  public RunDirectory(Path root) {
    this.root = root;
  }

  /**
   * A run directory that a run has written to.
   *
   * @throws InvalidInputException where it is none
   */
  public static RunDirectory existing(Path root) {
    RunDirectory directory = new RunDirectory(root);
    if (!Files.isRegularFile(directory.experimentFile())) {
      throw new InvalidInputException(
          root
              + " is no run directory: it has no experiment.yaml; give the one that polystill run wrote");
    }
    return directory;
  }

  public Path root() {
    return root;
  }

  public Path experimentFile() {
    return root.resolve("experiment.yaml");
  }

  public Path environmentFile() {
    return root.resolve("environment.json");
  }

  /**
   * What the run wrote of its environment; empty where there is nothing, or nothing legible, which
   * the next start replaces.
   *
   * @throws InvalidInputException where it is of a newer version
   */
  Optional<RecordedEnvironment> environment() throws IOException {
    if (!Files.exists(environmentFile())) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(environmentFile()));
      return json.isObject()
          ? Optional.of(RecordedEnvironment.of(json, environmentFile()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  public Path foldsFile() {
    return foldsFile(OptionalLong.empty());
  }

  /** The folds of a repetition of the cross-validation, or of the first. */
  public Path foldsFile(OptionalLong seed) {
    return root.resolve(
        seed.isPresent() ? "folds-seed" + seed.getAsLong() + ".json" : "folds.json");
  }

  /** What happened when, see {@link RunLog}. */
  public Path logFile() {
    return root.resolve("log.jsonl");
  }

  /** The warnings of all starts of the run, each once. */
  public List<String> warnings() throws IOException {
    return RunLog.warnings(logFile());
  }

  public Path metricsFile() {
    return root.resolve("metrics.json");
  }

  public Path modelsFile() {
    return root.resolve("models.json");
  }

  public Path searchesFile() {
    return root.resolve("teacher-search.json");
  }

  public Path tableMarkdownFile() {
    return root.resolve("table.md");
  }

  public Path tableCsvFile() {
    return root.resolve("table.csv");
  }

  public Path tableLatexFile() {
    return root.resolve("table.tex");
  }

  public Path thresholdsFile() {
    return root.resolve("thresholds.json");
  }

  public Path significanceFile() {
    return root.resolve("significance.json");
  }

  /**
   * Thresholds side by side.
   *
   * @throws InvalidInputException where there is no such file, as an older version has left a run,
   *     or it is damaged
   */
  public List<ThresholdEvaluation> thresholds() throws IOException {
    return ThresholdsJson.read(thresholdsFile());
  }

  /** Tests of the gains. */
  List<SignificanceResult> significance() throws IOException {
    return SignificanceJson.read(significanceFile());
  }

  /** What a report needs besides. */
  RunSummary summary() throws IOException {
    return RunSummary.read(summaryFile());
  }

  public Path reportFile() {
    return root.resolve("report.html");
  }

  public Path figuresDirectory() {
    return root.resolve("figures");
  }

  Path summaryFile() {
    return root.resolve("summary.json");
  }

  public Path predictionsFile(TrainedModel model) {
    return root.resolve("predictions")
        .resolve(
            String.format(
                Locale.ROOT,
                "%s-%s-fold%d%s.csv",
                model.architecture(),
                model.training().key(),
                model.fold(),
                model.key().seed().isPresent() ? "-seed" + model.key().seed().getAsLong() : ""));
  }

  /** Where the trials are, a directory each. */
  public Path trials() {
    return root.resolve("trials");
  }

  /** The ledger of the run's trials. */
  public TrialLedger ledger() throws IOException {
    return new TrialLedger(trials());
  }

  /** The same, with warnings of damaged trials going elsewhere than to the log. */
  TrialLedger ledger(Consumer<String> warnings) throws IOException {
    return new TrialLedger(trials(), warnings);
  }

  /** What a process was writing when it was killed. */
  List<Path> temporaries() throws IOException {
    List<Path> places = new ArrayList<>(List.of(root, trials(), root.resolve("predictions")));
    places.addAll(entries(root.resolve("prepared"), name -> name.startsWith("fold")));
    List<Path> found = new ArrayList<>();
    for (Path place : places) {
      found.addAll(entries(place, AtomicFiles::isTemporary));
    }
    return found;
  }

  /**
   * Makes sure that this is a finished run which is whole and as it was written.
   *
   * @return its results, which have been read for that
   * @throws InvalidInputException naming what is missing, edited or of a newer version
   */
  public RunContents requireReadable() throws IOException {
    return new RunDirectoryCheck(this).run();
  }

  /** Removes files and directories of this run. */
  void remove(List<Path> entries) throws IOException {
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

  /** Removes the results of an earlier run, but not its trials. */
  void removeResults() throws IOException {
    for (Path file : entries(root, name -> name.startsWith("folds-seed"))) {
      Files.deleteIfExists(file);
    }
    for (Path file :
        List.of(
            metricsFile(),
            modelsFile(),
            searchesFile(),
            tableMarkdownFile(),
            tableCsvFile(),
            tableLatexFile(),
            thresholdsFile(),
            significanceFile(),
            reportFile(),
            summaryFile(),
            figuresDirectory(),
            root.resolve("predictions"))) {
      AtomicFiles.deleteRecursively(file);
    }
  }

  /**
   * Makes sure that nothing of the user's is overwritten or, with {@code --fresh}, removed.
   *
   * @throws InvalidInputException where there is something that no run has made
   */
  void requireOwn(Experiment experiment) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException(root + " is a file; take another --out");
    }
    boolean own = Files.exists(experimentFile()) && Files.exists(foldsFile());
    if (own || isEmpty() || holds(experiment)) {
      return;
    }
    throw new InvalidInputException(
        root + " is no run directory but holds other files; take another --out");
  }

  /** Whether there is nothing but what a process makes that is killed as it begins. */
  private boolean isEmpty() throws IOException {
    List<String> first = List.of(DirectoryLock.file(), "log.jsonl");
    return entries(root, name -> !AtomicFiles.isTemporary(name) && !first.contains(name)).isEmpty();
  }

  /** Removes all that a run has made, and nothing else. */
  void clear() throws IOException {
    removeResults();
    for (Path file :
        List.of(
            trials(),
            root.resolve("prepared"),
            logFile(),
            environmentFile(),
            foldsFile(),
            experimentFile())) {
      AtomicFiles.deleteRecursively(file);
    }
  }

  /** The experiment that was run last. */
  public Experiment experiment() throws IOException {
    return ExperimentFile.read(experimentFile(), List.of()).experiment();
  }

  /** Whether the directory was last used for just this experiment. */
  boolean holds(Experiment experiment) throws IOException {
    return Files.exists(experimentFile())
        && Files.readString(experimentFile(), StandardCharsets.UTF_8)
            .equals(experiment.resolvedYaml());
  }

  /** Whether the run that was last here read the same files, as far as it recorded that. */
  boolean hasRead(InputChecksums inputs) throws IOException {
    Optional<RecordedEnvironment> before = environment();
    return before.isEmpty() || inputs.areThoseOf(before.get());
  }

  /**
   * Ids of the documents of every fold.
   *
   * @param seed of a repetition of the cross-validation; empty for the first
   */
  void writeFolds(OptionalLong seed, List<Fold> folds, List<Document> documents)
      throws IOException {
    AtomicFiles.writeString(foldsFile(seed), foldsJson(folds, documents));
  }

  /** The content of a file of folds. */
  public static String foldsJson(List<Fold> folds, List<Document> documents) {
    List<Map<String, Object>> json =
        folds.stream()
            .map(
                fold -> {
                  Map<String, Object> ids = new LinkedHashMap<>();
                  ids.put("fold", fold.index());
                  ids.put("train", ids(fold.train(), documents));
                  ids.put("validation", ids(fold.validation(), documents));
                  ids.put("test", ids(fold.test(), documents));
                  return ids;
                })
            .toList();
    return json(json);
  }

  private static List<String> ids(int[] indexes, List<Document> documents) {
    return IntStream.of(indexes).mapToObj(index -> documents.get(index).id()).toList();
  }

  /**
   * The folds as a run has written them, by the seed that dealt them, the first seed first.
   *
   * @throws InvalidInputException where a file is missing or damaged
   */
  public Map<Long, List<RunFold>> folds(Experiment experiment) throws IOException {
    Map<Long, List<RunFold>> folds = new LinkedHashMap<>();
    for (long seed : experiment.allSeeds()) {
      Path file = foldsFile(experiment.mark(seed));
      folds.put(seed, RecordsJson.read(file, RunFold.class));
    }
    return folds;
  }

  /** What the search for experts cost and found, where it was not the grid. */
  void writeSearches(List<LabelSearch> searches) throws IOException {
    if (!searches.isEmpty()) {
      AtomicFiles.writeString(searchesFile(), json(searches));
    }
  }

  /** Which trials make up which model. */
  void writeModels(List<TrainedModel> models) throws IOException {
    AtomicFiles.writeString(modelsFile(), json(models));
  }

  /**
   * Reads what {@link #writeModels} wrote.
   *
   * @throws InvalidInputException where the run is not finished
   */
  public List<TrainedModel> models() throws IOException {
    if (!Files.isRegularFile(modelsFile())) {
      throw new InvalidInputException(
          root
              + ": the run is not finished; start it again with polystill run, it goes on where it stopped");
    }
    try {
      return List.of(JSON.readValue(modelsFile().toFile(), TrainedModel[].class));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          modelsFile() + ": damaged; start the run again with polystill run, which writes it", e);
    }
  }

  /** Stores vocabulary and word vectors of a fold, which an export needs. */
  void writePrepared(PreparedFold fold) throws IOException {
    Path directory = prepared(fold.index());
    Files.createDirectories(directory);
    fold.vocabulary().save(directory.resolve("vocabulary.txt"));
    WeightsFile.write(vectorsFile(fold.index()), Map.of(VECTORS, fold.vectors().values()));
  }

  /** Vocabulary of a fold. */
  public Vocabulary vocabulary(int fold) throws IOException {
    return Vocabulary.load(prepared(fold).resolve("vocabulary.txt"));
  }

  /** Word vectors of a fold's vocabulary. */
  public EmbeddingMatrix vectors(int fold) throws IOException {
    float[] values = WeightsFile.read(vectorsFile(fold)).get(VECTORS);
    int rows = vocabulary(fold).size();
    return new EmbeddingMatrix(values, rows, values.length / rows);
  }

  /** SHA-256 of the word vectors of a fold's vocabulary, if they are kept. */
  public Optional<String> vectorsChecksum(int fold) throws IOException {
    Path file = vectorsFile(fold);
    return Files.exists(file) ? Optional.of(ContentHash.ofFile(file)) : Optional.empty();
  }

  private Path vectorsFile(int fold) {
    return prepared(fold).resolve("vectors.bin");
  }

  private Path prepared(int fold) {
    return root.resolve("prepared").resolve("fold" + fold);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("these records always have a JSON form", e);
    }
  }
}
