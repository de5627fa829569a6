package io.github.polystill.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Means, deviations and p-values of these tables come from NumPy and SciPy (ddof=1, ttest_rel). */
class ResultTableTests {
  private static final double[] TEACHER = {0.70, 0.71, 0.72};
  private static final double[] STANDALONE = {0.70, 0.72, 0.71};
  private static final double[] DISTILLED = {0.74, 0.73, 0.75};

  @Test
  void rendersMarkdown() {
    assertThat(threeFolds().toMarkdown())
        .isEqualTo(
            """
            ## Table 1, threshold 0.5

            | architecture | training | micro-F1 | macro-F1 | weighted-F1 | subset accuracy | folds |
            |---|---|---:|---:|---:|---:|---:|
            | textcnn | Binary Optimization (Teacher) | 71.00 ± 1.00 | 35.50 ± 0.50 | **90.00 ± 0.00** | 7.10 ± 0.10 | 3 |
            |  | Standalone Multi-label Classifier (Student) | 71.00 ± 1.00 | 35.50 ± 0.50 | **90.00 ± 0.00** | 7.10 ± 0.10 | 3 |
            |  | Knowledge Distillation (Teacher + Student) | **74.00 ± 1.00** | **37.00 ± 0.50** | **90.00 ± 0.00** | **7.40 ± 0.10** | 3 |
            |  | gain of distilled over standalone | +3.00 | +1.50 | +0.00 | +0.30 |  |
            |  | gain of distilled over teacher | +3.00 | +1.50 | +0.00 | +0.30 |  |
            |  | p, distilled vs standalone | 0.0955 | 0.0955 | – | 0.0955 |  |

            - Percent, mean ± sample standard deviation (n - 1) over the test folds.
            - p: two-sided paired t-test over folds, distilled against standalone, not corrected for the number of tests. Folds share training documents, so p tends to be too small.
            - No p-value for textcnn where the difference is the same on every fold.
            - Bold: best training type of the architecture.
            """);
  }

  @Test
  void rendersForTheTerminal() {
    assertThat(threeFolds().toTerminal())
        .startsWith(
            """
            Table 1, threshold 0.5

            architecture  training                                         micro-F1       macro-F1    weighted-F1   subset accuracy   folds
            """)
        .contains("Knowledge Distillation (Teacher + Student)   74.00 ± 1.00*  37.00 ± 0.50*")
        .contains("gain of distilled over teacher                      +3.00          +1.50 ")
        .contains("p, distilled vs standalone                         0.0955         0.0955 ");
  }

  @Test
  void rendersCsv() {
    assertThat(ResultTable.toCsv(List.of(threeFolds())).lines())
        .hasSize(4)
        .startsWith(
            "architecture,training,folds,microF1:mean,microF1:deviation,microF1:p,macroF1:mean,"
                + "macroF1:deviation,macroF1:p,weightedF1:mean,weightedF1:deviation,weightedF1:p,"
                + "subsetAccuracy:mean,subsetAccuracy:deviation,subsetAccuracy:p,"
                + "microF1:gainOverStandalone,microF1:gainOverTeacher,microF1:gainOverLinear,"
                + "macroF1:gainOverStandalone,macroF1:gainOverTeacher,macroF1:gainOverLinear,"
                + "weightedF1:gainOverStandalone,weightedF1:gainOverTeacher,"
                + "weightedF1:gainOverLinear,subsetAccuracy:gainOverStandalone,"
                + "subsetAccuracy:gainOverTeacher,subsetAccuracy:gainOverLinear,microF1:best,"
                + "macroF1:best,weightedF1:best,subsetAccuracy:best,thresholds",
            "textcnn,teacher,3,71.00,1.00,,35.50,0.50,,90.00,0.00,,7.10,0.10,,,,,,,,,,,,,,0,0,1,0,0.5")
        .endsWith(
            "textcnn,distilled,3,74.00,1.00,0.0954660,37.00,0.50,0.0954660,90.00,0.00,,7.40,0.10,"
                + "0.0954660,+3.00,+3.00,,+1.50,+1.50,,+0.00,+0.00,,+0.30,+0.30,,1,1,1,1,0.5");
  }

