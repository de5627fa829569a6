package io.github.polystill.benchmarks.evaluation;

import io.github.polystill.benchmarks.Median;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.significance.Comparison;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.LabelLimits;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times what a run computes after training: metrics, thresholds and tests of two models whose test
 * parts of five folds make up a corpus.
 */
public final class EvaluationBenchmark {
  private static final int FOLDS = 5;

  /** Validation documents per test document, as with 15 % of four fifths. */
  private static final double VALIDATION = 0.6;

  private static final double THRESHOLD = 0.5;

  private final int documents;
  private final int labels;

  /**
   * A benchmark.
   *
   * @param documents of the corpus, 50 or more
   * @param labels of the corpus
   */
  public EvaluationBenchmark(int documents, int labels) {
    this.documents = documents;
    this.labels = labels;
  }

  /**
   * A step and the median time that it took.
   *
   * @param step what was done
   * @param seconds median over the repeats
   */
  public record Row(String step, double seconds) {}

  /** A model's predictions for the parts of a fold. */
  private record Fold(Predictions validation, Predictions test) {}

  /** Runs everything so many times after one time that is not counted. */
  public List<Row> run(int repeats) {
    List<Fold> first = folds(new SyntheticModel(labels, 1));
    List<Fold> second = folds(new SyntheticModel(labels, 2));
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int repeat = -1; repeat < repeats; repeat++) {
      Map<String, Double> once = once(first, second);
      if (repeat >= 0) {
        once.forEach(
            (step, time) -> seconds.computeIfAbsent(step, it -> new ArrayList<>()).add(time));
      }
    }
    return seconds.entrySet().stream()
        .map(step -> new Row(step.getKey(), Median.of(step.getValue())))
        .toList();
  }

  private List<Fold> folds(SyntheticModel model) {
    int test = documents / FOLDS;
    List<Fold> folds = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      folds.add(
          new Fold(
              model.predict(documents + fold * test, (int) (VALIDATION * test)),
              model.predict(fold * test, test)));
    }
    return folds;
  }

  private Map<String, Double> once(List<Fold> first, List<Fold> second) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    long start = System.nanoTime();
    List<TestedFold> ofFirst = metrics("distilled", first);
    List<TestedFold> ofSecond = metrics("standalone", second);
    long evaluated = System.nanoTime();
    thresholds(ofFirst, first);
    thresholds(ofSecond, second);
    long tuned = System.nanoTime();
    new Significance(1)
        .of(List.of(Comparison.of("textcnn", "distilled", ofFirst, "standalone", ofSecond)));
    long tested = System.nanoTime();
    seconds.put("metrics", (evaluated - start) / 1e9);
    seconds.put("thresholds and probabilities", (tuned - evaluated) / 1e9);
    seconds.put("tests of significance", (tested - tuned) / 1e9);
    seconds.put("all", (tested - start) / 1e9);
    return seconds;
  }

  private static List<TestedFold> metrics(String training, List<Fold> folds) {
    List<TestedFold> tested = new ArrayList<>();
    for (Fold fold : folds) {
      FoldEvaluation evaluation =
          new FoldEvaluation(
              "textcnn",
              training,
              tested.size(),
              MultiLabelEvaluator.evaluate(fold.test(), THRESHOLD));
      tested.add(new TestedFold(evaluation, fold.test(), 1.0 / (FOLDS - 1)));
    }
    return tested;
  }

  private static void thresholds(List<TestedFold> tested, List<Fold> folds) {
    ThresholdEvaluator evaluator = new ThresholdEvaluator(THRESHOLD, LabelLimits.NONE);
    for (int i = 0; i < folds.size(); i++) {
      evaluator.evaluate(
          tested.get(i).evaluation(), folds.get(i).validation(), folds.get(i).test());
    }
  }
}
