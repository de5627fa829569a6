package io.github.polystill.evaluation.significance;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import org.apiguardian.api.API;

/**
 * One test of one metric of one comparison; an entry of {@code significance.json}.
 *
 * @param architecture as in the experiment file
 * @param metric whose difference is tested
 * @param test by which
 * @param first name of the model whose gain is tested, such as {@code distilled}
 * @param second name of the model that it is compared to, such as {@code standalone}
 * @param thresholds that both decide by: fixed, or per label, tuned on validation data
 * @param folds test parts that both have
 * @param n what the test counts: folds; with Wilcoxon those that differ; with randomisation
 *     documents; with McNemar documents that only one model gets wholly right
 * @param difference first minus second, as a fraction: mean over folds, or of the pooled figures
 *     for a test over documents; null without a fold
 * @param statistic null where the test is not defined
 * @param p two-sided; null where the test is not defined
 * @param pHolm p corrected for all cells of this test and these thresholds; null where p is
 * @param significant whether pHolm is below {@value Significance#LEVEL}
 * @param reason why there is no p; null where there is one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SignificanceResult(
    String architecture,
    Metric metric,
    TestMethod test,
    String first,
    String second,
    ThresholdChoice thresholds,
    int folds,
    int n,
    Double difference,
    Double statistic,
    Double p,
    Double pHolm,
    boolean significant,
    @JsonSetter(nulls = Nulls.SET) String reason) {

  SignificanceResult corrected(double corrected) {
    return new SignificanceResult(
        architecture,
        metric,
        test,
        first,
        second,
        thresholds,
        folds,
        n,
        difference,
        statistic,
        p,
        corrected,
        corrected < Significance.LEVEL,
        reason);
  }
}
