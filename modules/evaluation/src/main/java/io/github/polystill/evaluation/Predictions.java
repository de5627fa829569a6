package io.github.polystill.evaluation;

import io.github.polystill.data.LabelSet;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Truth and predicted probabilities of a set of documents.
 *
 * @param labels names of the columns
 * @param ids document ids, [documents]
 * @param truth [documents][labels]
 * @param probabilities [documents][labels], each in 0..1
 */
@API(status = API.Status.STABLE, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record Predictions(
    LabelSet labels, List<String> ids, boolean[][] truth, float[][] probabilities) {
  public Predictions {
    if (ids.size() != truth.length || truth.length != probabilities.length) {
      throw new IllegalArgumentException(
          ids.size() + " ids, " + truth.length + " truths, " + probabilities.length + " rows");
    }
  }

  /** Binary cross-entropy of one document, mean over labels, METHOD.md eq. (2). */
  public double loss(int document) {
    return BinaryCrossEntropy.mean(
        new boolean[][] {truth[document]}, new float[][] {probabilities[document]});
  }
}
