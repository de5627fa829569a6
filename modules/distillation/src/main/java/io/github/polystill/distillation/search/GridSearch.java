package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.List;
import java.util.Optional;
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
    List<Trained> all = Trained.all(candidates, executor, priority);
    List<Trained> sound = all.stream().filter(Trained::isSound).toList();
    Optional<FoundExpert.Expert> expert = Optional.empty();
    if (!sound.isEmpty()) {
      Trained best = Trained.best(sound, select);
      sound.stream()
          .filter(other -> !other.equals(best))
          .forEach(other -> executor.release(other.trial()));
      expert = Optional.of(best.expert(executor, priority));
    }
    return new FoundExpert(
        expert,
        all.stream().flatMap(it -> it.result().divergence().stream()).toList(),
        sound.stream().mapToInt(Trained::epochs).sum(),
        Optional.empty());
  }

  /** All that decides what it chooses. */
  @Override
  public String toString() {
    return "grid";
  }
}
