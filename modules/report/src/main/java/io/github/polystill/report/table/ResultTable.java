package io.github.polystill.report.table;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.TrainingRow;
import java.util.List;
import java.util.stream.Stream;

/**
 * The paper's Table 1: per architecture and training type the mean and the standard deviation of
 * four metrics over folds, and p-values of the distilled against the standalone student. All
 * figures are fractions 0..1 here and percent where they are shown. A run has it in two blocks,
 * with a fixed threshold as in the paper and with tuned ones.
 *
 * @param thresholds by which labels are predicted: {@code 0.5}, or {@link #TUNED}
 * @param unit what there are several of per training type, {@code folds}, or {@code seeds} where
 *     the corpus brings its own split
 * @param architectures in the order in which their figures were given
 * @param notes how to read the table and what it could not show, one sentence or two each
 */
public record ResultTable(
    String thresholds, String unit, List<Block> architectures, List<String> notes) {
  public static final String FOLDS = "folds";
  public static final String SEEDS = "seeds";

  /** One threshold per label, tuned on validation data. */
  public static final String TUNED = "tuned";

  private static final String TUNED_NOTE =
      "Each label has the threshold of the highest F1 on the validation part: the mean of all"
          + " thresholds within 0.005 of that. The same ones for all metrics; percent and p as above.";

  /** The title of the row of p-values. */
  public static final String P_TITLE = "p, distilled vs standalone";

  /** How the best figures of a block are marked where type can be bold. */
  public static final String BOLD_NOTE = "Bold: best training type of the architecture.";

  public ResultTable {
    architectures = List.copyOf(architectures);
    notes = List.copyOf(notes);
  }

  /**
   * What there is of one architecture.
   *
   * @param trainings the training types that were run, in the paper's order
   * @param gains of the distilled student over the others, in points where they are shown
   * @param pValues distilled against standalone, one per {@link Metric}; empty where none can be
   *     computed, and then the table's notes say why
   */
  public record Block(
      String architecture, List<Row> trainings, List<Gain> gains, List<PValue> pValues) {}

  /**
   * A training type.
   *
   * @param folds number of folds that the figures are means of
   * @param metrics one per {@link Metric}, in its order
   */
  public record Row(TrainingRow training, int folds, List<Cell> metrics) {}

  /**
   * A figure over folds.
   *
   * @param mean as a fraction in 0..1
   * @param deviation sample standard deviation (n - 1), null with one fold
   * @param best whether no other training type of the architecture shows a higher figure
   */
  public record Cell(Metric metric, double mean, Double deviation, boolean best) {
    /** As it is shown. */
    @Override
    public String toString() {
      return new Spread(mean, deviation).toString();
    }
  }

  /**
   * What a training type gains over another one or over the linear baseline.
   *
   * @param of distilled, or over the baseline the last training type that was run
   * @param over key of the other training type or of the baseline
   * @param gains one per {@link Metric}, in its order: mean difference over the folds that both
   *     have, as a fraction
   */
  public record Gain(TrainingRow of, String over, List<Double> gains) {
    /** What distilled gains over standalone, as a name alone. */
    public static final String OF_DISTILLED =
        new Gain(TrainingRow.DISTILLED, TrainingRow.STANDALONE.key(), List.of()).title();

    /** The name of the row. */
    public String title() {
      return "gain of " + of.key() + " over " + over;
    }
  }

  /**
   * How compatible a difference between the distilled and the standalone student is with chance.
   *
   * @param p two-sided paired t-test over folds, null where it is not defined
   */
  public record PValue(Metric metric, Double p) {}

  /**
   * Summarises evaluations.
   *
   * @throws IllegalArgumentException if there are none, or two of the same architecture, training
   *     type and fold
   */
  public static ResultTable of(List<FoldEvaluation> evaluations) {
    return of(evaluations, FOLDS, "0.5");
  }

  /**
   * The same where the unit may be seeds.
   *
   * @param threshold of the evaluations
   */
  public static ResultTable of(List<FoldEvaluation> evaluations, String unit, String threshold) {
    return new ResultTableBuilder(evaluations, unit).build(threshold);
  }

  /** The second block, whose notes are those of the first but for what differs. */
  public static ResultTable tuned(List<FoldEvaluation> evaluations, String unit) {
    ResultTable table = of(evaluations, unit, TUNED);
    return new ResultTable(TUNED, unit, table.architectures(), List.of(TUNED_NOTE));
  }

  /** The name of the block. */
  public String title() {
    return thresholds.equals(TUNED)
        ? "Table 1, thresholds tuned on validation data"
        : "Table 1, threshold " + thresholds;
  }

  /** The same with some notes more. */
  public ResultTable withMoreNotes(List<String> more) {
    return new ResultTable(
        thresholds, unit, architectures, Stream.concat(notes.stream(), more.stream()).toList());
  }

  /** The table under its title, with its notes, in GitHub's Markdown; best figures are bold. */
  public String toMarkdown() {
    return ResultTableText.markdown(this);
  }

  /**
   * Blocks as CSV with one line per architecture and training type: number of folds, then mean,
   * deviation (both in percent) and p-value per metric, then gains in points, of the distilled
   * student over the others, of the last training type over the linear baseline; the last field
   * tells the blocks apart. A field that is not defined is empty.
   */
  public static String toCsv(List<ResultTable> blocks) {
    return ResultTableCsv.of(blocks);
  }

  /** The table with its notes as a LaTeX table environment for the package booktabs. */
  public String toLatex() {
    return ResultTableText.latex(this);
  }

  /** The table under its title, with its notes, for a terminal; best figures have an asterisk. */
  public String toTerminal() {
    return ResultTableText.terminal(this);
  }
}
