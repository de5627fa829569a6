package io.github.polystill.experiments.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.polystill.evaluation.TrainingRow;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a trial trains, for people to read.
 *
 * @param fold counted from 0
 * @param seed of a repetition of the cross-validation; empty for the first
 * @param architecture name
 * @param training type
 * @param label of a teacher's binary network
 * @param classWeight of a teacher's binary network
 */
public record TrialLabel(
    int fold,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> seed,
    String architecture,
    TrainingRow training,
    Optional<String> label,
    Optional<Double> classWeight) {

  /** A trial of a run's only or first cross-validation. */
  public TrialLabel(
      int fold,
      String architecture,
      TrainingRow training,
      Optional<String> label,
      Optional<Double> classWeight) {
    this(fold, Optional.empty(), architecture, training, label, classWeight);
  }

  /** Such as {@code fold 0 textcnn teacher 藥物 W=0.5}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("fold ").append(fold);
    seed.ifPresent(it -> out.append(" seed ").append(it));
    out.append(' ').append(architecture);
    out.append(' ').append(training.key());
    label.ifPresent(name -> out.append(' ').append(name));
    classWeight.map(TrialLabel::plain).ifPresent(weight -> out.append(" W=").append(weight));
    return out.toString();
  }

  /** Such as {@code 0.5} or {@code 3}. */
  static String plain(double weight) {
    return BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
  }
}
