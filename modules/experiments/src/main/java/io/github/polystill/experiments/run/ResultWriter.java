package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.distillation.StudentSearch;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.baseline.Baselines;
import io.github.polystill.experiments.configuration.Experiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Evaluates trained models and baselines, and writes all results of a run. Trials keep their
 * probabilities of all documents, so nothing here trains or loads a network; baselines take seconds
 * and are trained here whenever results are written.
 */
final class ResultWriter {
  /** The event that ends the time a report calls the run's duration. */
  static final String EVALUATED = "evaluated";

  private final OpenRun open;
  private final Experiment experiment;
  private final List<CrossValidation> validations;
  private final TrialLedger ledger;
  private final Baselines baselines;
  private final RunProgress progress;
  private final RunStatistics statistics;
  private final List<FoldEvaluation> evaluations = new ArrayList<>();

  /** The experiment has all its seeds; there is a cross-validation for each. */
  ResultWriter(
      OpenRun open,
      Experiment experiment,
      List<CrossValidation> validations,
      TrialLedger ledger,
      RunOptions options,
      RunProgress progress) {
    this.open = open;
    this.experiment = experiment;
    this.validations = validations;
    this.ledger = ledger;
    this.progress = progress;
    this.statistics = new RunStatistics(experiment);
    Corpus corpus = validations.get(0).corpus().segmented().corpus();
    this.baselines =
        new Baselines(
            corpus.documents().stream().map(Document::text).toList(),
            corpus.targets(),
            experiment.evaluation().threshold(),
            options.workers(),
            progress.cancellation()::throwIfCancelled);
  }

  /**
   * Writes the results.
   *
   * @param training that the models come from
   * @throws InvalidInputException where every training diverged
   */
  RunResult write(List<TrainedModel> trained, ModelTraining training) throws IOException {
    RunDirectory directory = open.directory();
    List<LabelSearch> searches = training.searches();
    List<TrainedModel> models = new ArrayList<>(trained);
    evaluate(trained, training.fidelity());
    if (!evaluations.isEmpty() && !experiment.baselines().isEmpty()) {
      long start = System.nanoTime();
      List<TrainedModel> compared = baselineModels();
      models.addAll(compared);
      int folds = validations.size() * experiment.folds().run().size();
      progress.message("training the baselines");
      evaluate(compared, Map.of());
      progress.message(
          String.format(
              Locale.ROOT,
              "baselines trained and evaluated on %s in %.1f s",
              folds == 1 ? "1 fold" : folds + " folds",
              (System.nanoTime() - start) / 1e9));
    }
    statistics.remarks().forEach(progress::remarkAndWarn);
    statistics.doubts().forEach(progress::remarkDoubt);
    List<String> remarks = new ArrayList<>(progress.remarks());
    if (!searches.isEmpty()) {
      AtomicFiles.writeString(directory.searchesFile(), RecordsJson.indented(searches));
      remarks.add(LabelSearch.summary(searches));
    }
    remarks.addAll(chosenSettings(trained));
    if (evaluations.isEmpty()) {
      throw InvalidInputException.of(
          "every training diverged, so there is no result: %s", String.join(" ", remarks));
    }
    if (experiment.teacher().isCrossFitted()) {
      Suspects.write(directory.suspectsFile(), training.suspects().worstFirst());
    }
    AtomicFiles.writeString(directory.modelsFile(), RecordsJson.indented(models));
    MetricsJson.write(directory.metricsFile(), evaluations);
    progress.message("testing significance");
    statistics.write(directory);
    open.log().info(EVALUATED, Map.of("models", models.size()));
    RunResult result =
        new RunResult(
            directory,
            evaluations,
            trained,
            validations.get(0).corpus(),
            remarks,
            open.log().warnings());
    RunReports.of(result, experiment, models).write().forEach(progress::message);
    return result;
  }

  /** The baselines of all folds, in the order of results, but not those that memory is short of. */
  private List<TrainedModel> baselineModels() {
    List<TrainedModel> models = new ArrayList<>();
    for (Baseline baseline : experiment.baselines()) {
      long needed = baselines.memory(baseline);
      if (needed > Runtime.getRuntime().maxMemory() / 2) {
        progress.remarkDoubt(
            String.format(
                Locale.ROOT,
                "Warning: no %s baseline: it may need %.1f GB of memory; start with"
                    + " POLYSTILL_JAVA_OPTS=-Xmx%dg to have it, or take it out of baselines.",
                baseline.key(),
                needed / 1e9,
                2 * needed / 1_000_000_000 + 1));
        continue;
      }
      for (CrossValidation validation : validations) {
        for (int fold : experiment.folds().run()) {
          models.add(
              new TrainedModel(
                  ModelKey.of(validation.seed(), fold, baseline.key(), TrainingRow.BASELINE),
                  List.of(),
                  Optional.empty()));
        }
      }
    }
    return models;
  }

