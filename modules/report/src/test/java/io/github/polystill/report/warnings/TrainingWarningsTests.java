package io.github.polystill.report.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.LabelLimits;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingWarningsTests {
  private static final int DOCUMENTS = 200;
  private static final LabelSet LABELS = LabelSet.of(List.of("a", "b", "c", "d", "e", "f"));

  private final TrainingWarnings warnings = new TrainingWarnings();
  private final Random random = new Random(7);
  private final boolean[][] truth = new boolean[DOCUMENTS][LABELS.size()];

  TrainingWarningsTests() {
    for (boolean[] row : truth) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextDouble() < 0.5 - 0.05 * j;
      }
    }
  }

  /** Of a cell: whether it is true and which label's. */
  @FunctionalInterface
  private interface Model {
    double probability(boolean truth, int label);
  }

  private void add(String architecture, String training, int fold, Model model) {
    float[][] probabilities = new float[DOCUMENTS][LABELS.size()];
    for (int i = 0; i < DOCUMENTS; i++) {
      for (int j = 0; j < LABELS.size(); j++) {
        probabilities[i][j] = (float) model.probability(truth[i][j], j);
      }
    }
    List<String> ids = IntStream.range(0, DOCUMENTS).mapToObj(i -> "d" + i).toList();
    Predictions predictions = new Predictions(LABELS, ids, truth, probabilities);
    FoldEvaluation evaluation =
        new FoldEvaluation(
            ModelKey.of(fold, architecture, TrainingRow.ofKey(training)),
            MultiLabelEvaluator.evaluate(predictions, 0.5));
    warnings.add(
        evaluation,
        new ThresholdEvaluator(0.5, LabelLimits.NONE)
            .evaluate(evaluation, predictions, predictions),
        predictions);
  }

  /** Right in most cells. */
  double good(boolean truth, int label) {
    return random.nextDouble() < 0.85 == truth ? 0.9 : 0.1;
  }

  /** A share of the label with a little noise, as the network of the first quickstart had it. */
  double idle(boolean truth, int label) {
    return 0.53 - 0.05 * label + 0.013 * random.nextGaussian();
  }

  /** Right in most cells, but never above the fixed threshold. */
  double low(boolean truth, int label) {
    return good(truth, label) / 2;
  }

  @Test
  void whatIsGoodIsNotDoubted() {
    add("textcnn", "distilled", 0, this::good);
    add("linear", "baseline", 0, this::idle);
    add("constant", "baseline", 0, (truth, label) -> label < 4 ? 0.6 : 0.4);
    assertThat(warnings.sentences()).isEmpty();
  }

  @Test
  void predictionsThatHardlyVaryAreNamed() {
    add("textcnn", "teacher", 0, this::good);
    add("textcnn", "teacher", 1, this::idle);
    assertThat(warnings.sentences())
        .singleElement()
        .asString()
        .startsWith(
            "Warning: the predictions of textcnn teacher hardly vary on 1 of 2 folds: in the test"
                + " part of fold 1 ")
        .contains(" of 200 documents get the same labels, there are ", "above 0.01");
  }

  @Test
  void oneSetForAllIsLowVarietyHoweverProbabilitiesVary() {
    add("textcnn", "standalone", 0, this::low);
    assertThat(warnings.sentences())
        .singleElement()
        .asString()
        .contains("200 of 200 documents get the same labels, there are 1 different label sets");
  }

  /** Where most documents truly carry the same labels, predictions may. */
  @Test
  void asMuchAlikeAsTheTruthIsNoFault() {
    for (boolean[] row : truth) {
      boolean rare = random.nextDouble() < 0.15;
      for (int j = 0; j < row.length; j++) {
        row[j] = rare && random.nextBoolean();
      }
    }
    add("textcnn", "standalone", 0, (truth, label) -> truth && random.nextBoolean() ? 0.6 : 0.1);
    assertThat(warnings.sentences()).isEmpty();
  }

  @Test
  void whatIsBelowABaselineSaysWhetherThresholdsChangeIt() {
    add("han", "standalone", 0, this::low);
    add("han", "distilled", 0, (truth, label) -> random.nextDouble());
    add("linear", "baseline", 0, (truth, label) -> truth ? 0.7 : random.nextDouble());
    List<String> sentences = warnings.sentences();
    assertThat(sentences)
        .filteredOn(it -> it.contains("han standalone is below the linear baseline"))
        .singleElement()
        .asString()
        .contains(": micro-F1 0.00 against ", " (not with one tuned threshold: ")
        .contains("), macro-F1 0.00 against ");
    assertThat(sentences)
        .filteredOn(it -> it.contains("han distilled is below the linear baseline"))
        .singleElement()
        .asString()
        .contains(" (still with one tuned threshold: ")
        .endsWith(").");
  }

  /** One tuned threshold gives a baseline that is too careful more than it gives a network. */
  @Test
  void whatIsBelowWithTunedThresholdsAloneIsDoubtedToo() {
    add("han", "standalone", 0, this::good);
    add("linear", "baseline", 0, (truth, label) -> truth ? 0.4 : 0.1);
    assertThat(warnings.sentences())
        .singleElement()
        .asString()
        .startsWith(
            "Warning: han standalone is below the linear baseline: micro-F1 with one tuned"
                + " threshold ")
        .contains(" against 100.00 (not with the fixed one: ", " against 0.00), macro-F1 with one");
  }

  @Test
  void equalFiguresAreNotBelowAndOtherFoldsAreNotCompared() {
    add("linear", "baseline", 0, (truth, label) -> truth ? 0.9 : 0.1);
    add("linear", "baseline", 1, (truth, label) -> truth ? 0.1 : 0.9);
    add("han", "teacher", 0, (truth, label) -> truth ? 0.8 : 0.2);
    add("han", "distilled", 2, this::good);
    assertThat(warnings.sentences()).isEmpty();
  }
}
