package io.github.polystill.cli;

import io.github.polystill.evaluation.TrainingRow;

/** Training types that have models, such as {@code distilled}. */
final class TrainingRowConverter extends KeyConverter<TrainingRow> {
  TrainingRowConverter() {
    super(TrainingRow.TRAINED.toArray(TrainingRow[]::new), TrainingRow::key);
  }
}
