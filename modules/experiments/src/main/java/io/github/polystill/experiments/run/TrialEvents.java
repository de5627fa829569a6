package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.tensorboard.ScalarEvents;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.function.Failable;

/**
 * How one trial learns, for TensorBoard: loss, validation figure and learning rate, a step per
 * epoch. What a trial has behind it is written from its history where the file lacks it, so a run
 * that goes on has every epoch once.
 */
record TrialEvents(ScalarEvents events, TrialSpec trial) {
  /** Events of a trial, in the directory of the experiment's. */
  static TrialEvents of(Path root, TrialSpec trial) {
    return new TrialEvents(
        new ScalarEvents(directory(root, trial.name()), trial.whole().hex()), trial);
  }

  /** Such as {@code fold0/textcnn/teacher/藥物/W=0.5}; TensorBoard shows it as a run's name. */
  private static Path directory(Path root, TrialName name) {
    ModelKey model = name.model();
    String seed = model.seed().isPresent() ? "-seed" + model.seed().getAsLong() : "";
    Path directory = root.resolve("fold" + model.fold() + seed);
    directory = directory.resolve(fileName(model.name())).resolve(model.training().key());
    if (name.label().isPresent()) {
      directory = directory.resolve(fileName(name.label().get()));
    }
    Optional<Double> weight = name.classWeight();
    if (weight.isPresent()) {
      directory = directory.resolve("W=" + TrialName.plain(weight.get()));
    }
    if (name.heldOut().isPresent()) {
      directory = directory.resolve("without" + name.heldOut().getAsInt());
    }
    return name.variant().map(directory::resolve).orElse(directory);
  }

  /** A name in which everything but letters, digits, - and _ is written by its number. */
  static String fileName(String name) {
    StringBuilder encoded = new StringBuilder();
    name.codePoints()
        .forEach(
            point -> {
              if (Character.isLetterOrDigit(point) || point == '-' || point == '_') {
                encoded.appendCodePoint(point);
              } else {
                encoded.append(String.format(Locale.ROOT, "%%%X.", point));
              }
            });
    return encoded.toString();
  }

  /** Before training, or before it goes on after what a history tells. */
  void startAfter(TrainingHistory history) throws IOException {
    events.startAfter(steps(history));
  }

  /** Where training is not needed. */
  void holdAtLeast(TrainingHistory history) throws IOException {
    events.holdAtLeast(steps(history));
  }

  /** After an epoch of training. */
  void add(Epoch epoch) {
    Failable.run(() -> events.add(epoch.number(), numbers(epoch)));
  }

  private List<Map<String, Double>> steps(TrainingHistory history) {
    return history.epochs().stream().map(this::numbers).toList();
  }

  private Map<String, Double> numbers(Epoch epoch) {
    OptimisationSettings settings = trial.settings().optimisation();
    int documents = trial.learntTexts().size();
    int steps = (documents + settings.batchSize() - 1) / settings.batchSize();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("loss/training", epoch.trainingLoss());
    if (trial.data().fold().validation().length > 0) {
      numbers.put("loss/validation", epoch.validation().loss());
      numbers.put("validation/" + trial.settings().monitor().key(), epoch.validation().figure());
    }
    numbers.put("learning_rate", settings.learningRate(epoch.number() * steps, documents));
    return numbers;
  }
}
