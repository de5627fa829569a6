package io.github.polystill.evaluation.significance;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.polystill.evaluation.Metric;
import java.util.List;
import org.apiguardian.api.API;

/** The tests, and what each of them says. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum TestMethod {
  PAIRED_T(
      "pairedT",
      "paired t-test",
      "t",
      "Student's t-test of the mean gain over folds, taking folds for independent. They share"
          + " training documents, so p tends to be too small (Dietterich 1998)."),
  CORRECTED_T(
      "correctedT",
      "corrected t-test",
      "t",
      "The paired t-test with the variance of the mean raised from 1/n to 1/n + test/training"
          + " documents, because folds share training documents (Nadeau and Bengio 2003)."),
  WILCOXON(
      "wilcoxon",
      "Wilcoxon signed rank",
      "W",
      "Whether the gains over folds lie evenly around 0, from their ranks alone; like the paired"
          + " t-test it takes folds for independent. With n folds p is never below 2/2^n: 0.0625 with"
          + " five."),
  RANDOMISATION(
      "randomisation",
      "approximate randomisation",
      "difference",
      "How often the difference of the pooled out-of-fold figures is as great when the two models'"
          + " outputs are swapped at random, document by document (Noreen 1989). It speaks of other"
          + " documents, not of training again."),
  MCNEMAR(
      "mcnemar",
      "McNemar, exact",
      "b",
      "Whether documents that only one of the two gets wholly right are split evenly, by the exact"
          + " binomial distribution (McNemar 1947). It speaks of other documents, not of training"
          + " again.");

  private final String key;
  private final String title;
  private final String statistic;
  private final String says;

  TestMethod(String key, String title, String statistic, String says) {
    this.key = key;
    this.title = title;
    this.statistic = statistic;
    this.says = says;
  }

  /** The name in files. */
  @JsonValue
  public String key() {
    return key;
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  /** The symbol of the statistic. */
  public String statistic() {
    return statistic;
  }

  /** What a small p-value of this test means, and what it does not. */
  public String says() {
    return says;
  }

  /** Whether its units are documents, so that one fold is enough. */
  public boolean overDocuments() {
    return this == RANDOMISATION || this == MCNEMAR;
  }

  /** The metrics that it is made for. */
  public List<Metric> metrics() {
    return this == MCNEMAR ? List.of(Metric.SUBSET_ACCURACY) : List.of(Metric.values());
  }
}
