package io.github.polystill.experiments.export;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.CorpusSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.GeneratedCorpus;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.experiments.environment.RecordedEnvironment;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.RunResult;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.experiments.run.TrialLedger;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.ModelCard;
import io.github.polystill.models.savedmodel.ModelVersions;
import io.github.polystill.models.savedmodel.ModelWriter;
import io.github.polystill.models.savedmodel.RandomTexts;
import io.github.polystill.models.savedmodel.ServedModel;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a run's trained models as SavedModels to {@code <base>/<model>/<version>/}, the layout
 * that TF Serving watches. A version is written beside its place, checked there against the network
 * in training, and moved into it in one step; it is never overwritten.
 */
public final class ModelExporter {
  private static final double TOLERANCE = 1e-6;
  private static final double HALF_TOLERANCE = 1e-2;

  private final RunDirectory directory;
  private final Experiment experiment;
  private final Optional<SegmentedCorpus> corpus;

  /**
   * An exporter of a finished run.
   *
   * @param experiment as read from the run's {@code experiment.yaml}
   * @param corpus the run's, with which exports are checked; empty to leave that out
   */
  public ModelExporter(
      RunDirectory directory, Experiment experiment, Optional<SegmentedCorpus> corpus) {
    this.directory = directory;
    this.experiment = experiment;
    this.corpus = corpus;
  }

  /** An exporter of a run that has just finished. */
  public static ModelExporter of(RunResult result, Experiment experiment) {
    return new ModelExporter(
        result.directory(), experiment, Optional.of(result.corpus().segmented()));
  }

  /**
   * Exports one model.
   *
   * @return what was written
   * @throws InvalidInputException where the run has no such model, its directory is damaged, or the
   *     version exists
   * @throws ExportDiffersException where the exported model says something else than the network in
   *     training; nothing of this version is written then
   */
  public ExportResult export(ExportRequest request) throws IOException {
    Stored stored = read(request.model());
    ShippedThresholds thresholds = shipped(stored, request.thresholds());
    ServedModel computing = served(stored, request.storage(), thresholds);
    ServedModel model = computing.tabledAsAsked(request.tables());
    ModelCard card = card(stored, model, thresholds);
    Path base = request.base();
    ModelVersions versions = new ModelVersions(base);
    versions.requireWritable();
    UnfinishedVersions.sweep(base);
    listWhatIsThere(versions, base);
    Path version = versions.directoryFor(request.version());
    AtomicReference<Optional<ExportCheck>> check = new AtomicReference<>(Optional.empty());
    try {
      AtomicFiles.writeOutputDirectory(
          version,
          files -> {
            UnfinishedVersions.mark(files);
            try (LoadedModel loaded =
                ModelWriter.write(files, ModelsConfig.name(base), model, card)) {
              check.set(checked(loaded, stored, model));
            }
            ModelReadme readme = readme(stored, model, card, thresholds, version, check.get());
            Files.writeString(files.resolve(ModelReadme.FILE), readme.markdown());
            UnfinishedVersions.unmark(files);
          });
    } catch (FileSystemException e) {
      if (Files.exists(version)) {
        throw ModelVersions.alreadyThere(version); // somebody else has exported meanwhile
      }
      throw e;
    }
    new ModelsConfig(base).write();
    return new ExportResult(version, check.get());
  }

  /**
   * TF Serving is told of a model once it has a version, not before, so an export that was killed
   * in between has left one that is not listed.
   */
  private static void listWhatIsThere(ModelVersions versions, Path base) throws IOException {
    Optional<Path> last = versions.last();
    if (last.isPresent() && ModelVersions.isExported(last.get())) {
      new ModelsConfig(base).write();
    }
  }

  /**
   * Exports one model unless the highest version is just this one, as a run that is started again
   * has exported it before.
   *
   * @return the version's directory
   */
  public Path exportOnce(ExportRequest request) throws IOException {
    ModelVersions versions = new ModelVersions(request.base());
    Optional<Path> last = versions.last();
    if (last.isPresent()) {
      Stored stored = read(request.model());
      ShippedThresholds thresholds = shipped(stored, request.thresholds());
      ModelCard card = card(stored, served(stored, request.storage(), thresholds), thresholds);
      if (card.isIn(last.get().resolve(ModelCard.DIRECTORY))) {
        listWhatIsThere(versions, request.base());
        return last.get();
      }
    }
    return export(request).version();
  }

