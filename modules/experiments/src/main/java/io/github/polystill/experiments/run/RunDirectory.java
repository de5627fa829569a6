package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.models.WeightsFile;
import io.github.polystill.report.html.SuspectLabel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The files of a run; docs/runs.md tells what is what. What is read of a finished run is what the
 * run wrote, by its checksums: else it is an {@link InvalidInputException} that names the file.
 *
 * @param root the directory, which need not exist yet
 */
public record RunDirectory(Path root) {
  private static final String VECTORS = "embedding";

  /**
   * A run directory that a run has written to.
   *
   * @throws InvalidInputException where it is none
   */
  public static RunDirectory existing(Path root) {
    RunDirectory directory = new RunDirectory(root);
    if (!Files.isRegularFile(directory.experimentFile())) {
      throw InvalidInputException.of(
          "%s is no run directory: it has no experiment.yaml; give the one that polystill run wrote",
          root);
    }
    return directory;
  }

  public Path experimentFile() {
    return root.resolve("experiment.yaml");
  }

  public Path environmentFile() {
    return root.resolve("environment.json");
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

  /** The block of Table 1 with tuned thresholds; that with the fixed one has a file of its own. */
  public Path tunedTableCsvFile() {
    return root.resolve("table-tuned.csv");
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

  /** Labels that experts disagree with, where some were cross-fitted. */
  public Path suspectsFile() {
    return root.resolve("suspects.csv");
  }

  /**
   * Records what the files of a run are, all that commands read; of a trial its own checksums. From
   * here on these files are read only as they are now.
   *
   * @param models whose predictions have been written
   */
  void seal(Experiment experiment, List<TrainedModel> models) throws IOException {
    List<Path> files =
        new ArrayList<>(
            List.of(
                experimentFile(),
                environmentFile(),
                modelsFile(),
                metricsFile(),
                thresholdsFile(),
                significanceFile(),
                suspectsFile(),
                summaryFile()));
    experiment.allSeeds().forEach(seed -> files.add(foldsFile(experiment.mark(seed))));
    models.forEach(model -> files.add(predictionsFile(model)));
    for (int fold : experiment.folds().run()) {
      files.add(vocabularyFile(fold));
      files.add(vectorsFile(fold));
    }
    files.addAll(trialChecksums());
    ChecksumFile.write(root, files.stream().filter(Files::exists).toList());
  }

  private List<Path> trialChecksums() throws IOException {
    if (!Files.isDirectory(trials())) {
      return List.of();
    }
    try (Stream<Path> trials = Files.list(trials())) {
      return trials
          .filter(trial -> !AtomicFiles.isTemporary(trial.getFileName().toString()))
          .map(trial -> trial.resolve(ChecksumFile.NAME))
          .toList();
    }
  }

  /** Trials that are whole but not those that the results, if there are some, were made of. */
  List<Path> exchangedTrials() throws IOException {
    ChecksumFile seal = ChecksumFile.of(root);
    List<Path> exchanged = new ArrayList<>();
    for (Path sums : trialChecksums()) {
      if (seal.lists(sums) && !seal.confirms(sums)) {
        exchanged.add(sums.getParent());
      }
    }
    return exchanged;
  }

  /**
   * Before what results depend on is changed; until there are others, nothing of the run is read.
   */
  void unseal() throws IOException {
    Files.deleteIfExists(checksumFile());
  }

  /** Writes a file that results depend on; where it is just that already, they stay readable. */
  void write(Path file, String content) throws IOException {
    if (!holds(file, content)) {
      unseal();
      AtomicFiles.writeString(file, content);
    }
  }

  /** Whether a file is there with just this content. */
  static boolean holds(Path file, String content) throws IOException {
    return Files.isRegularFile(file)
        && Arrays.equals(Files.readAllBytes(file), content.getBytes(StandardCharsets.UTF_8));
  }

  /** The seal of the results. */
  Path checksumFile() {
    return root.resolve(ChecksumFile.NAME);
  }

  /**
   * A file that is to be read.
   *
   * @throws InvalidInputException where it is not as the run wrote it
   */
  private Path sealed(Path file) throws IOException {
    requireFile(file);
    if (!seal().confirms(file)) {
      throw InvalidInputException.of(
          "%s was changed: it is not what %s has the checksum of; start the run again with polystill run to write it anew",
          file, ChecksumFile.NAME);
    }
    return file;
  }

  /** Whether a file belongs to results that are there, and is as it was then. */
  boolean isSealed(Path file) throws IOException {
    return ChecksumFile.of(root).confirms(file);
  }

  private ChecksumFile seal() throws IOException {
    if (!Files.exists(checksumFile())) {
      throw InvalidInputException.of(
          "%s: the run is not finished, or of an earlier polystill, as it has no %s; start it again with polystill run, it goes on where it stopped",
          root, ChecksumFile.NAME);
    }
    return ChecksumFile.of(root);
  }

  /** Makes sure that a file or directory of a finished run is there. */
  static void requireFile(Path file) {
    if (!Files.exists(file)) {
      throw InvalidInputException.of(
          "%s is missing; start the run again with polystill run, it makes what is missing", file);
    }
  }

  /** Versions, machine and checksums. */
  public RunEnvironment environment() throws IOException {
    // A newer version may have other checksums, too.
    RunEnvironment environment = RunEnvironment.read(environmentFile());
    sealed(environmentFile());
    return environment;
  }

  /** Figures of every model. */
  public List<FoldEvaluation> metrics() throws IOException {
    return MetricsJson.read(sealed(metricsFile()));
  }

  /** What a model said of its test part. */
  public Predictions predictions(TrainedModel model) throws IOException {
    return PredictionsCsv.read(sealed(predictionsFile(model)));
  }

  /** Thresholds side by side. */
  public List<ThresholdEvaluation> thresholds() throws IOException {
    return RecordsJson.read(sealed(thresholdsFile()), ThresholdEvaluation.class);
  }

  /** Tests of the gains. */
  List<SignificanceResult> significance() throws IOException {
    return RecordsJson.read(sealed(significanceFile()), SignificanceResult.class);
  }

  /** Labels that experts disagree with, worst first; none where nothing was cross-fitted. */
  List<SuspectLabel> suspects(Experiment experiment) throws IOException {
    return experiment.teacher().isCrossFitted() ? Suspects.read(sealed(suspectsFile())) : List.of();
  }

  /** What a report needs besides. */
  RunSummary summary() throws IOException {
    return RunSummary.read(sealed(summaryFile()));
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

  Path predictionsDirectory() {
    return root.resolve("predictions");
  }

  public Path predictionsFile(TrainedModel model) {
    return predictionsDirectory()
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

  /** The ledger of a finished run's trials, where a damaged one is an error. */
  public TrialLedger ledger() throws IOException {
    return ledger(
        damage -> {
          throw new InvalidInputException(
              damage + "; start the run again with polystill run, which does so");
        });
  }

  /**
   * The ledger of a finished run's trials.
   *
   * @param warnings told of each damaged trial once
   */
  public TrialLedger ledger(Consumer<String> warnings) throws IOException {
    return new TrialLedger(trials(), warnings, seal()::confirms);
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

  /** The experiment that was run last. */
  public Experiment experiment() throws IOException {
    environment(); // first, as a newer version may have added to the keys
    return ExperimentFile.read(sealed(experimentFile()), List.of()).experiment();
  }

  /** The content of a file of folds. */
  public static String foldsJson(List<Fold> folds, List<Document> documents) {
    return RecordsJson.indented(folds.stream().map(fold -> RunFold.of(fold, documents)).toList());
  }

  /**
   * The folds as a run has written them, by the seed that dealt them, the first seed first.
   *
   * @throws InvalidInputException where a file is missing or damaged
   */
  public Map<Long, List<RunFold>> folds(Experiment experiment) throws IOException {
    Map<Long, List<RunFold>> folds = new LinkedHashMap<>();
    for (long seed : experiment.allSeeds()) {
      Path file = sealed(foldsFile(experiment.mark(seed)));
      folds.put(seed, RecordsJson.read(file, RunFold.class));
    }
    return folds;
  }

  /**
   * Which trials make up which model.
   *
   * @throws InvalidInputException where the run is not finished
   */
  public List<TrainedModel> models() throws IOException {
    return RecordsJson.read(sealed(modelsFile()), TrainedModel.class);
  }

  /** Stores vocabulary and word vectors of a fold, which an export needs. */
  void writePrepared(PreparedFold fold) throws IOException {
    Path directory = prepared(fold.index());
    Files.createDirectories(directory);
    fold.vocabulary().save(vocabularyFile(fold.index()));
    WeightsFile.write(vectorsFile(fold.index()), Map.of(VECTORS, fold.vectors().values()));
  }

  /** Vocabulary of a fold. */
  public Vocabulary vocabulary(int fold) throws IOException {
    return Vocabulary.load(sealed(vocabularyFile(fold)));
  }

  /** Word vectors of a fold's vocabulary. */
  public EmbeddingMatrix vectors(int fold) throws IOException {
    float[] values = WeightsFile.read(sealed(vectorsFile(fold))).get(VECTORS);
    int rows = vocabulary(fold).size();
    return new EmbeddingMatrix(values, rows, values.length / rows);
  }

  /** SHA-256 of a file of folds. */
  public String foldsChecksum(OptionalLong seed) throws IOException {
    return ContentHash.ofFile(sealed(foldsFile(seed)));
  }

  /** SHA-256 of the word vectors of a fold's vocabulary, if they are kept. */
  public Optional<String> vectorsChecksum(int fold) throws IOException {
    Path file = vectorsFile(fold);
    return Files.exists(file) ? Optional.of(ContentHash.ofFile(sealed(file))) : Optional.empty();
  }

  private Path vocabularyFile(int fold) {
    return prepared(fold).resolve("vocabulary.txt");
  }

  private Path vectorsFile(int fold) {
    return prepared(fold).resolve("vectors.bin");
  }

  private Path prepared(int fold) {
    return preparedDirectory().resolve("fold" + fold);
  }

  /** Where vocabulary and word vectors of each fold are. */
  Path preparedDirectory() {
    return root.resolve("prepared");
  }
}