  private void evaluate(List<TrainedModel> models, Map<ModelKey, Map<String, Fidelity>> fidelity)
      throws IOException {
    for (TrainedModel model : models) {
      CrossValidation validation =
          validations.stream()
              .filter(it -> it.seed().equals(model.key().seed()))
              .findFirst()
              .orElseThrow();
      Fold fold = validation.corpus().folds().get(model.fold());
      Predictions test = testPredictions(model, validation, fold);
      PredictionsCsv.write(open.directory().predictionsFile(model), test);
      FoldEvaluation figures =
          new FoldEvaluation(
              model.key(),
              MultiLabelEvaluator.evaluate(test, experiment.evaluation().threshold()),
              weightsByLabel(model, test.labels()),
              model.settings());
      figures = figures.withFidelity(fidelity.getOrDefault(model.key(), Map.of()));
      if (validations.size() > 1) {
        figures = figures.orSeed(validation.experiment().seed());
      }
      evaluations.add(figures);
      // Thresholds are tuned on the validation part, by answers of who has not learnt it.
      Predictions tuning =
          predictions(model.beforeValidation(), validation, fold.train(), fold.validation());
      statistics.add(figures, test, tuning, fold);
    }
  }

  /**
   * Nothing of a baseline is chosen on the validation part, so it learns from that too where it
   * answers for the test part; but not where few labels are the point.
   */
  private Predictions testPredictions(TrainedModel model, CrossValidation validation, Fold fold)
      throws IOException {
    int[] training =
        fold.unlabelled().length > 0
            ? fold.train()
            : IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.validation()))
                .sorted()
                .toArray();
    return predictions(model, validation, training, fold.test());
  }

  private Predictions predictions(
      TrainedModel model, CrossValidation validation, int[] training, int[] which)
      throws IOException {
    float[][] probabilities;
    if (model.training() == TrainingRow.BASELINE) {
      probabilities = baselines.predict(Baseline.ofKey(model.architecture()), training, which);
    } else {
      float[][] all = allProbabilities(model, validation);
      probabilities = Arrays.stream(which).mapToObj(it -> all[it]).toArray(float[][]::new);
    }
    Corpus corpus = validation.corpus().segmented().corpus();
    boolean[][] targets = corpus.targets();
    return new Predictions(
        corpus.labels(),
        Arrays.stream(which).mapToObj(it -> corpus.documents().get(it).id()).toList(),
        Arrays.stream(which).mapToObj(it -> targets[it]).toArray(boolean[][]::new),
        probabilities);
  }

  private float[][] allProbabilities(TrainedModel model, CrossValidation validation)
      throws IOException {
    Corpus corpus = validation.corpus().segmented().corpus();
    if (model.trials().isEmpty()) {
      List<String> ids = corpus.documents().stream().map(Document::id).toList();
      return Sigmoid.of(validation.given().get(model.key()).logitsFor(ids, corpus.labels()));
    }
    return Sigmoid.of(model.logits(ledger, corpus.labels().names()));
  }

  /** What was chosen for the students, a sentence for each kind. */
  private List<String> chosenSettings(List<TrainedModel> models) {
    Map<ModelKey.Kind, Map<String, List<String>>> folds = new LinkedHashMap<>();
    for (TrainedModel model : models) {
      if (!model.settings().isEmpty()) {
        folds
            .computeIfAbsent(model.key().kind(), it -> new TreeMap<>())
            .computeIfAbsent(StudentSearch.variant(model.settings()), it -> new ArrayList<>())
            .add(experiment.foldName(model.fold(), model.key().seed()));
      }
    }
    List<String> sentences = new ArrayList<>();
    folds.forEach(
        (kind, chosen) ->
            sentences.add(
                "Chosen on validation data for "
                    + kind
                    + ": "
                    + chosen.entrySet().stream()
                        .map(it -> it.getKey() + " on " + String.join(", ", it.getValue()))
                        .collect(Collectors.joining("; "))
                    + "."));
    return sentences;
  }

  /** The class weights that a teacher chose, by label; none of a student or of different ones. */
  static Map<String, Double> weightsByLabel(TrainedModel model, LabelSet labels) {
    Map<String, Double> byLabel = new HashMap<>();
    model
        .classWeights()
        .filter(
            weights ->
                weights.size() >= labels.size()
                    && IntStream.range(0, weights.size())
                        .allMatch(i -> weights.get(i).equals(weights.get(i % labels.size()))))
        .ifPresent(
            weights -> {
              for (int label = 0; label < labels.size(); label++) {
                byLabel.put(labels.name(label), weights.get(label));
              }
            });
    return byLabel;
  }
}
