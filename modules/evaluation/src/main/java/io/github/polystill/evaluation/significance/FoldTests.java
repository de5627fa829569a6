package io.github.polystill.evaluation.significance;

import io.github.polystill.evaluation.Metric;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/** The tests whose units are folds. */
final class FoldTests {
  private FoldTests() {}

  /** All of them, for one metric of a comparison on two folds or more. */
  static List<SignificanceResult> of(Comparison comparison, Metric metric) {
    double[] differences = comparison.differences(metric);
    double mean = StatUtils.mean(differences);
    double testToTraining =
        comparison.folds().stream()
            .mapToDouble(ComparedFold::testToTraining)
            .average()
            .orElseThrow();
    int unequal = WilcoxonTest.unequal(differences).length;
    String constant = "the difference is the same on every fold";
    return List.of(
        comparison.result(
            TestMethod.PAIRED_T,
            metric,
            differences.length,
            mean,
            PairedTTest.test(differences, 0),
            constant),
        comparison.result(
            TestMethod.CORRECTED_T,
            metric,
            differences.length,
            mean,
            PairedTTest.test(differences, testToTraining),
            constant),
        comparison.result(
            TestMethod.WILCOXON,
            metric,
            unequal,
            mean,
            WilcoxonTest.test(differences),
            "the figures are equal on every fold"));
  }
}
