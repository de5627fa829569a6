package io.github.polystill.report.table;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.significance.PairedTTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Groups evaluations by architecture, training type and fold, and summarises each group. */
final class ResultTableBuilder {
  private static final String PERCENT_NOTE =
      "Percent, mean ± sample standard deviation (n - 1) over the test folds.";
  private static final String ONE_FOLD_NOTE =
      "Percent on the test part of one fold, so there is no standard deviation.";
  private static final String TEST_NOTE =
      "p: two-sided paired t-test over folds, distilled against standalone, not corrected for the"
          + " number of tests. Folds share training documents, so p tends to be too small.";

  private static final String BASELINE_NOTE =
      "linear: an SVM per label on TF-IDF of character 1-3-grams. constant: the most frequent labels"
          + " for every document.";
  private static final String LINEAR = Baseline.LINEAR.key();

  private static final String SPLIT_NOTE =
      "Percent on the test part of the corpus' own split, trained once: no standard deviation and no"
          + " paired t-test. The tests over documents (significance) say whether a gain would hold on"
          + " other documents.";
  private static final String SEEDS_NOTE =
      "Percent, mean ± sample standard deviation (n - 1) over seeds on the test part of the corpus'"
          + " own split: what training again changes, not what other documents would.";
  private static final String SEEDS_TEST_NOTE =
      "p: two-sided paired t-test over seeds, distilled against standalone, not corrected for the"
          + " number of tests. It speaks of training again; the tests over documents (significance)"
          + " speak of other documents.";

  private final String unit;
  private final Map<String, Map<TrainingRow, NavigableMap<ModelKey, MultiLabelEvaluation>>> groups =
      new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();

  ResultTableBuilder(List<FoldEvaluation> evaluations, String unit) {
    this.unit = unit;
    if (evaluations.isEmpty()) {
      throw new IllegalArgumentException("a table of no evaluations");
    }
    for (FoldEvaluation evaluation : evaluations) {
      ModelKey key = evaluation.key();
      MultiLabelEvaluation other =
          groups
              .computeIfAbsent(key.architecture(), architecture -> new EnumMap<>(TrainingRow.class))
              .computeIfAbsent(key.training(), row -> new TreeMap<>(ModelKey.BY_FOLD))
              .put(key, evaluation.evaluation());
      if (other != null) {
        throw new IllegalArgumentException("two evaluations of " + key);
      }
    }
  }

  ResultTable build() {
    List<ArchitectureResult> architectures =
        groups.entrySet().stream()
            .map(group -> architecture(group.getKey(), group.getValue()))
            .toList();
    return new ResultTable(unit, architectures, notes(architectures));
  }

