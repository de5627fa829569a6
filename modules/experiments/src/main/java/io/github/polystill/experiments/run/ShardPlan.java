package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.TrialName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Deals a run to a number of processes that share no directory; every process deals it the same
 * way.
 *
 * <p>Where that is fair, a shard has whole units, all trials of one teacher on one fold, so that it
 * trains the distilled students too. Otherwise the searches for single labels are dealt, and the
 * distilled students, which need all of a unit's, are left to the merge. Fair is what gives the
 * busiest shard at most a quarter more than its share of the work. The dearest goes to the least
 * busy shard first (Graham 1969).
 *
 * @param shardOf students and searches
 * @param wholeUnits whether shards train distilled students too
 */
record ShardPlan(Map<TrialName, Integer> shardOf, boolean wholeUnits) {
  private static final double FAIR = 1.25;

  private record Item(Set<TrialName> parts, double cost) {
    Item and(Item other) {
      Set<TrialName> both = new HashSet<>(parts);
      both.addAll(other.parts);
      return new Item(both, cost + other.cost);
    }
  }

  private record Deal(Map<TrialName, Integer> shardOf, double busiest) {}

  /** Deals what a run trains. */
  static ShardPlan of(TrialPlan plan, int shards) {
    Map<TrialPlan.Unit, Item> units = new LinkedHashMap<>();
    Map<TrialName, Item> parts = new LinkedHashMap<>();
    for (TrialPlan.Trial trial : plan.trials()) {
      TrialName part = trial.name().part();
      parts.merge(part, new Item(Set.of(part), trial.work()), Item::and);
      units.merge(trial.unit(), new Item(Set.of(part), trial.work()), Item::and);
    }
    List<Item> pieces =
        parts.entrySet().stream()
            .filter(it -> !it.getKey().training().followsOthers())
            .map(Map.Entry::getValue)
            .toList();
    double share = units.values().stream().mapToDouble(Item::cost).sum() / shards;
    Deal whole = deal(List.copyOf(units.values()), shards);
    return whole.busiest() <= FAIR * share
        ? new ShardPlan(whole.shardOf(), true)
        : new ShardPlan(deal(pieces, shards).shardOf(), false);
  }

  private static Deal deal(List<Item> items, int shards) {
    List<Item> dearestFirst = new ArrayList<>(items);
    dearestFirst.sort(Comparator.comparingDouble(item -> -item.cost()));
    double[] load = new double[shards];
    Map<TrialName, Integer> shardOf = new HashMap<>();
    for (Item item : dearestFirst) {
      int least = 0;
      for (int i = 1; i < shards; i++) {
        if (load[i] < load[least]) {
          least = i;
        }
      }
      load[least] += item.cost();
      for (TrialName part : item.parts()) {
        shardOf.put(part, least + 1);
      }
    }
    return new Deal(shardOf, Arrays.stream(load).max().orElse(0));
  }

  /** Whether a trial is one shard's. */
  Predicate<TrialName> of(Shard shard) {
    return trial -> shardOf.getOrDefault(trial.part(), 0) == shard.index();
  }
}