  /**
   * Measures the teacher and the students of an architecture and fold, as far as the run has them.
   *
   * @return the experts one after another, the teacher, the students
   */
  public List<ModelSpeed> compare(String architecture, int fold, WeightStorage storage)
      throws IOException {
    try (SpeedComparison comparison = new SpeedComparison(textsToMeasure(architecture, fold))) {
      for (TrainedModel model : directory.models()) {
        if (isOf(architecture, fold, model.key())) {
          Stored stored = read(model.key());
          ServedModel served = served(stored, storage, shipped(stored, ThresholdChoice.FIXED));
          if (model.training() == TrainingRow.TEACHER) {
            comparison.addTeacher(served);
          } else {
            comparison.addStudent(model.training().key() + " student", served);
          }
        }
      }
      return comparison.measure();
    }
  }

  /** Test documents where the corpus is there, else made-up texts of full length. */
  private List<List<String>> textsToMeasure(String architecture, int fold) throws IOException {
    TrainedModel any =
        directory.models().stream()
            .filter(model -> isOf(architecture, fold, model.key()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        directory.root() + " has no " + architecture + " of fold " + fold));
    Stored stored = read(any.key());
    if (stored.test().isPresent()) {
      return stored.test().get().texts().stream()
          .limit(SpeedComparison.BATCH)
          .map(SegmentedText::tokens)
          .toList();
    }
    int length = experiment.layoutOf(settings(architecture)).length();
    return RandomTexts.of(stored.vocabulary(), 2, length).subList(1, 2);
  }

  /** A model of the first cross-validation. */
  private static boolean isOf(String architecture, int fold, ModelKey model) {
    return model.architecture().equals(architecture)
        && model.fold() == fold
        && model.seed().isEmpty();
  }

  private static Optional<ExportCheck> checked(
      LoadedModel loaded, Stored stored, ServedModel model) {
    double tolerance = model.storage().isHalf() ? HALF_TOLERANCE : TOLERANCE;
    double[] fixed = stored.labels().stream().mapToDouble(LabelEvaluation::threshold).toArray();
    return stored.test().map(test -> ExportCheck.run(loaded, test, model, fixed, tolerance));
  }

  /** What the run directory holds of a model. */
  private record Stored(
      TrainedModel model,
      List<LabelEvaluation> labels,
      Vocabulary vocabulary,
      EmbeddingMatrix vectors,
      List<Map<String, float[]>> networks,
      Optional<TestTexts> test) {}

