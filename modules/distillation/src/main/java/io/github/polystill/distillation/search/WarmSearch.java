package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apiguardian.api.API;

/**
 * The grid with warm starts, as along a path of penalties (Friedman, Hastie and Tibshirani, Journal
 * of Statistical Software 2010): the network whose class weight is nearest 1 learns from the
 * beginning, each further one from the best weights of its neighbour on that side, with a fresh
 * optimiser. Where the neighbour diverged, it starts where that one did.
 *
 * @param kept how many networks answer, as {@link GridSearch} has it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record WarmSearch(int kept) implements ExpertSearch {
  @Override
  public List<ExpertSpec> trials(List<ExpertSpec> candidates) {
    return outward(
        candidates,
        (trial, before) -> before.map(it -> trial.after(it, Optional.empty())).orElse(trial));
  }

  /** One after the other, as each needs the one before; other labels are searched meanwhile. */
  @Override
  public FoundExpert find(
      List<ExpertSpec> candidates,
      ValidationFigure select,
      TrialExecutor executor,
      TrialPriority priority) {
    TrialPriority soon = priority.in(TrialPriority.Stage.CONTINUED);
    List<Trained> all =
        outward(
            candidates,
            (trial, before) -> {
              ExpertSpec next = before.map(it -> after(it, trial)).orElse(trial);
              TrialPriority when = before.isPresent() ? soon : priority;
              return Trained.all(List.of(next), executor, when).get(0);
            });
    return GridSearch.choose(all, kept, select, executor, priority);
  }

  private static ExpertSpec after(Trained before, ExpertSpec trial) {
    return before.isSound()
        ? trial.after(before.trial(), Optional.of(before.result()))
        : before
            .trial()
            .neighbour()
            .map(it -> trial.after(it, before.trial().before()))
            .orElse(trial);
  }

  /** Does something with each network and what came of its neighbour; the first has none. */
  private static <T> List<T> outward(
      List<ExpertSpec> candidates, BiFunction<ExpertSpec, Optional<T>, T> step) {
    List<ExpertSpec> outward =
        candidates.stream()
            .sorted(
                Comparator.<ExpertSpec>comparingDouble(
                        it -> Math.abs(StrictMath.log(it.classWeight())))
                    .thenComparingDouble(ExpertSpec::classWeight))
            .toList();
    ExpertSpec first = outward.get(0);
    T middle = step.apply(first, Optional.empty());
    List<T> all = new ArrayList<>(List.of(middle));
    Map<Boolean, T> lastOfSide = new HashMap<>();
    for (ExpertSpec trial : outward.subList(1, outward.size())) {
      boolean above = trial.classWeight() > first.classWeight();
      T next = step.apply(trial, Optional.of(lastOfSide.getOrDefault(above, middle)));
      lastOfSide.put(above, next);
      all.add(next);
    }
    return all;
  }

  /** All that decides what it chooses. */
  @Override
  public String toString() {
    return kept == 1 ? "warm" : "warm, mean of the best " + kept;
  }
}
