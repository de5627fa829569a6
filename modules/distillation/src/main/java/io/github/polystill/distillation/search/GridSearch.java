package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The paper's search: every network is trained to its end.
 *
 * @param kept how many networks answer, the best; by the mean of their logits, which are shifted to
 *     the class weight of the best, so that they have one operating point
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record GridSearch(int kept) implements ExpertSearch {
  /** The best alone, as in the paper. */
  public GridSearch() {
    this(1);
  }

  @Override
  public FoundExpert find(
      List<ExpertSpec> candidates,
      ValidationFigure select,
      TrialExecutor executor,
      TrialPriority priority) {
    return choose(Trained.all(candidates, executor, priority), kept, select, executor, priority);
  }

  /** Chooses among networks that are trained to their end; what is not chosen is released. */
  static FoundExpert choose(
      List<Trained> all,
      int kept,
      ValidationFigure select,
      TrialExecutor executor,
      TrialPriority priority) {
    List<Trained> sound = all.stream().filter(Trained::isSound).toList();
    Optional<FoundExpert.Expert> expert = Optional.empty();
    if (!sound.isEmpty()) {
      List<Trained> bestFirst = Trained.bestFirst(sound, select);
      FoundExpert.Expert best = bestFirst.get(0).expert(executor, priority);
      List<FoundExpert.Expert> others =
          bestFirst.stream()
              .limit(kept)
              .skip(1)
              .map(it -> it.expert(executor, priority))
              .map(it -> new FoundExpert.Expert(it.trial(), it.result(), best.classWeight()))
              .toList();
      bestFirst.stream().skip(kept).forEach(other -> executor.release(other.trial()));
      expert =
          Optional.of(
              new FoundExpert.Expert(best.trial(), best.result(), best.classWeight(), others));
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
    return kept == 1 ? "grid" : "grid, mean of the best " + kept;
  }
}
