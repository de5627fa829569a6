package io.github.polystill.report.table;

import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.significance.Significance;
import io.github.polystill.evaluation.significance.SignificanceResult;
import io.github.polystill.evaluation.significance.TestMethod;
import io.github.polystill.evaluation.thresholds.ThresholdChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The p-values of all tests with what each of them says. */
public final class SignificanceTable {
  private SignificanceTable() {}

  /** One row per comparison and test. */
  private record RowKey(String architecture, String compared, TestMethod test) {}

  /**
   * The table of the results of a run or a comparison of runs.
   *
   * @param unit see {@link ResultTable#unit()}
   */
  public static StatisticsTable of(List<SignificanceResult> results, String unit) {
    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.left("architecture"));
    columns.add(TextTable.left("compared"));
    columns.add(TextTable.left("test"));
    Arrays.stream(Metric.values()).forEach(it -> columns.add(TextTable.right(it.title())));
    Map<RowKey, List<SignificanceResult>> byRow =
        results.stream()
            .filter(result -> result.p() != null)
            .collect(
                Collectors.groupingBy(
                    SignificanceTable::key, LinkedHashMap::new, Collectors.toList()));
    List<List<String>> rows = new ArrayList<>();
    String before = "";
    for (Map.Entry<RowKey, List<SignificanceResult>> row : byRow.entrySet()) {
      RowKey key = row.getKey();
      String block = key.architecture() + "\n" + key.compared();
      boolean isFirst = !block.equals(before);
      if (isFirst && !rows.isEmpty()) {
        rows.add(List.of());
      }
      List<String> cells = new ArrayList<>();
      cells.add(isFirst ? key.architecture() : "");
      cells.add(isFirst ? key.compared() : "");
      cells.add(key.test().title());
      Arrays.stream(Metric.values()).forEach(metric -> cells.add(cell(row.getValue(), metric)));
      rows.add(cells);
      before = block;
    }
    return new StatisticsTable(
        "Significance", columns, rows, notes(results, unit.equals(ResultTable.SEEDS)));
  }

  private static RowKey key(SignificanceResult result) {
    boolean tuned = result.thresholds() != ThresholdChoice.FIXED;
    String compared = result.first() + " vs " + result.second() + (tuned ? ", tuned" : "");
    return new RowKey(result.architecture(), compared, result.test());
  }

  private static String cell(List<SignificanceResult> row, Metric metric) {
    return row.stream()
        .filter(result -> result.metric() == metric)
        .map(
            result ->
                String.format(
                    Locale.ROOT,
                    "%s (%s)%s",
                    Figures.pValue(result.p()),
                    Figures.pValue(result.pHolm()),
                    result.significant() ? " *" : ""))
        .findFirst()
        .orElse("");
  }

  private static List<String> notes(List<SignificanceResult> results, boolean split) {
    List<String> notes = new ArrayList<>();
    TreeSet<TestMethod> made = new TreeSet<>();
    results.stream().filter(it -> it.p() != null).forEach(it -> made.add(it.test()));
    if (!made.isEmpty()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Two-sided p, in brackets after Holm's correction over all cells of the same test and thresholds (tuned:"
                  + " one per label, on validation data; else fixed). *: below %s after correction; nothing"
                  + " else is called significant.",
              Significance.LEVEL));
    }
    if (split && made.stream().anyMatch(test -> !test.overDocuments())) {
      notes.add(
          "The corpus brings its own split: where a test speaks of folds, these are seeds on the same"
              + " test part, and it says what training again would give, not other documents.");
    }
    made.forEach(test -> notes.add(upperCase(test.title()) + ": " + test.says()));
    boolean once = split && results.stream().anyMatch(SignificanceTable::ofOneFold);
    if (once) {
      notes.add(
          "The corpus brings its own split: the tests over folds are over seeds then, and one seed"
              + " gives none of them.");
    }
    notes.addAll(missing(results.stream().filter(it -> !once || !ofOneFold(it)).toList()));
    return notes;
  }

  private static boolean ofOneFold(SignificanceResult result) {
    return result.folds() == 1 && !result.test().overDocuments();
  }

  /** Why there is no p-value, once for each reason. */
  private static List<String> missing(List<SignificanceResult> results) {
    Map<String, TreeSet<TestMethod>> tests = new LinkedHashMap<>();
    for (SignificanceResult result : results) {
      if (result.p() == null) {
        tests
            .computeIfAbsent(
                result.architecture() + ": " + result.reason(), reason -> new TreeSet<>())
            .add(result.test());
      }
    }
    List<String> notes = new ArrayList<>();
    tests.forEach(
        (reason, without) ->
            notes.add(
                without.size() == TestMethod.values().length
                    ? "No p-value for " + reason + "."
                    : String.format(
                        Locale.ROOT,
                        "No p-value in places for %s (%s).",
                        reason,
                        without.stream()
                            .map(TestMethod::title)
                            .collect(Collectors.joining(", ")))));
    return notes;
  }

  private static String upperCase(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }
}
