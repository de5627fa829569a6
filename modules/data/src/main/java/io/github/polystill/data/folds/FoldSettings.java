package io.github.polystill.data.folds;

import io.github.polystill.data.InvalidInputException;
import org.apiguardian.api.API;

/**
 * How a corpus is dealt to folds.
 *
 * @param count number of folds, 2 or more
 * @param validationShare part of the documents outside the test part that becomes validation,
 *     between 0 and 1, both excluded
 * @param method how folds and validation parts are stratified
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record FoldSettings(int count, double validationShare, FoldMethod method) {
  /**
   * @throws InvalidInputException where there are fewer than two folds or the validation share is
   *     not between 0 and 1
   */
  public FoldSettings {
    if (count < 2) {
      throw InvalidInputException.of(
          "cannot cross-validate with %s folds; set folds.count to 2 or more", count);
    }
    if (!(validationShare > 0 && validationShare < 1)) {
      throw InvalidInputException.of(
          "a validation share of %s is not between 0 and 1; set folds.validation to, say, 0.15",
          validationShare);
    }
  }
}
