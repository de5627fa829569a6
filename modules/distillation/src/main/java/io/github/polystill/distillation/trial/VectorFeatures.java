package io.github.polystill.distillation.trial;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import java.util.Map;

/** The values of a text's vector, of mean 0 and deviation 1 over the training texts. */
final class VectorFeatures implements LinearFeatures<float[]> {
  private static final String MEANS = "means";
  private static final String DEVIATIONS = "deviations";

  private final float[] means;
  private final float[] deviations;

  /** Those of an expert that was trained. */
  VectorFeatures(Map<String, float[]> kept) {
    this.means = kept.get(MEANS);
    this.deviations = kept.get(DEVIATIONS);
  }

  /** Of training texts, labelled or not. */
  static VectorFeatures of(TrainingData data, float[][] vectors) {
    int[] documents = data.fold().texts();
    int size = vectors[0].length;
    double[] means = new double[size];
    double[] squares = new double[size];
    for (int document : documents) {
      for (int i = 0; i < size; i++) {
        means[i] += vectors[document][i] / documents.length;
      }
    }
    for (int document : documents) {
      for (int i = 0; i < size; i++) {
        double off = vectors[document][i] - means[i];
        squares[i] += off * off / documents.length;
      }
    }
    float[] kept = new float[size];
    float[] deviations = new float[size];
    for (int i = 0; i < size; i++) {
      kept[i] = (float) means[i];
      deviations[i] = squares[i] > 0 ? (float) Math.sqrt(squares[i]) : 1;
    }
    return new VectorFeatures(Map.of(MEANS, kept, DEVIATIONS, deviations));
  }

  @Override
  public int size() {
    return means.length;
  }

  @Override
  public Feature[] of(float[] vector) {
    Feature[] features = new Feature[vector.length + 1];
    for (int i = 0; i < vector.length; i++) {
      features[i] = new FeatureNode(i + 1, ((double) vector[i] - means[i]) / deviations[i]);
    }
    features[vector.length] = new FeatureNode(vector.length + 1, 1);
    return features;
  }

  @Override
  public boolean hasPenalisedIntercept() {
    return false;
  }

  @Override
  public Map<String, float[]> kept() {
    return Map.of(MEANS, means, DEVIATIONS, deviations);
  }
}
