package io.github.polystill.cli;

import io.github.polystill.evaluation.TrainingRow;

/** Training types, such as {@code distilled}. */
final class TrainingRowConverter extends KeyConverter<TrainingRow> {
  TrainingRowConverter() {
    super(TrainingRow.values(), TrainingRow::key);
  }
}
