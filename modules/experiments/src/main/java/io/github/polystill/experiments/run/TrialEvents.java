package io.github.polystill.experiments.run;

import io.github.polystill.distillation.Trial;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.tensorboard.ScalarEvents;
import io.github.polystill.models.training.Epoch;
import io.github.polystill.models.training.TrainingHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How one trial learns, for TensorBoard: loss, validation figure and learning rate, a step per
 * epoch. What a trial has behind it is written from its history where the file lacks it, so a run
 * that goes on has every epoch once.
 */
final class TrialEvents {
  private final ScalarEvents events;
  private final Trial trial;
  private final int documents;

  private TrialEvents(ScalarEvents events, Trial trial, int documents) {
    this.events = events;
    this.trial = trial;
    this.documents = documents;
  }

  /**
   * Events of a trial.
   *
   * @param root directory of the experiment's events
   * @param documents of the training part
   */
  static TrialEvents of(Path root, TrialLabel label, String hash, Trial trial, int documents) {
    return new TrialEvents(new ScalarEvents(directory(root, label), hash), trial, documents);
  }

  /** Such as {@code fold0/textcnn/teacher/藥物/W=0.5}; TensorBoard shows it as a run's name. */
  private static Path directory(Path root, TrialLabel label) {
    Path directory =
        root.resolve("fold" + label.fold() + label.seed().map(it -> "-seed" + it).orElse(""));
    directory = directory.resolve(fileName(label.architecture())).resolve(label.training().key());
    if (label.label().isPresent()) {
      directory = directory.resolve(fileName(label.label().get()));
    }
    Optional<Double> weight = label.classWeight();
    return weight.isPresent()
        ? directory.resolve("W=" + TrialLabel.plain(weight.get()))
        : directory;
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
    try {
      events.add(epoch.number(), numbers(epoch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Map<String, Double>> steps(TrainingHistory history) {
    return history.epochs().stream().map(this::numbers).toList();
  }

  private Map<String, Double> numbers(Epoch epoch) {
    OptimisationSettings settings = trial.optimisation();
    int steps = (documents + settings.batchSize() - 1) / settings.batchSize();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("loss/training", epoch.trainingLoss());
    numbers.put("loss/validation", epoch.validation().loss());
    numbers.put(
        "validation/" + trial.watch().figure().key(), Math.abs(epoch.validation().figure()));
    numbers.put("learning_rate", settings.learningRate(epoch.number() * steps, documents));
    return numbers;
  }
}
