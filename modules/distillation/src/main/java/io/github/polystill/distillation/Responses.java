package io.github.polystill.distillation;

import java.util.List;

/** The teacher's answers: one probability per document and label (METHOD.md, pipeline step 4). */
public final class Responses {
  private Responses() {}

  /**
   * Puts the experts' answers side by side.
   *
   * @param experts probabilities of each label's expert, [documents][1] each, in label order
   * @return [documents][labels]
   */
  public static float[][] join(List<float[][]> experts) {
    float[][] responses = new float[experts.get(0).length][experts.size()];
    for (int label = 0; label < experts.size(); label++) {
      for (int i = 0; i < responses.length; i++) {
        responses[i][label] = experts.get(label)[i][0];
      }
    }
    return responses;
  }
}
