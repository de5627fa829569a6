package io.github.polystill.distillation;

import io.github.polystill.distillation.trial.StudentSpec;
import io.github.polystill.distillation.trial.Targets;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrainingSettings;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apiguardian.api.API;

/**
 * Trains one multi-label network (METHOD.md, pipeline step 5).
 *
 * @param settings of the network
 * @param loss how responses are learnt
 * @param priority of its trials but for their stage
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StudentTrainer(
    TrainingSettings settings, DistillationLoss loss, TrialPriority priority) {
  /** The student that learns the true labels. */
  public CompletableFuture<TrialResult> standalone(TrainingData data, TrialExecutor executor) {
    return executor.submitForWeights(
        standaloneTrial(data), priority.in(TrialPriority.Stage.STANDALONE));
  }

  /** The trial of that student. */
  public StudentSpec standaloneTrial(TrainingData data) {
    return new StudentSpec(
        key(data, TrainingRow.STANDALONE, Optional.empty()),
        data,
        settings,
        Targets.trueLabels(data));
  }

  /**
   * The student that learns a teacher's responses instead.
   *
   * @param teacher architecture of the experts, or a name for what else has answered
   */
  public CompletableFuture<TrialResult> distilled(
      TrainingData data, String teacher, Responses responses, TrialExecutor executor) {
    return executor.submitForWeights(
        distilledTrial(data, teacher, responses), priority.in(TrialPriority.Stage.DISTILLED));
  }

  /** The trial of that student. */
  public StudentSpec distilledTrial(TrainingData data, String teacher, Responses responses) {
    return new StudentSpec(
        key(data, TrainingRow.DISTILLED, Optional.of(teacher)),
        data,
        settings,
        loss.targets(responses, data));
  }

  private ModelKey key(TrainingData data, TrainingRow row, Optional<String> teacher) {
    return new ModelKey(
        data.seed(),
        data.fold().index(),
        teacher,
        Optional.of(settings.architecture().name()),
        row);
  }
}
