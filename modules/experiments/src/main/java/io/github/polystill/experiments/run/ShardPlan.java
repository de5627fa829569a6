package io.github.polystill.experiments.run;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deals a run to a number of processes that share no directory; every process deals it the same
 * way.
 *
 * <p>Where that is fair, a shard has whole units, all trials of one architecture on one fold, so
 * that it trains the distilled students too. Otherwise the searches for single labels are dealt,
 * and the distilled students, which need all of a unit's, are left to the merge. Fair is what gives
 * the busiest shard at most a quarter more than its share of the work. The dearest goes to the
 * least busy shard first (Graham 1969).
 */
final class ShardPlan {
  private static final double FAIR = 1.25;

  private record Item(List<TrialLabel> parts, double cost) {}

  private record Deal(Map<TrialLabel, Integer> shardOf, double busiest) {}

  private final Map<TrialLabel, Integer> shardOf;
  private final boolean wholeUnits;

  private ShardPlan(Map<TrialLabel, Integer> shardOf, boolean wholeUnits) {
    this.shardOf = shardOf;
    this.wholeUnits = wholeUnits;
  }

  /** The plan for the cross-validations of a run. */
  static ShardPlan of(List<Repetition> repetitions, int shards) {
    List<Item> units = new ArrayList<>();
    List<Item> pieces = new ArrayList<>();
    for (Repetition repetition : repetitions) {
      for (int fold : repetition.experiment().folds().run()) {
        for (ArchitectureSettings architecture : repetition.experiment().architectures()) {
          Map<TrialLabel, Double> costs = costs(repetition, fold, architecture);
          units.add(
              new Item(
                  List.copyOf(costs.keySet()),
                  costs.values().stream().mapToDouble(cost -> cost).sum()));
          costs.forEach(
              (part, cost) -> {
                if (part.training() != TrainingRow.DISTILLED) {
                  pieces.add(new Item(List.of(part), cost));
                }
              });
        }
      }
    }
    double share = units.stream().mapToDouble(Item::cost).sum() / shards;
    Deal whole = deal(units, shards);
    return whole.busiest() <= FAIR * share
        ? new ShardPlan(whole.shardOf(), true)
        : new ShardPlan(deal(pieces, shards).shardOf(), false);
  }

  /** What the parts of a unit cost, in passes over the training documents times work per token. */
  private static Map<TrialLabel, Double> costs(
      Repetition repetition, int fold, ArchitectureSettings architecture) {
    Experiment experiment = repetition.experiment();
    double perEpoch =
        experiment
            .networkOf(architecture)
            .workPerToken(experiment.vectors().dimensions().orElse(CrossValidation.DIMENSIONS));
    double expert = experiment.optimisationOf(architecture).epochs() * perEpoch;
    double student = experiment.studentOptimisationOf(architecture).epochs() * perEpoch;
    int weights = experiment.teacher().classWeights().size();
    Map<TrialLabel, Double> costs = new LinkedHashMap<>();
    for (TrainingRow row : experiment.trainings()) {
      if (row == TrainingRow.TEACHER) {
        for (String label : repetition.corpus().segmented().corpus().labels().names()) {
          costs.put(
              part(repetition, fold, architecture, row, Optional.of(label)), weights * expert);
        }
      } else {
        costs.put(part(repetition, fold, architecture, row, Optional.empty()), student);
      }
    }
    return costs;
  }

  private static TrialLabel part(
      Repetition repetition,
      int fold,
      ArchitectureSettings architecture,
      TrainingRow row,
      Optional<String> label) {
    return new TrialLabel(
        fold, repetition.seed(), architecture.name(), row, label, Optional.empty());
  }

  private static Deal deal(List<Item> items, int shards) {
    List<Item> dearestFirst = new ArrayList<>(items);
    dearestFirst.sort(Comparator.comparingDouble(item -> -item.cost()));
    double[] load = new double[shards];
    Map<TrialLabel, Integer> shardOf = new HashMap<>();
    for (Item item : dearestFirst) {
      int least = 0;
      for (int i = 1; i < shards; i++) {
        if (load[i] < load[least]) {
          least = i;
        }
      }
      load[least] += item.cost();
      for (TrialLabel part : item.parts()) {
        shardOf.put(part, least + 1);
      }
    }
    double busiest = 0;
    for (double each : load) {
      busiest = Math.max(busiest, each);
    }
    return new Deal(shardOf, busiest);
  }

  /** Whether shards train distilled students too. */
  boolean wholeUnits() {
    return wholeUnits;
  }

  /** What one shard does. */
  Share share(Shard shard) {
    return new Share() {
      @Override
      public boolean includes(TrialLabel part) {
        return shardOf.getOrDefault(part, 0) == shard.index();
      }
    };
  }
}
