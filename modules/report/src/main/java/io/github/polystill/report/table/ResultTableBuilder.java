package io.github.polystill.report.table;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.ModelKey.Kind;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.significance.PairedTTest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** Whether the corpus brings its own split, so that there are seeds instead of folds. */
  private final boolean split;

  private final ModelGroups<MultiLabelEvaluation> models = new ModelGroups<>();
  private final List<String> missing = new ArrayList<>();

  ResultTableBuilder(List<FoldEvaluation> evaluations, String unit) {
    this.unit = unit;
    this.split = unit.equals(ResultTable.SEEDS);
    if (evaluations.isEmpty()) {
      throw new IllegalArgumentException("a table of no evaluations");
    }
    for (FoldEvaluation evaluation : evaluations) {
      if (models.put(evaluation.key(), evaluation.evaluation()) != null) {
        throw new IllegalArgumentException("two evaluations of " + evaluation.key());
      }
    }
  }

  ResultTable build(String thresholds) {
    List<ResultTable.Block> blocks = models.architectures().stream().map(this::block).toList();
    return new ResultTable(thresholds, unit, blocks, notes(blocks));
  }

  private ResultTable.Block block(String architecture) {
    List<TrainingRow> trainings = models.trainings(architecture);
    Map<Metric, String> best = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      double highest =
          trainings.stream()
              .mapToDouble(training -> mean(new Kind(architecture, training), metric))
              .max()
              .orElseThrow();
      best.put(metric, trainings.size() == 1 ? "" : Figures.percent(highest));
    }
    List<ResultTable.Row> rows =
        trainings.stream().map(training -> row(new Kind(architecture, training), best)).toList();
    return new ResultTable.Block(
        architecture, rows, gains(architecture, trainings), pValues(architecture, trainings));
  }

  private ResultTable.Row row(Kind kind, Map<Metric, String> best) {
    List<ResultTable.Cell> cells = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      Spread spread = Spread.of(values(models.folds(kind).values(), metric));
      // Compared as shown: two rows that both read 18.75 are both best or both not.
      boolean isBest = Figures.percent(spread.mean()).equals(best.get(metric));
      cells.add(new ResultTable.Cell(metric, spread.mean(), spread.deviation(), isBest));
    }
    return new ResultTable.Row(kind.training(), models.folds(kind).size(), List.copyOf(cells));
  }

  private List<ResultTable.Gain> gains(String architecture, List<TrainingRow> trainings) {
    Kind distilled = new Kind(architecture, TrainingRow.DISTILLED);
    Stream<ResultTable.Gain> overTrainings =
        Stream.of(TrainingRow.STANDALONE, TrainingRow.TEACHER)
            .flatMap(over -> gain(distilled, over.key(), new Kind(architecture, over)).stream());
    TrainingRow last = Collections.max(trainings);
    if (last == TrainingRow.BASELINE) {
      return overTrainings.toList();
    }
    Kind linear = new Kind(LINEAR, TrainingRow.BASELINE);
    return Stream.concat(overTrainings, gain(new Kind(architecture, last), LINEAR, linear).stream())
        .toList();
  }

  /** Empty where there is no fold that both have. */
  private Optional<ResultTable.Gain> gain(Kind of, String over, Kind other) {
    return models.shared(of, other).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ResultTable.Gain(
                of.training(),
                over,
                Stream.of(Metric.values())
                    .map(metric -> Spread.of(differences(of, other, metric)).mean())
                    .toList()));
  }

  private List<ResultTable.PValue> pValues(String architecture, List<TrainingRow> trainings) {
    boolean paired =
        models.kinds().stream().anyMatch(it -> !it.network().equals(it.architecture()));
    if (trainings.contains(TrainingRow.BASELINE)
        || (paired && !trainings.contains(TrainingRow.DISTILLED))) {
      return List.of();
    }
    Kind distilled = new Kind(architecture, TrainingRow.DISTILLED);
    Kind standalone = new Kind(architecture, TrainingRow.STANDALONE);
    if (models.folds(distilled).isEmpty() || models.folds(standalone).isEmpty()) {
      missing.add(
          "No p-value for " + architecture + ": it needs distilled and standalone students.");
      return List.of();
    }
    int shared = models.shared(distilled, standalone).size();
    if (shared < 2) {
      if (!split) { // else the note on the split says so
        missing.add(
            String.format(
                Locale.ROOT,
                "No p-value for %s: distilled and standalone share %d fold%s, and the paired t-test needs 2 or more.",
                architecture,
                shared,
                shared == 1 ? "" : "s"));
      }
      return List.of();
    }
    List<ResultTable.PValue> pValues = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      Optional<Double> p = PairedTTest.pValue(differences(distilled, standalone, metric));
      pValues.add(new ResultTable.PValue(metric, p.orElse(null)));
    }
    if (pValues.stream().anyMatch(pValue -> pValue.p() == null)) {
      missing.add(
          String.format(
              Locale.ROOT,
              "No p-value for %s where the difference is the same %s.",
              architecture,
              split ? "with every seed" : "on every fold"));
    }
    return List.copyOf(pValues);
  }

  private double mean(Kind kind, Metric metric) {
    return Spread.of(values(models.folds(kind).values(), metric)).mean();
  }

  private static double[] values(Collection<MultiLabelEvaluation> folds, Metric metric) {
    return folds.stream().mapToDouble(metric::of).toArray();
  }

  /** First minus second over the folds that both have. */
  private double[] differences(Kind first, Kind second, Metric metric) {
    Map<ModelKey, MultiLabelEvaluation> own = models.folds(first);
    Map<ModelKey, MultiLabelEvaluation> others = models.folds(second);
    return models.shared(first, second).stream()
        .mapToDouble(fold -> metric.of(own.get(fold)) - metric.of(others.get(fold)))
        .toArray();
  }

  private List<String> notes(List<ResultTable.Block> blocks) {
    List<String> notes = new ArrayList<>();
    boolean anyDeviation =
        blocks.stream().flatMap(it -> it.trainings().stream()).anyMatch(row -> row.folds() > 1);
    notes.add(
        split
            ? anyDeviation ? SEEDS_NOTE : SPLIT_NOTE
            : anyDeviation ? PERCENT_NOTE : ONE_FOLD_NOTE);
    if (blocks.stream().anyMatch(block -> !block.pValues().isEmpty())) {
      notes.add(split ? SEEDS_TEST_NOTE : TEST_NOTE);
    }
    if (models.kinds().stream().anyMatch(kind -> kind.training() == TrainingRow.BASELINE)) {
      notes.add(BASELINE_NOTE);
    }
    notes.addAll(missing);
    return notes;
  }
}
