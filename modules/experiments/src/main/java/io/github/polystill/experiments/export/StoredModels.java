package io.github.polystill.experiments.export;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.run.RunDirectory;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.experiments.run.TrialLedger;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.WeightStorage;
import io.github.polystill.models.savedmodel.ServedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.function.FailableSupplier;

/**
 * The trained models of a run directory, as an export needs them.
 *
 * @param corpus the run's, with which exports are checked; empty to leave that out
 */
record StoredModels(
    RunDirectory directory, Experiment experiment, Optional<SegmentedCorpus> corpus) {
  private static final String OUTPUT_BIAS = "output.bias";

  /**
   * A model.
   *
   * @param evaluation its figures in the run
   * @param networks weights by parameter name: of its one network, or of an expert per label
   * @param test the test part of its fold, where the corpus is there
   */
  record Model(
      TrainedModel trained,
      FoldEvaluation evaluation,
      Vocabulary vocabulary,
      EmbeddingMatrix vectors,
      List<Map<String, float[]>> networks,
      Optional<TestTexts> test) {

    /** Figures by label, in the model's order. */
    List<LabelEvaluation> labels() {
      return evaluation.evaluation().perLabel();
    }
  }

  /**
   * Reads a model.
   *
   * @throws InvalidInputException where the run has none such, or a file of it is damaged
   */
  Model read(ModelKey wanted) {
    return undamaged(
        () -> {
          TrainedModel model = find(wanted);
          return new Model(
              model,
              evaluation(model),
              directory.vocabulary(wanted.fold()),
              directory.vectors(wanted.fold()),
              weights(model),
              test(model));
        });
  }

  private <T> T undamaged(FailableSupplier<T, IOException> read) {
    try {
      return read.get();
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          directory.root()
              + ": a file of the run is missing or damaged; run the experiment again with `fresh`",
          e);
    }
  }

  /** The models of an architecture, or of student and teacher, of the first cross-validation. */
  List<TrainedModel> of(String architecture, int fold) throws IOException {
    List<TrainedModel> found = new ArrayList<>();
    for (TrainedModel model : directory.models()) {
      if (model.key().kind().equals(new ModelKey.Kind(architecture, model.training()))
          && model.fold() == fold
          && model.key().seed().isEmpty()
          && isNetwork(model)) {
        found.add(model);
      }
    }
    return found;
  }

  private TrainedModel find(ModelKey wanted) throws IOException {
    List<TrainedModel> models =
        directory.models().stream().filter(it -> it.training() != TrainingRow.BASELINE).toList();
    boolean baseline =
        Arrays.stream(Baseline.values()).anyMatch(it -> it.key().equals(wanted.architecture()));
    if (baseline || wanted.training() == TrainingRow.BASELINE) {
      throw InvalidInputException.of(
          "%s: a baseline (linear, constant) is there to compare with and cannot be exported; it has %s",
          directory.root(), names(models));
    }
    return models.stream()
        .filter(model -> model.key().kind().equals(wanted.kind()))
        .filter(model -> model.key().sharesFoldWith(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "%s has no %s of fold %d; it has %s",
                    directory.root(), wanted.kind(), wanted.fold(), names(models)));
  }

  private static String names(List<TrainedModel> models) {
    return String.join(
        ", ", models.stream().map(it -> it.key().kind() + " of fold " + it.fold()).toList());
  }

  private FoldEvaluation evaluation(TrainedModel model) throws IOException {
    long first = experiment.seed();
    return directory.metrics().stream()
        .filter(it -> it.key().orSeed(first).equals(model.key().orSeed(first)))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "%s does not fit models.json; run the experiment again",
                    directory.metricsFile()));
  }

  /** Whether its networks make up one, of which each label has one. */
  private boolean isNetwork(TrainedModel model) throws IOException {
    return model.training() != TrainingRow.TEACHER
        || model.trials().size() == evaluation(model).evaluation().perLabel().size();
  }

  private List<Map<String, float[]>> weights(TrainedModel model) throws IOException {
    if (!isNetwork(model)) {
      throw InvalidInputException.of(
          "%s: its teacher is no network to export: it was given (teacher.responses, teacher.from) or is the mean of several (teacher.seeds, teacher.best, teacher.linear, teacher.architectures); take a student, or run it again without (recipe: strong sets teacher.linear; set that to false)",
          directory.root());
    }
    TrialLedger ledger = directory.ledger();
    List<Map<String, float[]>> weights = new ArrayList<>();
    for (int i = 0; i < model.trials().size(); i++) {
      String hash = model.trials().get(i);
      requireWeights(ledger, hash);
      Map<String, float[]> own = ledger.weights(hash);
      float shift = (float) model.shift(i, ledger.find(hash).orElseThrow().trial());
      if (shift != 0) {
        float[] bias = own.get(OUTPUT_BIAS);
        if (bias == null) {
          throw InvalidInputException.of(
              "%s has no %s to stand for class weights; run with teacher.search=grid to export it",
              model.architecture(), OUTPUT_BIAS);
        }
        own.put(OUTPUT_BIAS, new float[] {bias[0] + shift});
      }
      weights.add(own);
    }
    return weights;
  }

  private static void requireWeights(TrialLedger ledger, String hash) throws IOException {
    if (ledger.find(hash).isEmpty() || !ledger.hasWeights(hash)) {
      throw InvalidInputException.of(
          "%s is missing or not what was written; start the run again, it trains what is missing",
          ledger.weightsFile(hash));
    }
  }

  private Optional<TestTexts> test(TrainedModel model) throws IOException {
    if (corpus.isEmpty()) {
      return Optional.empty();
    }
    Path file = directory.predictionsFile(model);
    return Optional.of(TestTexts.of(corpus.get(), predictions(model), file));
  }

  /** What the network in training said of the test part. */
  Predictions predictions(TrainedModel model) throws IOException {
    return directory.predictions(model);
  }

  /** A model as it is to be served. */
  ServedModel served(Model stored, WeightStorage storage, List<Double> thresholds) {
    return served(
        stored.trained().key(),
        stored.networks(),
        stored.vectors(),
        stored.vocabulary(),
        stored.labels().stream().map(LabelEvaluation::label).toList(),
        thresholds,
        storage);
  }

  private ServedModel served(
      ModelKey key,
      List<Map<String, float[]>> networks,
      EmbeddingMatrix vectors,
      Vocabulary vocabulary,
      List<String> labels,
      List<Double> thresholds,
      WeightStorage storage) {
    ArchitectureSettings settings = settings(key);
    boolean isTeacher = key.training() == TrainingRow.TEACHER;
    NetworkSpec spec =
        new NetworkSpec(
            isTeacher ? experiment.networkOf(settings) : experiment.studentNetworkOf(settings),
            new EmbeddingTableShape(vectors.rows(), vectors.dimensions()),
            isTeacher ? 1 : labels.size());
    return new ServedModel(
        spec,
        networks,
        vectors,
        vocabulary,
        experiment.layoutOf(settings),
        labels,
        thresholds,
        experiment.segmentation().segmenter().equals(Segmenters.CHARACTERS.name()),
        storage,
        false);
  }

  /**
   * A teacher, whose labels may each have several networks.
   *
   * @param trials its networks by name
   */
  record Teacher(
      TrainedModel trained,
      List<TrialName> trials,
      List<String> labels,
      Vocabulary vocabulary,
      EmbeddingMatrix vectors) {}

  /**
   * Finds a teacher.
   *
   * @throws InvalidInputException where the run has none such, or it has no experts
   */
  Teacher teacher(ModelKey wanted) {
    return undamaged(
        () -> {
          TrainedModel trained = find(wanted);
          if (trained.trials().isEmpty()) {
            throw InvalidInputException.of(
                "%s: its teacher was given (teacher.responses, teacher.from) and has no experts; ask the run that has them",
                directory.root());
          }
          TrialLedger ledger = directory.ledger();
          List<TrialName> trials = new ArrayList<>();
          for (String hash : trained.trials()) {
            requireWeights(ledger, hash);
            trials.add(ledger.find(hash).orElseThrow().trial());
          }
          List<LabelEvaluation> labels = evaluation(trained).evaluation().perLabel();
          return new Teacher(
              trained,
              trials,
              labels.stream().map(LabelEvaluation::label).toList(),
              directory.vocabulary(wanted.fold()),
              directory.vectors(wanted.fold()));
        });
  }

  /** Some experts of a teacher, of one architecture and each for another label. */
  ServedModel served(Teacher teacher, List<Integer> trials) {
    ModelKey key = teacher.trained().key();
    List<TrialName> names = trials.stream().map(teacher.trials()::get).toList();
    return undamaged(
        () -> {
          List<Map<String, float[]>> networks = new ArrayList<>();
          for (int trial : trials) {
            networks.add(directory.ledger().weights(teacher.trained().trials().get(trial)));
          }
          return served(
              key.withTeacher(names.get(0).architecture()),
              networks,
              teacher.vectors(),
              teacher.vocabulary(),
              names.stream().map(it -> it.label().orElseThrow()).toList(),
              Collections.nCopies(names.size(), experiment.evaluation().threshold()),
              WeightStorage.FLOAT32);
        });
  }

  /** The settings of a model's architecture. */
  ArchitectureSettings settings(ModelKey model) {
    List<ArchitectureSettings> all =
        model.training() == TrainingRow.TEACHER
            ? experiment.architectures()
            : experiment.studentArchitectures();
    return all.stream()
        .filter(settings -> settings.name().equals(model.architecture()))
        .findFirst()
        .orElseThrow();
  }

  /** What the run measured beside a model on the same documents: its kin, and the baselines. */
  List<FoldEvaluation> besides(FoldEvaluation model) throws IOException {
    return directory.metrics().stream()
        .filter(it -> it.key().sharesFoldWith(model.key()))
        .filter(
            it ->
                it.training() == TrainingRow.BASELINE
                    || (it.key()
                            .kind()
                            .equals(new ModelKey.Kind(model.architecture(), it.training()))
                        && it.training() != model.training()))
        .toList();
  }

  /**
   * The test part of a fold: what an exported model has to repeat.
   *
   * @param texts of the documents, segmented
   * @param expected what the network in training said of them
   */
  record TestTexts(List<SegmentedText> texts, Predictions expected) {

    /**
     * Finds the documents of some predictions.
     *
     * @param file where the predictions come from, for the message
     * @throws InvalidInputException where the corpus does not have them
     */
    static TestTexts of(SegmentedCorpus corpus, Predictions expected, Path file) {
      Map<String, SegmentedText> byId = new HashMap<>();
      List<Document> documents = corpus.corpus().documents();
      for (int i = 0; i < documents.size(); i++) {
        byId.put(documents.get(i).id(), corpus.texts().get(i));
      }
      List<SegmentedText> texts = new ArrayList<>();
      for (String id : expected.ids()) {
        SegmentedText text = byId.get(id);
        if (text == null) {
          throw InvalidInputException.of(
              "%s: document %s is not in the corpus any more, so the export cannot be checked; restore the corpus or give `skipCheck`",
              file, id);
        }
        texts.add(text);
      }
      return new TestTexts(texts, expected);
    }
  }
}
