package io.github.polystill.models.savedmodel;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a served model says of one text.
 *
 * @param probabilities of all labels in the model's order, each in 0..1
 * @param labels those predicted, in the model's order
 * @param attention what the network looked at, if it has attention
 */
@API(status = API.Status.STABLE, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record Prediction(
    float[] probabilities, List<String> labels, Optional<Attention> attention) {

  /**
   * Weights beside the tokens of a text, as they were given: 0 for tokens that are no word and
   * words beyond the model's length. A student has one attention, a teacher one for each label.
   *
   * @param words weight of each token in its text, or in its sentence where there are sentences;
   *     [attentions][tokens]
   * @param sentences weight of the sentence that each token is in, [attentions][tokens]; empty
   *     where the model reads no sentences
   * @param sentence which sentence each token is in, -1 for none; empty where the model reads none
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Attention(
      float[][] words, Optional<float[][]> sentences, Optional<int[]> sentence) {}
}
