package io.github.polystill.experiments.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.polystill.evaluation.TrainingRow;
import java.util.List;
import java.util.Optional;

/**
 * One row of results before they are figures: the trials that make up a model.
 *
 * @param architecture its name
 * @param training its training type
 * @param fold 0-based
 * @param seed of a repetition of the cross-validation; empty for the first
 * @param trials hashes in the ledger: one for a student, one per label for a teacher
 * @param classWeights chosen weight of each label of a teacher
 */
public record TrainedModel(
    String architecture,
    TrainingRow training,
    int fold,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> seed,
    List<String> trials,
    Optional<List<Double>> classWeights) {
  public TrainedModel {
    trials = List.copyOf(trials);
    classWeights = classWeights.map(List::copyOf);
  }
}
