package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Trains one network per label, with class weight 1. Eq. (1) of METHOD.md is least where a logit is
 * {@code logit(p) + log W}, so another class weight W is stood for by adding log W to its logits.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class ShiftSearch implements ExpertSearch {
  @Override
  public List<ExpertSpec> trials(List<ExpertSpec> candidates) {
    return List.of(candidates.get(0).withClassWeight(1));
  }

  @Override
  public FoundExpert find(
      List<ExpertSpec> candidates,
      ValidationFigure select,
      TrialExecutor executor,
      TrialPriority priority) {
    Trained trained = Trained.all(trials(candidates), executor, priority).get(0);
    if (!trained.isSound()) {
      return new FoundExpert(
          Optional.empty(),
          trained.result().divergence().stream().toList(),
          trained.epochs(),
          Optional.empty());
    }
    FoundExpert.Expert expert = trained.expert(executor, priority);
    double chosen =
        classWeight(
            candidates.stream().map(ExpertSpec::classWeight).toList(),
            expert.trial().validationTruth(),
            expert.result().validationLogits(),
            select,
            expert.trial().settings().threshold());
    return new FoundExpert(
        Optional.of(new FoundExpert.Expert(expert.trial(), expert.result(), chosen)),
        List.of(),
        trained.epochs(),
        Optional.empty());
  }

  /**
   * Which class weight answers best.
   *
   * @param truth of the validation documents, [validation][1]
   * @param logits of a network that was trained with class weight 1, likewise
   */
  public static double classWeight(
      List<Double> classWeights,
      boolean[][] truth,
      float[][] logits,
      ValidationFigure select,
      double threshold) {
    List<ExpertChoice.Candidate> shifted = new ArrayList<>();
    for (double weight : classWeights) {
      float[][] probabilities =
          Sigmoid.of(FoundExpert.shifted(logits, FoundExpert.shift(weight, 1)));
      shifted.add(
          new ExpertChoice.Candidate(
              weight,
              select.of(truth, probabilities, threshold),
              ValidationFigure.LOSS.of(truth, probabilities, threshold)));
    }
    return classWeights.get(ExpertChoice.best(shifted, select));
  }

  /** All that decides what it chooses. */
  @Override
  public String toString() {
    return "shift";
  }
}
