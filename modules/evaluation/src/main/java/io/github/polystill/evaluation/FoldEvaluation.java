package io.github.polystill.evaluation;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Figures of one architecture and training type on the test part of one fold.
 *
 * @param architecture as in the experiment file, such as {@code textcnn}
 * @param training teacher, standalone or distilled
 * @param fold 0-based
 * @param seed of the cross-validation that the fold belongs to, where a run has several
 * @param classWeights the positive-class weight that the teacher chose, by label; empty for
 *     students
 */
public record FoldEvaluation(
    String architecture,
    String training,
    int fold,
    OptionalLong seed,
    MultiLabelEvaluation evaluation,
    Map<String, Double> classWeights) {
  /**
   * Checks the training type.
   *
   * @throws IllegalArgumentException if it is none of the three
   */
  public FoldEvaluation {
    TrainingRow.ofKey(training);
    classWeights = Map.copyOf(classWeights);
  }

  /** Figures of a run's only cross-validation. */
  public FoldEvaluation(
      String architecture,
      String training,
      int fold,
      MultiLabelEvaluation evaluation,
      Map<String, Double> classWeights) {
    this(architecture, training, fold, OptionalLong.empty(), evaluation, classWeights);
  }

  /** The same without class weights. */
  public FoldEvaluation(
      String architecture, String training, int fold, MultiLabelEvaluation evaluation) {
    this(architecture, training, fold, evaluation, Map.of());
  }

  /** The same as of one of several cross-validations. */
  public FoldEvaluation withSeed(long other) {
    return new FoldEvaluation(
        architecture, training, fold, OptionalLong.of(other), evaluation, classWeights);
  }

  /** Such as {@code textcnn teacher fold 1 seed 2}. */
  public String name() {
    String name = architecture + " " + training + " fold " + fold;
    return seed.isPresent() ? name + " seed " + seed.getAsLong() : name;
  }

  /** The row of Table 1 that this belongs to. */
  public TrainingRow row() {
    return TrainingRow.ofKey(training);
  }
}
