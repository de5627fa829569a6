package io.github.polystill.report.table;

import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** How far distilled students answer as their teachers do, on each part of the folds. */
public final class FidelityTable {
  private FidelityTable() {}

  /**
   * The table; without rows where there is no distilled student.
   *
   * @param unit see {@link ResultTable#unit()}
   */
  public static StatisticsTable of(List<FoldEvaluation> evaluations, String unit) {
    ModelGroups<FoldEvaluation> models = new ModelGroups<>();
    evaluations.stream()
        .filter(it -> !it.fidelity().isEmpty())
        .forEach(it -> models.put(it.key(), it));
    List<List<String>> rows = new ArrayList<>();
    for (Kind kind : models.kinds()) {
      String name = kind.architecture();
      Collection<FoldEvaluation> folds = models.folds(kind).values();
      Set<String> parts = new LinkedHashSet<>();
      folds.forEach(fold -> parts.addAll(fold.fidelity().keySet()));
      for (String part : parts) {
        List<Fidelity> its =
            folds.stream().map(it -> it.fidelity().get(part)).filter(Objects::nonNull).toList();
        List<Fidelity> labelled =
            its.stream().filter(it -> it.calibrationError().isPresent()).toList();
        rows.add(
            List.of(
                name,
                part,
                mean(its, Fidelity::difference),
                mean(its, Fidelity::agreement),
                mean(labelled, it -> it.calibrationError().getAsDouble())));
        name = "";
      }
    }
    return new StatisticsTable(
        "Fidelity",
        List.of(
            TextTable.left("architecture"),
            TextTable.left("part"),
            TextTable.right("mean |q - s|"),
            TextTable.right("agreement"),
            TextTable.right("calibration error of the teacher")),
        rows,
        List.of(
            "Percent, mean over "
                + unit
                + ". q, s: probabilities of the teacher (the answers that were learnt) and of the"
                + " distilled student. Agreement: share of pairs (document, label) that both decide"
                + " alike.",
            "A student that is near its teacher on the training part and farther from it on the test"
                + " part lacks texts; one that is far from it on both lacks capacity or training"
                + " (Stanton et al. 2021). A teacher whose calibration error is much lower on the"
                + " training part answers from memory there (teacher.crossFit)."));
  }

  private static String mean(List<Fidelity> folds, ToDoubleFunction<Fidelity> figure) {
    return folds.isEmpty()
        ? "–"
        : Figures.percent(Spread.of(folds.stream().mapToDouble(figure).toArray()).mean());
  }
}
