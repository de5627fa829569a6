package io.github.polystill.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Figures of a model on the test part of its fold.
 *
 * @param key which model; of all seeds with theirs where a run has several
 * @param classWeights the positive-class weight that the teacher chose, by label; empty for
 *     students
 * @param settings that were chosen for a student on validation data, by key
 * @param fidelity of a distilled student to its teacher, by part of the fold in the order {@code
 *     train}, {@code unlabelled}, {@code validation}, {@code test}, as far as the teacher has
 *     answered them; empty for others
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record FoldEvaluation(
    ModelKey key,
    MultiLabelEvaluation evaluation,
    Map<String, Double> classWeights,
    Map<String, Double> settings,
    Map<String, Fidelity> fidelity) {
  public FoldEvaluation {
    classWeights = Map.copyOf(classWeights);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    fidelity = Collections.unmodifiableMap(new LinkedHashMap<>(fidelity));
  }

  /** The same of other than a distilled student. */
  public FoldEvaluation(
      ModelKey key,
      MultiLabelEvaluation evaluation,
      Map<String, Double> classWeights,
      Map<String, Double> settings) {
    this(key, evaluation, classWeights, settings, Map.of());
  }

  /** The same of a model for which no settings were chosen. */
  public FoldEvaluation(
      ModelKey key, MultiLabelEvaluation evaluation, Map<String, Double> classWeights) {
    this(key, evaluation, classWeights, Map.of());
  }

  /** The same without class weights. */
  public FoldEvaluation(ModelKey key, MultiLabelEvaluation evaluation) {
    this(key, evaluation, Map.of());
  }

  /** The same where the first cross-validation is to be named too, see {@link ModelKey#orSeed}. */
  public FoldEvaluation orSeed(long first) {
    return new FoldEvaluation(key.orSeed(first), evaluation, classWeights, settings, fidelity);
  }

  /** The same with other fidelity. */
  public FoldEvaluation withFidelity(Map<String, Fidelity> other) {
    return new FoldEvaluation(key, evaluation, classWeights, settings, other);
  }

  /** Architecture of the model, see {@link ModelKey#name()}; the name of a baseline. */
  public String architecture() {
    return key.name();
  }

  /** How it was trained. */
  public TrainingRow training() {
    return key.training();
  }
}
