package io.github.polystill.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.evaluation.significance.SignificanceJson;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdsJson;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.preparation.PreparedFold;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files of a run; the layout is DESIGN.md's, with {@code models.json} and {@code prepared/}
 * added for export, {@code thresholds.json}, {@code significance.json} and {@code table.tex},
 * {@code summary.json} for reports, and {@code teacher-search.json} where the teacher was not found
 * by the grid.
 */
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

  public Path foldsFile() {
    return root.resolve("folds.json");
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

  /** Thresholds side by side; empty for runs of older versions. */
  Optional<List<ThresholdEvaluation>> thresholds() throws IOException {
    return Files.exists(thresholdsFile())
        ? Optional.of(ThresholdsJson.read(thresholdsFile()))
        : Optional.empty();
  }

  /** Tests of the gains; empty for runs of older versions. */
  Optional<List<SignificanceResult>> significance() throws IOException {
    return Files.exists(significanceFile())
        ? Optional.of(SignificanceJson.read(significanceFile()))
        : Optional.empty();
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
                "%s-%s-fold%d.csv",
                model.architecture(),
                model.training().key(),
                model.fold()));
  }

  Path trials() {
    return root.resolve("trials");
  }

  /** The ledger of the run's trials. */
  public TrialLedger ledger() throws IOException {
    return new TrialLedger(trials());
  }

  /** Removes the results of an earlier run, but not its trials. */
  void removeResults() throws IOException {
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

  /** Whether there is nothing but what a killed process was about to move into place. */
  private boolean isEmpty() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.allMatch(entry -> entry.getFileName().toString().endsWith(".tmp"));
    }
  }

  /** Removes all that a run has made, and nothing else. */
  void clear() throws IOException {
    removeResults();
    for (Path file :
        List.of(
            trials(), root.resolve("prepared"), environmentFile(), foldsFile(), experimentFile())) {
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

  /** Ids of the documents of every fold. */
  void writeFolds(List<Fold> folds, List<Document> documents) throws IOException {
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
    AtomicFiles.writeString(foldsFile(), json(json));
  }

  private static List<String> ids(int[] indexes, List<Document> documents) {
    return IntStream.of(indexes).mapToObj(index -> documents.get(index).id()).toList();
  }

  /**
   * Ids of the test documents of every fold.
   *
   * @throws InvalidInputException where the file is damaged
   */
  List<List<String>> testIds() throws IOException {
    try {
      List<List<String>> folds = new ArrayList<>();
      for (JsonNode fold : JSON.readTree(foldsFile().toFile())) {
        List<String> ids = new ArrayList<>();
        fold.path("test").forEach(id -> ids.add(id.asText()));
        folds.add(ids);
      }
      return folds;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          foldsFile() + ": damaged; start the run again with polystill run, which writes it", e);
    }
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
    Path directory = prepared(fold.data().fold().index());
    Files.createDirectories(directory);
    fold.vocabulary().save(directory.resolve("vocabulary.txt"));
    WeightsFile.write(
        directory.resolve("vectors.bin"), Map.of(VECTORS, fold.data().vectors().values()));
  }

  /** Vocabulary of a fold. */
  public Vocabulary vocabulary(int fold) throws IOException {
    return Vocabulary.load(prepared(fold).resolve("vocabulary.txt"));
  }

  /** Word vectors of a fold's vocabulary. */
  public EmbeddingMatrix vectors(int fold) throws IOException {
    float[] values = WeightsFile.read(prepared(fold).resolve("vectors.bin")).get(VECTORS);
    int rows = vocabulary(fold).size();
    return new EmbeddingMatrix(values, rows, values.length / rows);
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
