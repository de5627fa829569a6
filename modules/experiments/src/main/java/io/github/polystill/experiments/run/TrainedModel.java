package io.github.polystill.experiments.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of results before they are figures: the trials that make up a model.
 *
 * @param key which model
 * @param trials ids in the ledger: one for a student, one per label for a teacher
 * @param classWeights chosen weight of each label of a teacher
 */
public record TrainedModel(ModelKey key, List<String> trials, Optional<List<Double>> classWeights) {
  public TrainedModel {
    trials = List.copyOf(trials);
    classWeights = classWeights.map(List::copyOf);
  }

  /** A model of one trial. */
  static TrainedModel student(ModelKey key, String trial) {
    return new TrainedModel(key, List.of(trial), Optional.empty());
  }

  /** Architecture of its network or networks; the name of a baseline. */
  public String architecture() {
    return key.architecture();
  }

  public TrainingRow training() {
    return key.training();
  }

  public int fold() {
    return key.fold();
  }

  /**
   * What is to be added to the logits of one of its trials.
   *
   * @param trial its name, with the class weight that it was trained with
   */
  public double shift(int index, TrialName trial) {
    return classWeights.isEmpty()
        ? 0
        : FoundExpert.shift(classWeights.get().get(index), trial.classWeight().orElseThrow());
  }

  @JsonValue
  Map<String, Object> fields() {
    Map<String, Object> fields = key.fields();
    fields.put("trials", trials);
    fields.put("classWeights", classWeights.orElse(null));
    return fields;
  }

  @JsonCreator
  static TrainedModel of(
      @JsonProperty(value = "architecture", required = true) String architecture,
      @JsonProperty("teacher") @JsonSetter(nulls = Nulls.SET) String teacher,
      @JsonProperty(value = "training", required = true) TrainingRow training,
      @JsonProperty(value = "fold", required = true) int fold,
      @JsonProperty("seed") Long seed,
      @JsonProperty(value = "trials", required = true) List<String> trials,
      @JsonProperty("classWeights") @JsonSetter(nulls = Nulls.SET) List<Double> classWeights) {
    return new TrainedModel(
        ModelKey.ofFields(architecture, teacher, training, fold, seed),
        trials,
        Optional.ofNullable(classWeights));
  }
}
