package io.github.polystill.cli;

import io.github.polystill.evaluation.thresholds.ThresholdChoice;

/** Where thresholds come from, such as {@code per-label}. */
final class ThresholdChoiceConverter extends KeyConverter<ThresholdChoice> {
  ThresholdChoiceConverter() {
    super(ThresholdChoice.values(), ThresholdChoice::key);
  }
}
