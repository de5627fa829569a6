package io.github.polystill.models.savedmodel;

import io.github.polystill.data.encoding.TokenLayout;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Experts of a served model that are no networks: linear models over TF-IDF of a text's features,
 * {@code (1 + ln(count)) idf}, scaled to a length of 1.
 *
 * @param layout which words of a text they read
 * @param features of each word of the vocabulary, as often as they occur in it; none of padding and
 *     unknown words
 * @param idf of each feature, at least 1
 * @param weights of each expert: one for each feature, the last one the intercept
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record LinearExperts(
    TokenLayout layout, int[][] features, double[] idf, List<float[]> weights) {
  public LinearExperts {
    weights = List.copyOf(weights);
  }

  /** The weights feature by feature, [features and intercept, experts]. */
  float[] byFeature() {
    float[] values = new float[Math.multiplyExact(idf.length + 1, weights.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.get(i % weights.size())[i / weights.size()];
    }
    return values;
  }
}
