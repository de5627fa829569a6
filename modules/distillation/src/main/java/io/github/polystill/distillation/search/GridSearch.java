package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.training.Divergence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apiguardian.api.API;

/** The paper's search: every network is trained to its end. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class GridSearch implements ExpertSearch {
  @Override
  public FoundExpert find(
      List<ExpertSpec> candidates,
      ValidationFigure select,
      TrialExecutor executor,
      TrialPriority priority) {
    List<CompletableFuture<TrialResult>> submitted =
        candidates.stream().map(trial -> executor.submit(trial, priority)).toList();
    List<Trained> sound = new ArrayList<>();
    List<Divergence> divergences = new ArrayList<>();
    for (int i = 0; i < submitted.size(); i++) {
      TrialResult result = TrialExecutor.join(submitted.get(i));
      if (result.divergence().isPresent()) {
        divergences.add(result.divergence().get());
      } else {
        sound.add(new Trained(candidates.get(i), result));
      }
    }
    int epochs = sound.stream().mapToInt(Trained::epochs).sum();
    if (sound.isEmpty()) {
      return new FoundExpert(Optional.empty(), divergences, epochs, Optional.empty());
    }
    Trained best = Trained.best(sound, select);
    for (Trained other : sound) {
      if (!other.equals(best)) {
        executor.release(other.trial());
      }
    }
    TrialResult kept =
        best.result().hasWeights()
            ? best.result()
            : TrialExecutor.join(executor.submitForWeights(best.trial(), priority));
    return new FoundExpert(
        Optional.of(new FoundExpert.Expert(best.trial(), kept)),
        divergences,
        epochs,
        Optional.empty());
  }

  /** All that decides what it chooses. */
  @Override
  public String toString() {
    return "grid";
  }
}
