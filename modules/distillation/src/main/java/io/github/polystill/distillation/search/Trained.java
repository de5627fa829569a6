package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.List;

/** A network of a search and what it has come to so far. */
record Trained(ExpertSpec trial, TrialResult result) {
  int epochs() {
    return result.divergence().isPresent()
        ? result.divergence().get().epoch()
        : result.history().epochs().size();
  }

  ExpertChoice.Candidate candidate(ValidationFigure select) {
    double figure =
        select == trial.settings().monitor()
            ? result.history().best().validation().figure()
            : figureOf(select);
    double loss = result.history().best().validation().loss();
    return new ExpertChoice.Candidate(trial.classWeight(), figure, loss);
  }

  private double figureOf(ValidationFigure select) {
    boolean[][] all = trial.truth();
    int[] validation = trial.data().fold().validation();
    boolean[][] truth = new boolean[validation.length][];
    for (int i = 0; i < validation.length; i++) {
      truth[i] = all[validation[i]];
    }
    float[][] probabilities = Sigmoid.of(result.validationLogits());
    return select.of(truth, probabilities, trial.settings().threshold());
  }

  static Trained best(List<Trained> some, ValidationFigure select) {
    return some.get(
        ExpertChoice.best(some.stream().map(it -> it.candidate(select)).toList(), select));
  }
}
