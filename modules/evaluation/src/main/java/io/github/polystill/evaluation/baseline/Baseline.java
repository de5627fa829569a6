package io.github.polystill.evaluation.baseline;

import java.util.Arrays;
import org.apiguardian.api.API;

/** The baselines, in the order of tables. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum Baseline {
  /** One linear SVM per label on TF-IDF of character 1-3-grams. */
  LINEAR("linear"),
  /** The most frequent labels for every document. */
  CONSTANT("constant");

  private final String key;

  Baseline(String key) {
    this.key = key;
  }

  /** The name in files, where it stands in the place of an architecture's. */
  public String key() {
    return key;
  }

  /**
   * The baseline of a key.
   *
   * @throws java.util.NoSuchElementException for another name
   */
  public static Baseline ofKey(String key) {
    return Arrays.stream(values()).filter(it -> it.key.equals(key)).findFirst().orElseThrow();
  }
}
