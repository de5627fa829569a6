package io.github.polystill.experiments.run;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.LabelSet;
import io.github.polystill.distillation.Responses;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.baseline.Baselines;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Figures of trained models and baselines. Trials keep their probabilities of all documents, so
 * nothing here trains or loads a network; baselines are trained here.
 */
final class RunEvaluation {
  private final PreparedCorpus corpus;
  private final TrialLedger ledger;
  private final Baselines baselines;

  /**
   * The figures of models that were trained on one deal of folds.
   *
   * @param corpus with the folds that the models' numbers refer to
   * @param baselines that are trained when they are asked for
   */
  RunEvaluation(PreparedCorpus corpus, TrialLedger ledger, Baselines baselines) {
    this.corpus = corpus;
    this.ledger = ledger;
    this.baselines = baselines;
  }

  /**
   * What a model predicts for the test part of its fold. Nothing of a baseline is chosen on the
   * validation part, so it learns from that too.
   */
  Predictions testPredictions(TrainedModel model) throws IOException {
    Fold fold = corpus.folds().get(model.fold());
    int[] all =
        IntStream.concat(Arrays.stream(fold.train()), Arrays.stream(fold.validation()))
            .sorted()
            .toArray();
    return predictions(model, all, fold.test());
  }

  /**
   * What a model predicts for the validation part of its fold, which thresholds are tuned on; a
   * baseline is trained without that part here.
   */
  Predictions validationPredictions(TrainedModel model) throws IOException {
    Fold fold = corpus.folds().get(model.fold());
    return predictions(model, fold.train(), fold.validation());
  }

  /** Figures of a model's predictions with one threshold for all labels. */
  static FoldEvaluation evaluate(TrainedModel model, Predictions predictions, double threshold) {
    return new FoldEvaluation(
        model.key(),
        MultiLabelEvaluator.evaluate(predictions, threshold),
        weightsByLabel(model, predictions.labels()));
  }

  /** The class weights that a teacher chose, by label; none of a student. */
  static Map<String, Double> weightsByLabel(TrainedModel model, LabelSet labels) {
    Map<String, Double> byLabel = new HashMap<>();
    model
        .classWeights()
        .ifPresent(
            weights -> {
              for (int label = 0; label < labels.size(); label++) {
                byLabel.put(labels.name(label), weights.get(label));
              }
            });
    return byLabel;
  }

  private Predictions predictions(TrainedModel model, int[] training, int[] which)
      throws IOException {
    float[][] probabilities = probabilities(model, training, which);
    Corpus segmented = corpus.segmented().corpus();
    List<Document> documents = segmented.documents();
    boolean[][] targets = segmented.targets();
    List<String> ids = new ArrayList<>();
    boolean[][] truth = new boolean[which.length][];
    for (int i = 0; i < which.length; i++) {
      ids.add(documents.get(which[i]).id());
      truth[i] = targets[which[i]];
    }
    return new Predictions(segmented.labels(), ids, truth, probabilities);
  }

  private float[][] probabilities(TrainedModel model, int[] training, int[] which)
      throws IOException {
    if (model.training() == TrainingRow.BASELINE) {
      return baselines.predict(Baseline.ofKey(model.architecture()), training, which);
    }
    float[][] all = allProbabilities(model);
    return Arrays.stream(which).mapToObj(document -> all[document]).toArray(float[][]::new);
  }

  private float[][] allProbabilities(TrainedModel model) throws IOException {
    List<float[][]> parts = new ArrayList<>();
    for (String hash : model.trials()) {
      TrialLedger.Entry entry =
          ledger.find(hash).orElseThrow(() -> new IOException("trial " + hash + " vanished"));
      parts.add(ledger.probabilities(hash, entry));
    }
    return model.classWeights().isPresent() ? Responses.join(parts) : parts.get(0);
  }
}