  @Test
  void baselinesAreRowsOfTheirOwnAndTheLinearOneIsCompared() {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, "textcnn", "teacher", TEACHER);
    add(evaluations, "textcnn", "standalone", STANDALONE);
    add(evaluations, "linear", "baseline", 0.60, 0.70, 0.65);
    add(evaluations, "constant", "baseline", 0.40, 0.40, 0.40);
    ResultTable table = ResultTable.of(evaluations);
    assertThat(table.toMarkdown())
        .isEqualTo(
            """
            ## Table 1, threshold 0.5

            | architecture | training | micro-F1 | macro-F1 | weighted-F1 | subset accuracy | folds |
            |---|---|---:|---:|---:|---:|---:|
            | textcnn | Binary Optimization (Teacher) | **71.00 ± 1.00** | **35.50 ± 0.50** | **90.00 ± 0.00** | **7.10 ± 0.10** | 3 |
            |  | Standalone Multi-label Classifier (Student) | **71.00 ± 1.00** | **35.50 ± 0.50** | **90.00 ± 0.00** | **7.10 ± 0.10** | 3 |
            |  | gain of standalone over linear | +6.00 | +3.00 | +0.00 | +0.60 |  |
            | linear | Baseline | 65.00 ± 5.00 | 32.50 ± 2.50 | 90.00 ± 0.00 | 6.50 ± 0.50 | 3 |
            | constant | Baseline | 40.00 ± 0.00 | 20.00 ± 0.00 | 90.00 ± 0.00 | 4.00 ± 0.00 | 3 |

            - Percent, mean ± sample standard deviation (n - 1) over the test folds.
            - linear: an SVM per label on TF-IDF of character 1-3-grams. constant: the most frequent labels for every document.
            - No p-value for textcnn: it needs distilled and standalone students.
            - Bold: best training type of the architecture.
            """);
    assertThat(table.toTerminal())
        .contains("gain of standalone over linear ", "constant      Baseline ");
    assertThat(table.toLatex())
        .contains(" & gain of standalone over linear & $+6.00$ &", "\nlinear & Baseline & 65.00 ");
    assertThat(ResultTable.toCsv(List.of(table)).lines())
        .anyMatch(
            line -> line.startsWith("textcnn,standalone,") && line.contains(",,,+6.00,,,+3.00,"))
        .anyMatch(line -> line.startsWith("linear,baseline,3,65.00,5.00,,32.50"))
        .hasSize(5);
  }

  @Test
  void theTunedBlockStandsBelowTheOtherUnderItsOwnName() {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, "textcnn", "standalone", DISTILLED);
    add(evaluations, "linear", "baseline", 0.60, 0.70, 0.65);
    ResultTable tuned = ResultTable.tuned(evaluations, ResultTable.FOLDS);
    assertThat(tuned.toTerminal()).startsWith("Table 1, thresholds tuned on validation data\n\n");
    assertThat(tuned.notes()).singleElement().asString().contains("within 0.005");
    assertThat(tuned.toLatex()).contains("\\label{tab:results-tuned}");
    assertThat(ResultTable.toCsv(List.of(threeFolds(), tuned)).lines())
        .hasSize(6)
        .anyMatch(line -> line.startsWith("textcnn,standalone,3,71.00") && line.endsWith(",0.5"))
        .anyMatch(line -> line.startsWith("textcnn,standalone,3,74.00") && line.endsWith(",tuned"))
        .last()
        .asString()
        .startsWith("linear,baseline,3,65.00");
  }

  @Test
  void rendersLatex() {
    String latex = threeFolds().toLatex();
    assertThat(latex)
        .startsWith("% Needs \\usepackage{booktabs}")
        .contains("\\begin{tabular}{llrrrrr}")
        .contains(" & Knowledge Distillation (Teacher + Student) & \\textbf{74.00 $\\pm$ 1.00} &")
        .contains(" & gain of distilled over standalone & $+3.00$ & $+1.50$ & $+0.00$ & $+0.30$ &")
        .contains(" & $p$, distilled vs standalone & 0.0955 & 0.0955 & -- & 0.0955 &  \\\\")
        .endsWith("\\end{table*}\n");
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, "a_b&c%", "teacher", 0.5);
    assertThat(ResultTable.of(evaluations).toLatex()).contains("\na\\_b\\&c\\% & ");
  }

  @Test
  void aFoldOfEverySeedCounts() {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    for (long seed : new long[] {1, 2}) {
      for (FoldEvaluation one : ofFolds("han", "standalone", 0.70, 0.71 + seed / 100.0)) {
        evaluations.add(one.orSeed(seed));
      }
      for (FoldEvaluation one : ofFolds("han", "distilled", 0.74, 0.78)) {
        evaluations.add(one.orSeed(seed));
      }
    }
    ResultTable.Block result = ResultTable.of(evaluations).architectures().get(0);
    assertThat(result.trainings().get(0).folds()).isEqualTo(4);
    // 0.04, 0.06, 0.04, 0.05
    assertThat(result.gains().get(0).gains().get(0)).isCloseTo(0.0475, within(1e-12));
    assertThat(result.pValues().get(0).p()).isCloseTo(0.0021775, within(1e-7));
  }

  private static List<FoldEvaluation> ofFolds(
      String architecture, String training, double... microF1) {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, architecture, training, microF1);
    return evaluations;
  }

  @Test
  void oneFoldHasNoDeviationAndNoPValueAndSaysSo() {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, "han", "standalone", 0.5);
    add(evaluations, "han", "distilled", 0.6);
    ResultTable table = ResultTable.of(evaluations);

    assertThat(table.architectures().get(0).pValues()).isEmpty();
    assertThat(table.toMarkdown())
        .contains("| **60.00** |")
        .doesNotContain("±")
        .contains("so there is no standard deviation")
        .contains("No p-value for han: distilled and standalone share 1 fold, and");
  }

  @Test
  void pairsByFoldNumber() {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, "han", "standalone", 0.70, 0.71, 0.75);
    List<FoldEvaluation> distilled = new ArrayList<>();
    add(distilled, "han", "distilled", 0.74, 0.78, 0.79);
    // Fold 1 of the distilled student is still to come.
    evaluations.add(distilled.get(2));
    evaluations.add(distilled.get(0));
    ResultTable table = ResultTable.of(evaluations);
    assertThat(table.architectures().get(0).trainings().get(1).folds()).isEqualTo(2);
    // Differences of folds 0 and 2 are both 0.04; paired by position they would be 0.09 and 0.03.
    assertThat(table.architectures().get(0).pValues()).allMatch(pValue -> pValue.p() == null);
  }

  @Test
  void aTrainingAloneIsNotBestAndHasNoPValue() {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, "textrnn", "teacher", 0.5, 0.6);
    String markdown = ResultTable.of(evaluations).toMarkdown();
    assertThat(markdown)
        .doesNotContain("**")
        .contains("No p-value for textrnn: it needs distilled and standalone students.");
  }

  @Test
  void keepsTheOrderOfArchitecturesAndNeverSaysSignificant() {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    for (String architecture : List.of("textrnn", "gru-att", "han")) {
      add(evaluations, architecture, "distilled", 0.9, 0.91, 0.92);
      add(evaluations, architecture, "standalone", 0.1, 0.12, 0.11);
    }
    ResultTable table = ResultTable.of(evaluations);
    assertThat(table.architectures())
        .extracting(ResultTable.Block::architecture)
        .containsExactly("textrnn", "gru-att", "han");
    assertThat(table.architectures().get(0).trainings())
        .extracting(ResultTable.Row::training)
        .containsExactly(TrainingRow.STANDALONE, TrainingRow.DISTILLED);
    assertThat(table.toMarkdown() + table.toTerminal() + ResultTable.toCsv(List.of(table)))
        .doesNotContainIgnoringCase("significan");
  }

  @Test
  void isFriendlyToJson() {
    JsonNode json = new ObjectMapper().valueToTree(threeFolds());
    JsonNode cell = json.at("/architectures/0/trainings/2/metrics/0");
    assertThat(cell.get("mean").doubleValue()).isEqualTo(0.74);
    assertThat(cell.get("best").booleanValue()).isTrue();
    assertThat(json.at("/architectures/0/pValues/2/p").isNull()).isTrue();
  }

  @Test
  void refusesNothingAndDuplicates() {
    assertThatIllegalArgumentException().isThrownBy(() -> ResultTable.of(List.of()));
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, "han", "teacher", 0.5);
    add(evaluations, "han", "teacher", 0.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResultTable.of(evaluations))
        .withMessageContaining("han teacher fold 0");
  }

  private static ResultTable threeFolds() {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    add(evaluations, "textcnn", "teacher", TEACHER);
    add(evaluations, "textcnn", "standalone", STANDALONE);
    add(evaluations, "textcnn", "distilled", DISTILLED);
    return ResultTable.of(evaluations);
  }

  private static void add(
      List<FoldEvaluation> evaluations, String architecture, String training, double... microF1) {
    for (int fold = 0; fold < microF1.length; fold++) {
      double figure = microF1[fold];
      evaluations.add(
          new FoldEvaluation(
              ModelKey.of(fold, architecture, TrainingRow.ofKey(training)),
              new MultiLabelEvaluation(figure, figure / 2, 0.9, figure / 10, 1, List.of())));
    }
  }
}
