package io.github.polystill.experiments.export;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.LinearExpert;
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
import io.github.polystill.models.savedmodel.ExpertMean;
import io.github.polystill.models.savedmodel.LinearExperts;
import io.github.polystill.models.savedmodel.ServedModel;
import io.github.polystill.models.savedmodel.ServedNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.lang3.function.FailableSupplier;

/**
 * The trained models of a run directory, as an export needs them.
 *
 * @param corpus the run's, with which exports are checked; empty to leave that out
 */
record StoredModels(
    RunDirectory directory, Experiment experiment, Optional<SegmentedCorpus> corpus) {
  /**
   * A model.
   *
   * @param evaluation its figures in the run
   * @param trials names of its trials: of its one network, or of experts
   * @param weights of each by parameter name
   * @param test the test part of its fold, where the corpus is there
   */
  record Model(
      TrainedModel trained,
      FoldEvaluation evaluation,
      Vocabulary vocabulary,
      EmbeddingMatrix vectors,
      List<TrialName> trials,
      List<Map<String, float[]>> weights,
      Optional<TestTexts> test) {

    /** Figures by label, in the model's order. */
    List<LabelEvaluation> labels() {
      return evaluation.evaluation().perLabel();
    }

    /** The names of the labels. */
    List<String> labelNames() {
      return labels().stream().map(LabelEvaluation::label).toList();
    }

    private boolean isTeacher() {
      return trained.training() == TrainingRow.TEACHER;
    }

    /** Numbers of its trials of a kind. */
    List<Integer> trials(ExpertKind kind) {
      return IntStream.range(0, trials.size())
          .filter(i -> ExpertKind.of(trials.get(i)) == kind)
          .boxed()
          .toList();
    }

    private List<Integer> trials(ArchitectureSettings settings, ExpertKind kind) {
      return trials(kind).stream()
          .filter(i -> trials.get(i).architecture().equals(settings.name()))
          .toList();
    }

    /** How some of a teacher's trials are added up to the logits of their labels. */
    List<ExpertMean.Share> shares(List<Integer> some) {
      List<Double> all = trained.shares(trials);
      return some.stream()
          .map(
              i ->
                  new ExpertMean.Share(
                      labelNames().indexOf(trials.get(i).label().orElseThrow()),
                      all.get(i),
                      trained.shift(i, trials.get(i))))
          .toList();
    }

    List<Map<String, float[]>> weightsOf(List<Integer> some) {
      return some.stream().map(weights::get).toList();
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
          requireTrials(model);
          TrialLedger ledger = directory.ledger();
          List<TrialName> trials = new ArrayList<>();
          List<Map<String, float[]>> weights = new ArrayList<>();
          for (String hash : model.trials()) {
            requireWeights(ledger, hash);
            trials.add(ledger.find(hash).orElseThrow().trial());
            weights.add(ledger.weights(hash));
          }
          return new Model(
              model,
              evaluation(model),
              directory.vocabulary(wanted.fold()),
              directory.vectors(wanted.fold()),
              trials,
              weights,
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
          && isServable(model)) {
        found.add(model);
      }
    }
    return found;
  }

  /** Whether it is not a given teacher, nor one that reads an encoder. */
  private boolean isServable(TrainedModel model) {
    return model.training() != TrainingRow.TEACHER
        || (!model.trials().isEmpty() && experiment.encoder().isEmpty());
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

  private void requireTrials(TrainedModel model) {
    if (model.trials().isEmpty()) {
      throw InvalidInputException.of(
          "%s: its teacher was given (teacher.responses, teacher.from) and has no experts; take a student, or the run that has them",
          directory.root());
    }
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

  /**
   * A model as it is to be served.
   *
   * @throws InvalidInputException where an encoder would have to be
   */
  ServedModel served(Model stored, WeightStorage storage, List<Double> thresholds) {
    if (!stored.trials(ExpertKind.ENCODER).isEmpty()) {
      throw InvalidInputException.of(
          "%s: its teacher reads a pre-trained encoder (teacher.kind), which no SavedModel holds; take a student",
          directory.root());
    }
    return withoutEncoder(stored, storage, thresholds);
  }

  /** The same without experts that read an encoder; the others' logits are by their shares. */
  ServedModel withoutEncoder(Model stored, WeightStorage storage, List<Double> thresholds) {
    List<ServedNetworks> networks = new ArrayList<>();
    List<LinearExperts> linear = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    List<Integer> behind = new ArrayList<>();
    for (ArchitectureSettings settings : settings(stored.trained().key())) {
      TokenLayout layout = experiment.layoutOf(settings);
      List<Integer> ofNetworks = stored.trials(settings, ExpertKind.NETWORK);
      List<Integer> ofLinear = stored.trials(settings, ExpertKind.LINEAR);
      networks.add(
          new ServedNetworks(spec(stored, settings), layout, stored.weightsOf(ofNetworks)));
      if (!ofLinear.isEmpty()) {
        List<Map<String, float[]>> weights = stored.weightsOf(ofLinear);
        linear.add(LinearExpert.served(stored.vocabulary(), layout, weights));
      }
      order.addAll(ofNetworks);
      behind.addAll(ofLinear);
    }
    order.addAll(behind);
    return new ServedModel(
        networks,
        stored.isTeacher() ? mean(stored, order, linear) : Optional.empty(),
        stored.vectors(),
        stored.vocabulary(),
        stored.labelNames(),
        thresholds,
        experiment.segmentation().segmenter().equals(Segmenters.CHARACTERS.name()),
        storage,
        false);
  }

  private NetworkSpec spec(Model stored, ArchitectureSettings settings) {
    return new NetworkSpec(
        stored.isTeacher() ? experiment.networkOf(settings) : experiment.studentNetworkOf(settings),
        new EmbeddingTableShape(stored.vectors().rows(), stored.vectors().dimensions()),
        stored.isTeacher() ? 1 : stored.labels().size());
  }

  /** How a teacher's experts answer as one; empty where each is its label's only one, as it is. */
  private static Optional<ExpertMean> mean(
      Model teacher, List<Integer> order, List<LinearExperts> linear) {
    List<ExpertMean.Share> shares = teacher.shares(order);
    return shares.stream().allMatch(it -> it.weight() == 1 && it.shift() == 0)
        ? Optional.empty()
        : Optional.of(new ExpertMean(linear, shares));
  }

  /** The settings of a model's architecture, or of all that a joint teacher has. */
  private List<ArchitectureSettings> settings(ModelKey model) {
    boolean isTeacher = model.training() == TrainingRow.TEACHER;
    List<ArchitectureSettings> all =
        isTeacher ? experiment.architectures() : experiment.studentArchitectures();
    List<String> names =
        isTeacher && experiment.teacher().joint().equals(Optional.of(model.architecture()))
            ? experiment.teacher().architectures()
            : List.of(model.architecture());
    return names.stream()
        .flatMap(name -> all.stream().filter(it -> it.name().equals(name)))
        .toList();
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
