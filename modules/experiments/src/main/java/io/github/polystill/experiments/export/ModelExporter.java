package io.github.polystill.experiments.export;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.WallClock;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.experiments.configuration.CorpusSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.experiments.lock.DirectoryLock;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.RunResult;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.models.ComputeDevice;
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
  private final StoredModels models;

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
    this.models = new StoredModels(directory, experiment, corpus);
  }

  /** An exporter of a run that has just finished. */
  public static ModelExporter of(RunResult result, Experiment experiment) {
    return new ModelExporter(
        result.directory(), experiment, Optional.of(result.corpus().segmented()));
  }

  /**
   * What an export has written.
   *
   * @param version the new version's directory
   * @param check how it compares with the network in training; empty where that was left out
   */
  public record Exported(Path version, Optional<ExportCheck> check) {}

  /** A model, what it is served by, and what is said of it. */
  private record Prepared(
      StoredModels.Model stored, ServedModel served, ShippedThresholds thresholds) {}

  private Prepared prepare(ExportRequest request) throws IOException {
    StoredModels.Model stored = models.read(request.model());
    ShippedThresholds thresholds =
        ShippedThresholds.of(directory, experiment, stored, request.thresholds());
    ServedModel served = models.served(stored, request.storage(), thresholds.values());
    return new Prepared(stored, served, thresholds);
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
  public Exported export(ExportRequest request) throws IOException {
    Prepared prepared = prepare(request);
    ServedModel served = prepared.served().tabledAsAsked(request.tables());
    ModelCard card = card(prepared, served);
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
            try (DirectoryLock owned = DirectoryLock.take(files)) {
              try (LoadedModel loaded =
                  ModelWriter.write(
                      files, ModelsConfig.name(base), served, card, request.longestCall())) {
                check.set(checked(loaded, prepared.stored(), served));
              }
              ModelReadme readme = readme(prepared, served, card, version, check.get());
              Files.writeString(files.resolve(ModelReadme.FILE), readme.markdown());
              owned.removeFile();
            }
          });
    } catch (FileSystemException e) {
      if (Files.exists(version)) {
        throw ModelVersions.alreadyThere(version); // somebody else has exported meanwhile
      }
      throw e;
    }
    new ModelsConfig(base).write();
    return new Exported(version, check.get());
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
      Prepared prepared = prepare(request);
      ModelCard card = card(prepared, prepared.served());
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
  public List<SpeedComparison.Speed> compare(String architecture, int fold, WeightStorage storage)
      throws IOException {
    List<TrainedModel> compared = models.of(architecture, fold);
    if (compared.isEmpty()) {
      throw InvalidInputException.of(
          "%s has no %s of fold %s", directory.root(), architecture, fold);
    }
    try (SpeedComparison comparison =
        new SpeedComparison(textsToMeasure(models.read(compared.get(0).key())))) {
      for (TrainedModel model : compared) {
        StoredModels.Model stored = models.read(model.key());
        ServedModel served = models.served(stored, storage, fixed(stored));
        if (model.training() == TrainingRow.TEACHER) {
          comparison.addTeacher(served);
        } else {
          comparison.addStudent(model.training().key() + " student", served);
        }
      }
      return comparison.measure();
    }
  }

  /** Test documents where the corpus is there, else made-up texts of full length. */
  private List<List<String>> textsToMeasure(StoredModels.Model any) {
    if (any.test().isPresent()) {
      return any.test().get().texts().stream()
          .limit(SpeedComparison.BATCH)
          .map(SegmentedText::tokens)
          .toList();
    }
    int length = models.served(any, WeightStorage.FLOAT32, fixed(any)).layout().length();
    return RandomTexts.of(any.vocabulary(), 2, length).subList(1, 2);
  }

  private static List<Double> fixed(StoredModels.Model stored) {
    return stored.labels().stream().map(LabelEvaluation::threshold).toList();
  }

  private static Optional<ExportCheck> checked(
      LoadedModel loaded, StoredModels.Model stored, ServedModel model) {
    double tolerance = model.storage().isHalf() ? HALF_TOLERANCE : TOLERANCE;
    double[] fixed = stored.labels().stream().mapToDouble(LabelEvaluation::threshold).toArray();
    return stored.test().map(test -> ExportCheck.run(loaded, test, model, fixed, tolerance));
  }

  private ModelCard card(Prepared prepared, ServedModel served) {
    TrainedModel model = prepared.stored().trained();
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("experiment", experiment.name());
    provenance.put("configurationSha256", experiment.checksum());
    provenance.put("polystill", BuildVersions.polystill());
    provenance.put("tensorflow", ComputeDevice.tensorFlowVersion());
    provenance.put(ModelCard.VOCABULARY_HASH, served.vocabulary().contentHash());
    provenance.put("trials", model.trials());
    provenance.put(ModelCard.THRESHOLDS, prepared.thresholds().choice());
    prepared.thresholds().tunedFor().ifPresent(metric -> provenance.put("tunedFor", metric));
    try (Segmenter segmenter = experiment.segmentation().open()) {
      ModelCard.putSegmentation(provenance, segmenter);
    }
    return ModelCard.of(
        served, model.training(), model.fold(), experiment.segmentation().segmenter(), provenance);
  }

  private ModelReadme readme(
      Prepared prepared,
      ServedModel served,
      ModelCard card,
      Path version,
      Optional<ExportCheck> check)
      throws IOException {
    TrainedModel model = prepared.stored().trained();
    FoldEvaluation ofRun = prepared.stored().evaluation();
    return new ModelReadme(
        ModelsConfig.name(version.toAbsolutePath().getParent()),
        version.getFileName().toString(),
        LocalDate.ofInstant(WallClock.now(), ZoneOffset.UTC),
        card,
        corpusName(),
        CorpusPreparation.notice(experiment.corpus()),
        directory.folds(experiment).get(experiment.seed()).get(model.fold()),
        experiment.seed(),
        directory.environment().commit(),
        check.isPresent()
            ? "this model" + (served.storage().isHalf() ? ", " + served.storage().key() : "")
            : "the network in training, which gives labels to texts without known words too",
        check.isPresent() ? check.get().exported() : inTraining(prepared),
        check.map(ExportCheck::atFixed).orElse(ofRun.evaluation()),
        check.map(ExportCheck::wordless).orElse(0),
        models.besides(ofRun),
        served.vocabulary(),
        served.splitsCharacters());
  }

  /** Figures of the network in training by the model's thresholds. */
  private MultiLabelEvaluation inTraining(Prepared prepared) throws IOException {
    ShippedThresholds thresholds = prepared.thresholds();
    return thresholds.choice() == ThresholdChoice.FIXED
        ? prepared.stored().evaluation().evaluation()
        : MultiLabelEvaluator.evaluate(
            models.predictions(prepared.stored().trained()),
            thresholds.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Its files without their directories, which are nobody's business. */
  private String corpusName() {
    CorpusSettings corpus = experiment.corpus();
    return corpus
        .generate()
        .map(
            it ->
                String.format(
                    Locale.ROOT,
                    "generated, %s, %,d documents, seed %d",
                    it.corpus(),
                    it.documents(),
                    it.seed()))
        .orElseGet(
            () ->
                Stream.of(corpus.path(), corpus.train(), corpus.validation(), corpus.test())
                    .flatMap(Optional::stream)
                    .map(it -> Path.of(it).getFileName().toString())
                    .collect(Collectors.joining(", ")));
  }
}
