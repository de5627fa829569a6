package io.github.polystill.experiments.reproduction;

import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is compared of a trial.
 *
 * @param trial what was trained
 * @param hash its name in the run directory
 * @param logits SHA-256 of its logits of all documents
 * @param history its epochs, where they are kept
 */
record TrialRecord(TrialName trial, String hash, String logits, Optional<TrainingHistory> history) {

  /** What is trained first comes first: a distilled student depends on experts. */
  static Comparator<TrialRecord> order(List<String> architectures) {
    return Comparator.<TrialRecord>comparingLong(
            it -> it.trial().model().seed().orElse(Long.MIN_VALUE))
        .thenComparingInt(it -> it.trial().model().fold())
        .thenComparingInt(it -> architectures.indexOf(it.trial().architecture()))
        .thenComparing(it -> it.trial().training())
        .thenComparing(it -> it.trial().label().orElse(""))
        .thenComparingDouble(it -> it.trial().classWeight().orElse(0.0));
  }

  /** How another training of the same differs from this one; empty where it does not. */
  Optional<String> differenceTo(TrialRecord other) {
    if (history.isPresent() && other.history().isPresent()) {
      Optional<String> epoch = firstEpoch(history.get(), other.history().get());
      if (epoch.isPresent()) {
        return epoch;
      }
    }
    return logits.equals(other.logits()) ? Optional.empty() : Optional.of("the logits");
  }

  private static Optional<String> firstEpoch(TrainingHistory before, TrainingHistory now) {
    int both = Math.min(before.epochs().size(), now.epochs().size());
    for (int i = 0; i < both; i++) {
      Epoch one = before.epochs().get(i);
      Epoch other = now.epochs().get(i);
      String where = "epoch " + one.number() + ": ";
      if (one.trainingLoss() != other.trainingLoss()) {
        return Optional.of(
            where + change("training loss", one.trainingLoss(), other.trainingLoss()));
      }
      double lossBefore = one.validation().loss();
      double lossNow = other.validation().loss();
      if (lossBefore != lossNow) {
        return Optional.of(where + change("validation loss", lossBefore, lossNow));
      }
      double figureBefore = one.validation().figure();
      double figureNow = other.validation().figure();
      if (figureBefore != figureNow) {
        return Optional.of(where + change("validation figure", figureBefore, figureNow));
      }
    }
    return before.epochs().size() == now.epochs().size()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d epochs before, %d now",
                before.epochs().size(),
                now.epochs().size()));
  }

  private static String change(String what, double before, double now) {
    return what + " " + before + " before, " + now + " now";
  }
}
