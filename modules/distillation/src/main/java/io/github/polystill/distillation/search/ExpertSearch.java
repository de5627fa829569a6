package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.List;
import org.apiguardian.api.API;

/** Finds the expert of one label among networks that differ in their class weight. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface ExpertSearch {
  /** The networks that it may train for the label of these. */
  default List<ExpertSpec> trials(List<ExpertSpec> candidates) {
    return candidates;
  }

  /**
   * Trains what it needs and chooses.
   *
   * @param candidates the label's networks, all to be trained to their end
   * @param select figure of the validation documents that decides
   * @param priority of its first trials
   * @throws java.util.concurrent.CancellationException where a trial is not run here or the work is
   *     stopped
   */
  FoundExpert find(
      List<ExpertSpec> candidates,
      ValidationFigure select,
      TrialExecutor executor,
      TrialPriority priority);
}