  private ArchitectureResult architecture(
      String name, Map<TrainingRow, NavigableMap<ModelKey, MultiLabelEvaluation>> trainings) {
    Map<Metric, String> best = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      double highest =
          trainings.values().stream()
              .mapToDouble(folds -> Spread.of(values(folds, metric)).mean())
              .max()
              .orElseThrow();
      best.put(metric, Figures.percent(highest));
    }
    List<TrainingResult> rows = new ArrayList<>();
    trainings.forEach((row, folds) -> rows.add(row(row, folds, best, trainings.size() > 1)));
    return new ArchitectureResult(
        name, List.copyOf(rows), gains(trainings), pValues(name, trainings));
  }

  private List<GainResult> gains(
      Map<TrainingRow, NavigableMap<ModelKey, MultiLabelEvaluation>> trainings) {
    List<GainResult> gains = new ArrayList<>();
    for (TrainingRow over : List.of(TrainingRow.STANDALONE, TrainingRow.TEACHER)) {
      gain(trainings, TrainingRow.DISTILLED, over.key(), trainings.get(over)).ifPresent(gains::add);
    }
    TrainingRow last = Collections.max(trainings.keySet());
    if (last != TrainingRow.BASELINE) {
      Map<ModelKey, MultiLabelEvaluation> linear =
          groups.getOrDefault(LINEAR, Map.of()).get(TrainingRow.BASELINE);
      gain(trainings, last, LINEAR, linear).ifPresent(gains::add);
    }
    return List.copyOf(gains);
  }

  /** Empty where there is no fold that both have. */
  private static Optional<GainResult> gain(
      Map<TrainingRow, NavigableMap<ModelKey, MultiLabelEvaluation>> trainings,
      TrainingRow of,
      String over,
      Map<ModelKey, MultiLabelEvaluation> others) {
    Map<ModelKey, MultiLabelEvaluation> own = trainings.get(of);
    List<ModelKey> shared = shared(own, others);
    return shared.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new GainResult(
                of,
                over,
                Arrays.stream(Metric.values())
                    .map(
                        metric ->
                            Spread.of(
                                    differences(
                                        values(own, shared, metric),
                                        values(others, shared, metric)))
                                .mean())
                    .toList()));
  }

  private static List<ModelKey> shared(
      Map<ModelKey, MultiLabelEvaluation> first, Map<ModelKey, MultiLabelEvaluation> second) {
    return first == null || second == null
        ? List.of()
        : first.keySet().stream().filter(second::containsKey).toList();
  }

  private static TrainingResult row(
      TrainingRow row,
      NavigableMap<ModelKey, MultiLabelEvaluation> folds,
      Map<Metric, String> best,
      boolean hasRivals) {
    List<MetricResult> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      double[] values = values(folds, metric);
      Spread spread = Spread.of(values);
      // Compared as shown: two rows that both read 18.75 are both best or both not.
      boolean isBest = hasRivals && Figures.percent(spread.mean()).equals(best.get(metric));
      metrics.add(new MetricResult(metric, spread.mean(), spread.deviation(), isBest));
    }
    return new TrainingResult(row, folds.size(), List.copyOf(metrics));
  }

  private List<PValue> pValues(
      String name, Map<TrainingRow, NavigableMap<ModelKey, MultiLabelEvaluation>> trainings) {
    NavigableMap<ModelKey, MultiLabelEvaluation> distilled = trainings.get(TrainingRow.DISTILLED);
    NavigableMap<ModelKey, MultiLabelEvaluation> standalone = trainings.get(TrainingRow.STANDALONE);
    if (trainings.containsKey(TrainingRow.BASELINE)) {
      return List.of();
    }
    if (distilled == null || standalone == null) {
      missing.add(
          String.format(
              Locale.ROOT, "No p-value for %s: it needs distilled and standalone students.", name));
      return List.of();
    }
    List<ModelKey> shared = shared(distilled, standalone);
    boolean split = unit.equals(ResultTable.SEEDS);
    if (shared.size() < 2 && split) {
      return List.of(); // the note on the split says so
    }
    if (shared.size() < 2) {
      missing.add(
          String.format(
              Locale.ROOT,
              "No p-value for %s: distilled and standalone share %d fold%s, and the paired t-test needs 2 or more.",
              name,
              shared.size(),
              shared.size() == 1 ? "" : "s"));
      return List.of();
    }
    List<PValue> pValues = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      pValues.add(
          new PValue(
              metric,
              PairedTTest.pValue(
                      differences(
                          values(distilled, shared, metric), values(standalone, shared, metric)))
                  .orElse(null)));
    }
    if (pValues.stream().anyMatch(pValue -> pValue.p() == null)) {
      missing.add(
          String.format(
              Locale.ROOT,
              "No p-value for %s where the difference is the same %s.",
              name,
              split ? "with every seed" : "on every fold"));
    }
    return List.copyOf(pValues);
  }

  private static double[] values(Map<ModelKey, MultiLabelEvaluation> folds, Metric metric) {
    return folds.values().stream().mapToDouble(metric::of).toArray();
  }

  private static double[] values(
      Map<ModelKey, MultiLabelEvaluation> folds, List<ModelKey> which, Metric metric) {
    return which.stream().mapToDouble(fold -> metric.of(folds.get(fold))).toArray();
  }

  private static double[] differences(double[] first, double[] second) {
    double[] differences = first.clone();
    Arrays.setAll(differences, i -> first[i] - second[i]);
    return differences;
  }

  private List<String> notes(List<ArchitectureResult> architectures) {
    List<String> notes = new ArrayList<>();
    boolean anyDeviation =
        architectures.stream()
            .flatMap(architecture -> architecture.trainings().stream())
            .anyMatch(training -> training.folds() > 1);
    boolean split = unit.equals(ResultTable.SEEDS);
    notes.add(
        split
            ? anyDeviation ? SEEDS_NOTE : SPLIT_NOTE
            : anyDeviation ? PERCENT_NOTE : ONE_FOLD_NOTE);
    if (architectures.stream().anyMatch(architecture -> !architecture.pValues().isEmpty())) {
      notes.add(split ? SEEDS_TEST_NOTE : TEST_NOTE);
    }
    if (groups.values().stream().anyMatch(rows -> rows.containsKey(TrainingRow.BASELINE))) {
      notes.add(BASELINE_NOTE);
    }
    notes.addAll(missing);
    return notes;
  }
}
