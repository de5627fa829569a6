package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.report.table.ResultTable;
import io.github.polystill.report.table.SignificanceTable;
import io.github.polystill.report.table.StatisticsTable;
import io.github.polystill.report.table.ThresholdTables;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The tables of a run, made from its metrics.json, thresholds.json and significance.json.
 *
 * @param results Table 1
 * @param choices what each choice of thresholds comes to
 * @param significance of the gain by distillation
 */
public record RunTables(
    ResultTable results, ThresholdTables choices, StatisticsTable significance) {

  /**
   * Reads what the tables are made from.
   *
   * @param experiment of the run; it may name architectures that only the caller knows
   * @param remarks sentences that belong to the figures
   * @throws io.github.polystill.data.InvalidInputException naming the file that is missing or
   *     damaged
   */
  public static RunTables read(RunDirectory directory, Experiment experiment, List<String> remarks)
      throws IOException {
    String unit = unit(experiment);
    return new RunTables(
        ResultTable.of(directory.metrics(), unit).withMoreNotes(remarks),
        new ThresholdTables(directory.thresholds(), unit),
        SignificanceTable.of(directory.significance(), unit));
  }

  /** What the tables have several of, see {@link ResultTable#unit()}. */
  static String unit(Experiment experiment) {
    return experiment.corpus().hasOwnSplit() ? ResultTable.SEEDS : ResultTable.FOLDS;
  }

  /** Micro-F1 and macro-F1 by choice of thresholds. */
  public StatisticsTable thresholds() {
    return choices.compact();
  }

  /** Writes table.md with all tables, below a notice, and table.csv and table.tex with Table 1. */
  void write(RunDirectory directory, Optional<String> notice) throws IOException {
    String heading = notice.map(line -> line + "\n\n").orElse("");
    String markdown =
        String.join(
            "\n",
            heading + results.toMarkdown(),
            significance.toMarkdown(),
            choices.full().toMarkdown(),
            choices.probabilities().toMarkdown());
    AtomicFiles.writeString(directory.tableMarkdownFile(), markdown);
    AtomicFiles.writeString(directory.tableCsvFile(), results.toCsv());
    AtomicFiles.writeString(directory.tableLatexFile(), results.toLatex());
  }
}
