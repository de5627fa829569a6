package io.github.polystill.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import io.github.polystill.report.figures.LearningCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Learning curves out of the records of trials. Of these only the history is read: a ledger would
 * check the probabilities too, which a curve does without.
 */
final class RunCurves {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The part of a trial's record that is wanted. */
  private record Trained(TrainingHistory history) {}

  private final Path trials;

  RunCurves(Path trials) {
    this.trials = trials;
  }

  /**
   * Curves of the students and of the experts that a teacher is made of.
   *
   * @throws InvalidInputException where the record of a trial is missing or damaged
   */
  List<LearningCurve> read(List<TrainedModel> models) throws IOException {
    List<LearningCurve> curves = new ArrayList<>();
    for (TrainedModel model : models) {
      for (String hash : model.trials()) {
        curves.add(curve(model, history(hash)));
      }
    }
    return curves;
  }

  private TrainingHistory history(String hash) throws IOException {
    Path file = trials.resolve(hash).resolve(TrialLedger.RECORD);
    String problem = "missing, so a part of the run was deleted";
    if (Files.isRegularFile(file)) {
      try {
        TrainingHistory history = JSON.readValue(file.toFile(), Trained.class).history();
        if (history != null && history.bestEpoch() >= 1 && !history.epochs().isEmpty()) {
          return history;
        }
        problem = "holds no history";
      } catch (JsonProcessingException e) {
        problem = "damaged";
      }
    }
    throw new InvalidInputException(
        file
            + ": "
            + problem
            + "; start the run again with polystill run, which trains what is missing");
  }

  private static LearningCurve curve(TrainedModel model, TrainingHistory history) {
    return new LearningCurve(
        model.architecture(),
        model.training(),
        series(history, Epoch::trainingLoss),
        series(history, epoch -> epoch.validation().loss()),
        series(history, epoch -> epoch.validation().figure()),
        history.bestEpoch() - 1);
  }

  private static double[] series(TrainingHistory history, ToDoubleFunction<Epoch> value) {
    return history.epochs().stream().mapToDouble(value).toArray();
  }
}
