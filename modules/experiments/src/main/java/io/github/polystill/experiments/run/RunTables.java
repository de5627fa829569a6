package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.report.table.FidelityTable;
import io.github.polystill.report.table.Figures;
import io.github.polystill.report.table.ResultTable;
import io.github.polystill.report.table.SignificanceTable;
import io.github.polystill.report.table.StatisticsTable;
import io.github.polystill.report.table.ThresholdTables;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The tables of a run, made from its metrics.json, thresholds.json and significance.json.
 *
 * @param results Table 1
 * @param tuned its second block, with thresholds tuned on validation data
 * @param choices what each choice of thresholds comes to
 * @param fidelity of distilled students, without rows where there are none
 * @param significance of the gain by distillation
 */
public record RunTables(
    ResultTable results,
    ResultTable tuned,
    ThresholdTables choices,
    StatisticsTable fidelity,
    StatisticsTable significance) {

  /**
   * Reads what the tables are made from.
   *
   * @param experiment of the run; it may name architectures that only the caller knows
   * @throws io.github.polystill.data.InvalidInputException naming the file that is missing or
   *     damaged
   */
  public static RunTables read(RunDirectory directory, Experiment experiment) throws IOException {
    String unit = unit(experiment);
    List<FoldEvaluation> metrics = directory.metrics();
    List<ThresholdEvaluation> thresholds = directory.thresholds();
    return new RunTables(
        ResultTable.of(metrics, unit, Figures.shortest(experiment.evaluation().threshold())),
        ResultTable.tuned(
            IntStream.range(0, metrics.size())
                .mapToObj(i -> thresholds.get(i).tuned(metrics.get(i)))
                .toList(),
            unit),
        new ThresholdTables(thresholds, unit),
        FidelityTable.of(metrics, unit),
        SignificanceTable.of(directory.significance(), unit));
  }

  /** The same with sentences that belong to the figures. */
  public RunTables withRemarks(List<String> remarks) {
    return new RunTables(results.withMoreNotes(remarks), tuned, choices, fidelity, significance);
  }

  /** What the tables have several of, see {@link ResultTable#unit()}. */
  static String unit(Experiment experiment) {
    return experiment.corpus().hasOwnSplit() ? ResultTable.SEEDS : ResultTable.FOLDS;
  }

  /** Micro-F1 and macro-F1 by choice of thresholds. */
  public StatisticsTable thresholds() {
    return choices.compact();
  }

  /** Writes table.md with all tables, below a notice, and Table 1 apart. */
  void write(RunDirectory directory, Optional<String> notice) throws IOException {
    String heading = notice.map(line -> line + "\n\n").orElse("");
    String markdown =
        String.join(
                "\n",
                heading + results.toMarkdown(),
                tuned.toMarkdown(),
                significance.toMarkdown(),
                choices.full().toMarkdown(),
                choices.probabilities().toMarkdown())
            + (fidelity.rows().isEmpty() ? "" : "\n" + fidelity.toMarkdown());
    AtomicFiles.writeString(directory.tableMarkdownFile(), markdown);
    AtomicFiles.writeString(directory.tableCsvFile(), ResultTable.toCsv(List.of(results)));
    AtomicFiles.writeString(directory.tunedTableCsvFile(), ResultTable.toCsv(List.of(tuned)));
    AtomicFiles.writeString(directory.tableLatexFile(), results.toLatex() + tuned.toLatex());
  }
}
