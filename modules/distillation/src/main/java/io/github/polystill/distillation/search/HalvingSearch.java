package io.github.polystill.distillation.search;

import io.github.polystill.distillation.search.HalvingPlan.Rung;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.training.Divergence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apiguardian.api.API;

/**
 * Successive halving (Jamieson and Talwalkar 2016): all networks are trained for a few epochs, the
 * better ones go on, and so forth until one is left. They are compared as the full grid compares
 * them, by the best weights they had so far. An expert that goes on takes up its checkpoint, so
 * nothing is trained twice and the last one is bit for bit that of the grid.
 *
 * <p>Should all that are left diverge, the search starts again with those that it had dropped.
 *
 * @param eta one of so many candidates stays on each rung, and the next has so many times the
 *     epochs
 * @param minEpochs of the first rung
 * @param compareWithGrid whether all others are trained to their end afterwards, only to say
 *     whether the grid would have chosen the same
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record HalvingSearch(int eta, int minEpochs, boolean compareWithGrid)
    implements ExpertSearch {
  @Override
  public FoundExpert find(
      List<ExpertSpec> candidates,
      ValidationFigure select,
      TrialExecutor executor,
      TrialPriority priority) {
    return new Label(candidates, select, executor, priority).find();
  }

  /** All that decides what it chooses. */
  @Override
  public String toString() {
    return "halving " + eta + " " + minEpochs;
  }

  /** The search for one label. */
  private final class Label {
    private final List<ExpertSpec> candidates;
    private final ValidationFigure select;
    private final TrialExecutor executor;
    private final TrialPriority priority;
    private final List<Rung> rungs;
    private final Map<Double, Divergence> divergences = new HashMap<>();
    private final Map<Double, Integer> reached = new HashMap<>();
    private int epochs;

    Label(
        List<ExpertSpec> candidates,
        ValidationFigure select,
        TrialExecutor executor,
        TrialPriority priority) {
      this.candidates = candidates;
      this.select = select;
      this.executor = executor;
      this.priority = priority;
      int most = candidates.get(0).settings().optimisation().epochs();
      this.rungs = HalvingPlan.of(eta, minEpochs, candidates.size(), most).rungs();
    }

    FoundExpert find() {
      Optional<Trained> winner = Optional.empty();
      List<ExpertSpec> left = candidates;
      while (winner.isEmpty() && !left.isEmpty()) {
        winner = climb(left);
        // Where all that were left have diverged, those that had to go before may be sound.
        left =
            candidates.stream().filter(it -> !divergences.containsKey(it.classWeight())).toList();
      }
      Optional<FoundExpert.Expert> expert = winner.map(it -> it.expert(executor, priority));
      return new FoundExpert(
          expert,
          List.copyOf(divergences.values()),
          epochs,
          expert
              .filter(it -> compareWithGrid && it.trial().data().heldOut().isEmpty())
              .map(it -> grid(it.trial())));
    }

    private Optional<Trained> climb(List<ExpertSpec> first) {
      List<Trained> running = train(first, 0, List.of());
      for (int rung = 0; ; rung++) {
        List<Trained> bestFirst = bestFirst(running);
        int survivors = Math.min(bestFirst.size(), rungs.get(rung).survivors());
        for (Trained loser : bestFirst.subList(survivors, bestFirst.size())) {
          end(loser, rung);
          executor.release(loser.trial().toItsEnd());
        }
        if (survivors == 0) {
          return Optional.empty();
        }
        List<Trained> kept = bestFirst.subList(0, survivors);
        if (rung == rungs.size() - 1) {
          end(kept.get(0), rung);
          return Optional.of(kept.get(0));
        }
        // In the order of the settings, so that the last tie-break is that of the grid.
        List<ExpertSpec> next =
            running.stream().filter(kept::contains).map(Trained::trial).toList();
        running = train(next, rung + 1, kept);
      }
    }

    /** Trains networks up to a rung, each from where it was; those that diverge are out. */
    private List<Trained> train(List<ExpertSpec> trials, int rung, List<Trained> before) {
      TrialPriority when = rung == 0 ? priority : priority.in(TrialPriority.Stage.CONTINUED);
      List<CompletableFuture<TrialResult>> submitted = new ArrayList<>();
      for (ExpertSpec trial : trials) {
        Optional<TrialResult> from =
            before.stream()
                .filter(it -> it.trial().classWeight() == trial.classWeight())
                .map(Trained::result)
                .findFirst();
        boolean over =
            from.isPresent() && from.get().history().ended(trial.settings().optimisation());
        submitted.add(
            over
                ? CompletableFuture.completedFuture(from.get())
                : executor.submit(trial.upTo(rungs.get(rung).epochs(), from), when));
      }
      List<Trained> trained = Trained.join(trials, submitted);
      for (Trained each : trained) {
        if (!each.isSound()) {
          end(each, rung);
          divergences.put(each.trial().classWeight(), each.result().divergence().get());
        }
      }
      return trained.stream().filter(Trained::isSound).toList();
    }

    private List<Trained> bestFirst(List<Trained> some) {
      List<Trained> left = new ArrayList<>(some);
      List<Trained> sorted = new ArrayList<>();
      while (!left.isEmpty()) {
        Trained best = Trained.best(left, select);
        left.remove(best);
        sorted.add(best);
      }
      return sorted;
    }

    /** Counts what a network cost and gives up its checkpoints. */
    private void end(Trained trained, int rung) {
      // After a new start the executor may know how far it came; what goes beyond that was trained
      // from the first epoch, as its checkpoints were gone.
      double weight = trained.trial().classWeight();
      if (trained.epochs() > reached.getOrDefault(weight, 0)) {
        reached.put(weight, trained.epochs());
        epochs += trained.epochs();
      }
      for (Rung each : rungs.subList(0, Math.min(rung + 1, rungs.size() - 1))) {
        executor.release(trained.trial().upTo(each.epochs(), Optional.empty()));
      }
    }

    private FoundExpert.Grid grid(ExpertSpec chosen) {
      List<Trained> sound =
          Trained.all(candidates, executor, priority.in(TrialPriority.Stage.CONTINUED)).stream()
              .filter(Trained::isSound)
              .toList();
      sound.stream()
          .map(Trained::trial)
          .filter(trial -> trial.classWeight() != chosen.classWeight())
          .forEach(executor::release);
      return new FoundExpert.Grid(
          Trained.best(sound, select).trial().classWeight(),
          sound.stream().mapToInt(Trained::epochs).sum());
    }
  }
}
