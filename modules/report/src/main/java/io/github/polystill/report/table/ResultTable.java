package io.github.polystill.report.table;

import io.github.polystill.evaluation.FoldEvaluation;
import java.util.List;
import java.util.stream.Stream;

/**
 * The paper's Table 1: per architecture and training type the mean and the standard deviation of
 * four metrics over folds, and p-values of the distilled against the standalone student. All
 * figures are fractions 0..1 here and percent where they are shown.
 *
 * @param unit what there are several of per training type, {@code folds}, or {@code seeds} where
 *     the corpus brings its own split
 * @param architectures in the order in which their figures were given
 * @param notes how to read the table and what it could not show, one sentence or two each
 */
public record ResultTable(String unit, List<ArchitectureResult> architectures, List<String> notes) {
  public static final String FOLDS = "folds";
  public static final String SEEDS = "seeds";

  public ResultTable {
    architectures = List.copyOf(architectures);
    notes = List.copyOf(notes);
  }

  /**
   * Summarises evaluations.
   *
   * @throws IllegalArgumentException if there are none, or two of the same architecture, training
   *     type and fold
   */
  public static ResultTable of(List<FoldEvaluation> evaluations) {
    return of(evaluations, FOLDS);
  }

  /** The same where the unit may be seeds. */
  public static ResultTable of(List<FoldEvaluation> evaluations, String unit) {
    return new ResultTableBuilder(evaluations, unit).build();
  }

  /** The same with some notes more. */
  public ResultTable withMoreNotes(List<String> more) {
    return new ResultTable(
        unit, architectures, Stream.concat(notes.stream(), more.stream()).toList());
  }

  /** The table and its notes in GitHub's Markdown; best figures are bold. */
  public String toMarkdown() {
    return new MarkdownRendering(this).toString();
  }

  /**
   * The table as CSV with one line per architecture and training type: number of folds, then mean,
   * deviation (both in percent) and p-value per metric, then gains in points, of the distilled
   * student over the others, of the last training type over the linear baseline. A field that is
   * not defined is empty.
   */
  public String toCsv() {
    return new CsvRendering(this).toString();
  }

  /** The table with its notes as a LaTeX table environment for the package booktabs. */
  public String toLatex() {
    return new LatexRendering(this).toString();
  }

  /** The table and its notes for a terminal; best figures have an asterisk. */
  public String toTerminal() {
    return new TerminalRendering(this).toString();
  }
}
