package io.github.polystill.report.html;

import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.significance.Comparison;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.LabelLimits;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluator;
import io.github.polystill.report.figures.CorpusProfile;
import io.github.polystill.report.figures.FigureData;
import io.github.polystill.report.figures.LearningCurve;
import io.github.polystill.report.figures.ReliabilityCurve;
import io.github.polystill.report.table.ResultTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/** Reports of made-up runs. Frequent labels come first; distilled students are a little better. */
final class ExampleReport {
  static final List<String> LABELS =
      List.of(
          "注意事項",
          "健康表現",
          "心理健康",
          "治療方案",
          "醫療檢測",
          "保健食品",
          "藥物",
          "銀髮族",
          "with a rather long English name");

  private static final double[] GRID = {0.5, 1, 2};

  private final List<String> labels;
  private final List<String> architectures;
  private final int folds;
  private final int documents;
  private final Random random = new Random(11);
  private final boolean[][] truth;
  private String title = "Quickstart: 健康 corpus";
  private List<String> warnings = List.of("No distilled of han on fold 2: it diverged.");
  private String text = "藥師在臉書分享一則媽媽手的案例。";

  ExampleReport(List<String> labels, List<String> architectures, int folds, int documents) {
    this.labels = labels;
    this.architectures = architectures;
    this.folds = folds;
    this.documents = documents;
    this.truth = new boolean[documents][labels.size()];
    for (boolean[] row : truth) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextDouble() < 0.75 / Math.pow(j + 1, 0.7);
      }
    }
  }

  /** Uses a text wherever the user can put one, labels and architectures apart. */
  ExampleReport with(String everywhere) {
    title = everywhere;
    warnings = List.of(everywhere);
    text = everywhere;
    return this;
  }

  ExampleReport withText(String documents) {
    text = documents;
    return this;
  }

  Report build() {
    List<EvaluatedPredictions> results = new ArrayList<>();
    List<LearningCurve> curves = new ArrayList<>();
    for (String architecture : architectures) {
      for (TrainingRow row : TrainingRow.TRAINED) {
        for (int fold = 0; fold < folds; fold++) {
          results.add(result(architecture, row, fold));
          for (int i = 0; i < (row == TrainingRow.TEACHER ? labels.size() : 1); i++) {
            curves.add(curve(architecture, row));
          }
        }
      }
    }
    return report(results, curves);
  }

  Report report(List<EvaluatedPredictions> results, List<LearningCurve> curves) {
    CorpusProfile profile = profile();
    List<FoldEvaluation> evaluations =
        results.stream().map(EvaluatedPredictions::evaluation).toList();
    ThresholdEvaluator tuning = new ThresholdEvaluator(0.5, LabelLimits.NONE);
    List<ThresholdEvaluation> thresholds =
        results.stream()
            .map(it -> tuning.evaluate(it.evaluation(), it.predictions(), it.predictions()))
            .toList();
    FigureData data =
        new FigureData(
            profile,
            profile.byFrequency().stream().map(labels::get).toList(),
            evaluations,
            curves,
            "macro-f1",
            "f1",
            ReliabilityCurve.pooled(thresholds));
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("segmenter", "hanlp-traditional");
    settings.put(title, title);
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < documents; i++) {
      texts.put("d" + i, text);
    }
    return new Report(
        title,
        Optional.of(title),
        warnings,
        Map.of("duration", title, "command", title),
        settings,
        ResultTable.of(evaluations),
        ResultTable.tuned(
            IntStream.range(0, evaluations.size())
                .mapToObj(i -> thresholds.get(i).tuned(evaluations.get(i)))
                .toList(),
            ResultTable.FOLDS),
        significance(results),
        thresholds,
        data,
        results,
        List.of(new SuspectLabel("d0", labels.get(0), true, 0.01, 4, 4)),
        new DocumentTexts(texts, Optional.empty()));
  }

  private List<SignificanceResult> significance(List<EvaluatedPredictions> results) {
    List<Comparison> comparisons = new ArrayList<>();
    for (String architecture : architectures) {
      comparisons.add(
          Comparison.of(
              architecture,
              "distilled",
              tested(results, architecture, TrainingRow.DISTILLED),
              "standalone",
              tested(results, architecture, TrainingRow.STANDALONE)));
    }
    List<SignificanceResult> tests = new ArrayList<>(new Significance(1).of(comparisons));
    comparisons.replaceAll(it -> it.with(ThresholdChoice.PER_LABEL));
    tests.addAll(new Significance(1).of(comparisons));
    return tests;
  }

  private List<TestedFold> tested(
      List<EvaluatedPredictions> results, String architecture, TrainingRow row) {
    return results.stream()
        .filter(it -> it.evaluation().architecture().equals(architecture))
        .filter(it -> it.evaluation().training() == row)
        .map(it -> new TestedFold(it.evaluation(), it.predictions(), 1.0 / (folds - 1)))
        .toList();
  }

  CorpusProfile profile() {
    return CorpusProfile.of(
        labels, truth, IntStream.range(0, folds).mapToObj(this::testPart).toList());
  }

  private int[] testPart(int fold) {
    return IntStream.range(0, documents).filter(i -> i % folds == fold).toArray();
  }

  EvaluatedPredictions result(String architecture, TrainingRow row, int fold) {
    int[] part = testPart(fold);
    boolean[][] targets = new boolean[part.length][];
    float[][] probabilities = new float[part.length][labels.size()];
    double noise = row == TrainingRow.DISTILLED ? 0.9 : 1.1;
    for (int i = 0; i < part.length; i++) {
      targets[i] = truth[part[i]];
      for (int j = 0; j < labels.size(); j++) {
        double logit = (targets[i][j] ? 1 : -1) + noise * random.nextGaussian();
        probabilities[i][j] = (float) (1 / (1 + Math.exp(-logit)));
      }
    }
    Predictions predictions =
        new Predictions(
            LabelSet.of(labels),
            IntStream.of(part).mapToObj(i -> "d" + i).toList(),
            targets,
            probabilities);
    Map<String, Double> weights = new HashMap<>();
    for (int j = 0; row == TrainingRow.TEACHER && j < labels.size(); j++) {
      weights.put(labels.get(j), GRID[j % 2 == 0 ? fold % 3 : 1]);
    }
    return new EvaluatedPredictions(
        new FoldEvaluation(
                ModelKey.of(fold, architecture, row),
                MultiLabelEvaluator.evaluate(predictions, 0.5),
                weights)
            .withFidelity(
                row == TrainingRow.DISTILLED
                    ? Map.of("test", new Fidelity(0.05, 0.9, OptionalDouble.of(0.1)))
                    : Map.of()),
        predictions);
  }

  private LearningCurve curve(String architecture, TrainingRow row) {
    int epochs = 12 + random.nextInt(18);
    double[] training = new double[epochs];
    double[] validation = new double[epochs];
    double[] figure = new double[epochs];
    int best = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      training[epoch] = 0.1 + 0.6 * Math.exp(-epoch / 5.0);
      validation[epoch] = training[epoch] + 0.004 * epoch + 0.02 * random.nextDouble();
      figure[epoch] = 0.7 - 0.5 * Math.exp(-epoch / 4.0) + 0.02 * random.nextDouble();
      best = figure[epoch] > figure[best] ? epoch : best;
    }
    return new LearningCurve(architecture, row, training, validation, figure, best);
  }
}
