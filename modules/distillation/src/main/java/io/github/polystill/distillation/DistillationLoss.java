package io.github.polystill.distillation;

import io.github.polystill.distillation.trial.Targets;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.util.Map;
import org.apiguardian.api.API;

/** How a student learns responses. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@FunctionalInterface
public interface DistillationLoss {
  /**
   * Plain binary cross-entropy against the teacher's probabilities in place of the true labels
   * (METHOD.md, eq. 2): {@code L_S = -mean[ r log(z) + (1 - r) log(1 - z) ]}.
   */
  DistillationLoss RESPONSES =
      (responses, data) ->
          new Targets(
              responses.probabilitiesFor(data),
              WeightedCrossEntropy.PLAIN,
              Map.of("responses", responses.source()));

  /**
   * What a student is to learn of some responses. The {@linkplain Targets#source source} has all
   * that decides it, numbers of the loss included.
   *
   * @throws io.github.polystill.data.InvalidInputException where a label or a training document has
   *     no answer
   */
  Targets targets(Responses responses, TrainingData data);
}
