package io.github.polystill.data.folds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Units dealt to parts, label by label. Both methods give a unit to the part that lacks most of the
 * label whose turn it is, of those to the one that lacks most documents, of those to one at random;
 * they differ in the order of the labels. Units come in random order, those with more documents of
 * the label first, because a big group that comes last cannot be balanced any more. Units without
 * labels come last.
 */
final class Dealing {
  private static final int UNDEALT = -1;

  private final Units units;
  private final Quotas quotas;
  private final RandomSource random;
  private final int[] order;
  private final int[][] carriers;
  private final int[][] held;
  private final int[] undealt;
  private final int[] partOf;

  private Dealing(Units units, Quotas quotas, RandomSource random) {
    this.units = units;
    this.quotas = quotas;
    this.random = random;
    this.order = random.permutation(units.size());
    this.carriers = carriers();
    this.held = new int[quotas.parts()][units.labelCount() + 1];
    this.undealt = units.labelTotals();
    this.partOf = new int[units.size()];
    Arrays.fill(partOf, UNDEALT);
  }

  /** The part of every unit, [units]. */
  static int[] deal(FoldMethod method, Units units, Quotas quotas, RandomSource random) {
    Dealing dealing = new Dealing(units, quotas, random);
    switch (method) {
      case RAREST_FIRST -> dealing.rarestFirst();
      case ITERATIVE -> dealing.fewestUndealtFirst();
    }
    dealing.dealRest();
    return dealing.partOf;
  }

  private void rarestFirst() {
    int[] totals = undealt.clone();
    IntStream.range(0, totals.length)
        .boxed()
        .sorted(Comparator.comparingInt(label -> totals[label]))
        .forEach(this::dealLabel);
  }

  private void fewestUndealtFirst() {
    for (int label = fewestUndealt(); label >= 0; label = fewestUndealt()) {
      dealLabel(label);
    }
  }

  /** The label with the fewest undealt documents, the first of several, -1 when all are dealt. */
  private int fewestUndealt() {
    int fewest = -1;
    for (int label = 0; label < undealt.length; label++) {
      if (undealt[label] > 0 && (fewest < 0 || undealt[label] < undealt[fewest])) {
        fewest = label;
      }
    }
    return fewest;
  }

  private void dealLabel(int label) {
    for (int unit : carriers[label]) {
      if (partOf[unit] == UNDEALT) {
        give(unit, mostLacking(label));
      }
    }
  }

  private void dealRest() {
    int documents = units.labelCount();
    Arrays.stream(order)
        .filter(unit -> partOf[unit] == UNDEALT)
        .boxed()
        .sorted(Comparator.comparingInt(unit -> -units.documents(unit)))
        .forEach(unit -> give(unit, mostLacking(documents)));
  }

  private int mostLacking(int column) {
    int documents = units.labelCount();
    int[] best = new int[quotas.parts()];
    int ties = 0;
    for (int part = 0; part < quotas.parts(); part++) {
      int comparison = ties == 0 ? 1 : Double.compare(lack(part, column), lack(best[0], column));
      if (comparison == 0) {
        comparison = Double.compare(lack(part, documents), lack(best[0], documents));
      }
      if (comparison > 0) {
        ties = 0;
      }
      if (comparison >= 0) {
        best[ties] = part;
        ties++;
      }
    }
    return best[ties == 1 ? 0 : random.nextInt(ties)];
  }

  private double lack(int part, int column) {
    return quotas.wanted()[part][column] - held[part][column];
  }

  private void give(int unit, int part) {
    partOf[unit] = part;
    held[part][units.labelCount()] += units.documents(unit);
    int[] labels = units.labels(unit);
    for (int i = 0; i < labels.length; i++) {
      held[part][labels[i]] += units.counts(unit)[i];
      undealt[labels[i]] -= units.counts(unit)[i];
    }
  }

  /** Units that carry each label in the order in which they are dealt, [labels][units]. */
  private int[][] carriers() {
    record Carrier(int unit, int count) {}
    List<List<Carrier>> byLabel = new ArrayList<>();
    for (int label = 0; label < units.labelCount(); label++) {
      byLabel.add(new ArrayList<>());
    }
    for (int unit : order) {
      int[] labels = units.labels(unit);
      for (int i = 0; i < labels.length; i++) {
        byLabel.get(labels[i]).add(new Carrier(unit, units.counts(unit)[i]));
      }
    }
    return byLabel.stream()
        .map(
            carriers ->
                carriers.stream()
                    .sorted(Comparator.comparingInt(carrier -> -carrier.count()))
                    .mapToInt(Carrier::unit)
                    .toArray())
        .toArray(int[][]::new);
  }
}