  private Stored read(ModelKey wanted) {
    try {
      TrainedModel model = find(wanted);
      return new Stored(
          model,
          figures(model).evaluation().perLabel(),
          directory.vocabulary(wanted.fold()),
          directory.vectors(wanted.fold()),
          weights(model),
          test(model));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          directory.root()
              + ": a file of the run is missing or damaged; run the experiment again with --fresh",
          e);
    }
  }

  private Optional<TestTexts> test(TrainedModel model) throws IOException {
    if (corpus.isEmpty()) {
      return Optional.empty();
    }
    Path file = directory.predictionsFile(model);
    return Optional.of(TestTexts.of(corpus.get(), PredictionsCsv.read(file), file));
  }

  private ShippedThresholds shipped(Stored stored, ThresholdChoice choice) throws IOException {
    return choice == ThresholdChoice.FIXED
        ? ShippedThresholds.fixed(stored.labels())
        : ShippedThresholds.tuned(directory, experiment, stored.model(), stored.labels(), choice);
  }

  private ServedModel served(Stored stored, WeightStorage storage, ShippedThresholds thresholds) {
    ArchitectureSettings settings = settings(stored.model().architecture());
    EmbeddingMatrix vectors = stored.vectors();
    NetworkSpec spec =
        new NetworkSpec(
            experiment.networkOf(settings),
            new EmbeddingTableShape(vectors.rows(), vectors.dimensions()),
            stored.model().classWeights().isPresent() ? 1 : stored.labels().size());
    return new ServedModel(
        spec,
        stored.networks(),
        vectors,
        stored.vocabulary(),
        experiment.layoutOf(settings),
        stored.labels().stream().map(LabelEvaluation::label).toList(),
        thresholds.values(),
        experiment.segmentation().segmenter().equals(Segmenters.CHARACTERS.name()),
        storage,
        false);
  }

  private TrainedModel find(ModelKey wanted) throws IOException {
    List<TrainedModel> models =
        directory.models().stream().filter(it -> it.training() != TrainingRow.BASELINE).toList();
    boolean baseline =
        Arrays.stream(Baseline.values()).anyMatch(it -> it.key().equals(wanted.architecture()));
    if (baseline || wanted.training() == TrainingRow.BASELINE) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: a baseline (linear, constant) is there to compare with and cannot be exported; it has %s",
              directory.root(),
              names(models)));
    }
    return models.stream()
        .filter(model -> model.key().kind().equals(wanted.kind()))
        .filter(model -> model.key().sharesFoldWith(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    String.format(
                        Locale.ROOT,
                        "%s has no %s of fold %d; it has %s",
                        directory.root(),
                        wanted.kind(),
                        wanted.fold(),
                        names(models))));
  }

  private static String names(List<TrainedModel> models) {
    return String.join(
        ", ", models.stream().map(it -> it.key().kind() + " of fold " + it.fold()).toList());
  }

  private ArchitectureSettings settings(String architecture) {
    return experiment.architectures().stream()
        .filter(settings -> settings.name().equals(architecture))
        .findFirst()
        .orElseThrow();
  }

  private FoldEvaluation figures(TrainedModel model) throws IOException {
    long first = experiment.seed();
    return MetricsJson.read(directory.metricsFile()).stream()
        .filter(it -> it.key().orSeed(first).equals(model.key().orSeed(first)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    directory.metricsFile()
                        + " does not fit models.json; run the experiment again"));
  }

  private List<Map<String, float[]>> weights(TrainedModel model) throws IOException {
    TrialLedger ledger = directory.ledger();
    List<Map<String, float[]>> weights = new ArrayList<>();
    for (String hash : model.trials()) {
      boolean there =
          ledger.find(hash).isPresent() && ledger.hasWeights(hash, ledger.find(hash).get());
      if (!there) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: the weights of trial %s are missing or damaged; start the run again, it trains what is missing",
                directory.root(),
                hash));
      }
      weights.add(ledger.weights(hash));
    }
    return weights;
  }

  private ModelReadme readme(
      Stored stored,
      ServedModel served,
      ModelCard card,
      ShippedThresholds thresholds,
      Path version,
      Optional<ExportCheck> check)
      throws IOException {
    TrainedModel model = stored.model();
    FoldEvaluation ofRun = figures(model);
    return new ModelReadme(
        ModelsConfig.name(version.toAbsolutePath().getParent()),
        version.getFileName().toString(),
        LocalDate.now(ZoneOffset.UTC),
        card,
        corpusName(),
        CorpusPreparation.notice(experiment.corpus()),
        directory.folds(experiment).get(experiment.seed()).get(model.fold()),
        experiment.seed(),
        RecordedEnvironment.read(directory.environmentFile()).commit(),
        check.isPresent()
            ? "this model" + (served.storage().isHalf() ? ", " + served.storage().key() : "")
            : "the network in training, which gives labels to texts without known words too",
        check.isPresent() ? check.get().exported() : figures(ofRun, model, thresholds),
        check.map(ExportCheck::atFixed).orElse(ofRun.evaluation()),
        check.map(ExportCheck::wordless).orElse(0),
        besides(ofRun),
        served.vocabulary(),
        served.splitsCharacters());
  }

  /** Figures of the network in training by the model's thresholds. */
  private MultiLabelEvaluation figures(
      FoldEvaluation ofRun, TrainedModel model, ShippedThresholds thresholds) throws IOException {
    return thresholds.choice() == ThresholdChoice.FIXED
        ? ofRun.evaluation()
        : MultiLabelEvaluator.evaluate(
            PredictionsCsv.read(directory.predictionsFile(model)),
            thresholds.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** What the run measured beside a model on the same documents: its kin, and the baselines. */
  private List<FoldEvaluation> besides(FoldEvaluation model) throws IOException {
    return MetricsJson.read(directory.metricsFile()).stream()
        .filter(it -> it.key().sharesFoldWith(model.key()))
        .filter(
            it ->
                it.training() == TrainingRow.BASELINE
                    || (it.architecture().equals(model.architecture())
                        && it.training() != model.training()))
        .toList();
  }

  /** Its files without their directories, which are nobody's business. */
  private String corpusName() {
    CorpusSettings corpus = experiment.corpus();
    if (corpus.generate().isPresent()) {
      GeneratedCorpus generated = corpus.generate().get();
      return String.format(
          Locale.ROOT,
          "generated, %s, %,d documents, seed %d",
          generated.corpus(),
          generated.documents(),
          generated.seed());
    }
    return Stream.of(corpus.path(), corpus.train(), corpus.validation(), corpus.test())
        .flatMap(Optional::stream)
        .map(it -> Path.of(it).getFileName().toString())
        .collect(Collectors.joining(", "));
  }

  private ModelCard card(Stored stored, ServedModel served, ShippedThresholds thresholds) {
    TrainedModel model = stored.model();
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("experiment", experiment.name());
    provenance.put("configurationSha256", experiment.checksum());
    provenance.put("polystill", BuildVersions.polystill());
    provenance.put("tensorflow", ComputeDevice.tensorFlowVersion());
    provenance.put(ModelCard.VOCABULARY_HASH, served.vocabulary().contentHash());
    provenance.put("trials", model.trials());
    provenance.put(ModelCard.THRESHOLDS, thresholds.choice());
    thresholds.tunedFor().ifPresent(metric -> provenance.put("tunedFor", metric));
    return ModelCard.of(
        served, model.training(), model.fold(), experiment.segmentation().segmenter(), provenance);
  }
}
