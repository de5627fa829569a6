package io.github.polystill.labs.evaluation;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.significance.Comparison;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.evaluation.significance.TestedFold;
import io.github.polystill.evaluation.thresholds.LabelLimits;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluator;
import io.github.polystill.labs.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
   * A step and what it took; medians over the repeats.
   *
   * @param step what was done
   * @param seconds by the clock
   * @param cpuSeconds of all threads, which other jobs on the machine do not lengthen
   */
  public record Row(String step, double seconds, double cpuSeconds) {}

  /** A moment by the clock and by what the process has computed. */
  private record Moment(long nanos, Duration cpu) {
    static Moment now() {
      Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
      return new Moment(System.nanoTime(), cpu);
    }

    Row until(Moment end, String step) {
      return new Row(step, (end.nanos - nanos) / 1e9, end.cpu.minus(cpu).toMillis() / 1e3);
    }
  }

  /** A model's predictions for the parts of a fold. */
  private record Fold(Predictions validation, Predictions test) {}

  /** Runs everything so many times after one time that is not counted. */
  public List<Row> run(int repeats) {
    List<Fold> first = folds(new SyntheticModel(labels, 1));
    List<Fold> second = folds(new SyntheticModel(labels, 2));
    once(first, second);
    List<List<Row>> all = new ArrayList<>();
    for (int repeat = 0; repeat < repeats; repeat++) {
      all.add(once(first, second));
    }
    List<Row> medians = new ArrayList<>();
    for (int i = 0; i < all.get(0).size(); i++) {
      int step = i;
      medians.add(
          new Row(
              all.get(0).get(step).step(),
              Median.of(all.stream().map(rows -> rows.get(step).seconds()).toList()),
              Median.of(all.stream().map(rows -> rows.get(step).cpuSeconds()).toList())));
    }
    return medians;
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

  private List<Row> once(List<Fold> first, List<Fold> second) {
    Moment start = Moment.now();
    List<TestedFold> ofFirst = metrics(TrainingRow.DISTILLED, first);
    List<TestedFold> ofSecond = metrics(TrainingRow.STANDALONE, second);
    Moment evaluated = Moment.now();
    thresholds(ofFirst, first);
    thresholds(ofSecond, second);
    Moment tuned = Moment.now();
    new Significance(1)
        .of(List.of(Comparison.of("textcnn", "distilled", ofFirst, "standalone", ofSecond)));
    Moment tested = Moment.now();
    return List.of(
        start.until(evaluated, "metrics"),
        evaluated.until(tuned, "thresholds and probabilities"),
        tuned.until(tested, "tests of significance"),
        start.until(tested, "all"));
  }

  private static List<TestedFold> metrics(TrainingRow training, List<Fold> folds) {
    List<TestedFold> tested = new ArrayList<>();
    for (Fold fold : folds) {
      FoldEvaluation evaluation =
          new FoldEvaluation(
              ModelKey.of(tested.size(), "textcnn", training),
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
