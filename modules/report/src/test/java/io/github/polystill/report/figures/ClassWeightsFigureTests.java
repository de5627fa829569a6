package io.github.polystill.report.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluator;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassWeightsFigureTests {
  private static final Pattern TIP = Pattern.compile("l\\d\\d \\([0-9.]+ %\\): weight");

  /** In whatever order a process's maps are: two drawings of a run are the same file. */
  @Test
  void drawsPointsInTheOrderOfLabels() {
    List<String> labels = IntStream.range(10, 30).mapToObj(i -> "l" + i).toList();
    Map<String, Double> weights = new LinkedHashMap<>();
    labels.forEach(label -> weights.put(label, 2.0));
    weights.put(labels.get(0), 3.0);
    boolean[][] truth = new boolean[2][labels.size()];
    MultiLabelEvaluation evaluation =
        MultiLabelEvaluator.evaluate(
            new Predictions(
                LabelSet.of(labels), List.of("a", "b"), truth, new float[2][labels.size()]),
            0.5);
    FigureData data =
        new FigureData(
            CorpusProfile.of(labels, truth, List.of(new int[] {0, 1})),
            labels,
            List.of(
                new FoldEvaluation(
                    ModelKey.of(0, "han", TrainingRow.TEACHER), evaluation, weights)),
            List.of(),
            "macro-f1",
            "f1",
            List.of());

    String svg = ClassWeightsFigure.of(data, RunFigures.WIDE).orElseThrow().inlineSvg();

    assertThat(TIP.matcher(svg).results().map(tip -> tip.group().substring(0, 3)))
        .containsExactlyElementsOf(labels);
  }
}
