package io.github.polystill.evaluation;

/** F1 of one label, the figure by which the teacher's class weights are chosen. */
public final class BinaryF1 {
  private BinaryF1() {}

  /**
   * Computes {@code 2*TP / (2*TP + FP + FN)}, 0 where nothing is true and nothing is predicted.
   *
   * @param truth [documents]
   * @param probabilities [documents]
   * @param threshold the label is predicted where the probability exceeds it
   */
  public static double f1(boolean[] truth, float[] probabilities, double threshold) {
    if (truth.length != probabilities.length) {
      throw new IllegalArgumentException(
          truth.length + " truths, " + probabilities.length + " probabilities");
    }
    int hits = 0;
    int trueOrPredicted = 0;
    for (int i = 0; i < truth.length; i++) {
      int isTrue = truth[i] ? 1 : 0;
      int isPredicted = probabilities[i] > threshold ? 1 : 0;
      hits += isTrue & isPredicted;
      trueOrPredicted += isTrue + isPredicted;
    }
    return trueOrPredicted == 0 ? 0 : 2.0 * hits / trueOrPredicted;
  }
}
