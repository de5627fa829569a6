package io.github.polystill.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportWriterTests {
  private static final String HOSTILE = "<script>alert('x')</script>\"&{{title}}";
  private static final List<String> LABELS =
      List.of(
          "注意事項",
          "健康表現",
          "心理健康",
          "治療方案",
          "醫療檢測",
          "保健食品",
          "藥物",
          "銀髮族",
          "with a rather long English name");

  @TempDir Path directory;

  /** Leaves the page in target/, to be looked at in a browser. */
  @Test
  void writesOnePageThatLoadsNothing() throws IOException {
    Path file = Path.of("target", "report-example.html").toAbsolutePath();
    ReportWriter.write(file, report(LABELS, List.of("textcnn", "han"), 5));

    String html = Files.readString(file);
    assertThat(html)
        .contains("這個語料庫是合成的")
        .contains("Knowledge Distillation (Teacher + Student)")
        .contains("銀髮族")
        .contains("0.5, 1, 2")
        .doesNotContain("{{")
        .doesNotContain("http:", "https:", "<link", "<script", "@import", "url(");
    assertThat(Pattern.compile("<svg").matcher(html).results()).hasSize(1 + 2 + 2 * 2 * 5);
  }

  @Test
  void escapesEverythingFromTheUser() throws Exception {
    Report plain = report(List.of(HOSTILE, "b"), List.of(HOSTILE), 2);
    Report report =
        new Report(
            HOSTILE,
            Optional.of(HOSTILE),
            Map.of(HOSTILE, HOSTILE),
            plain.evaluations(),
            plain.documents(),
            plain.labelCounts(),
            HOSTILE,
            List.of(new LearningCurve(HOSTILE, new double[1], new double[1], new double[1], 0)));

    String html = ReportWriter.html(report);

    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;", "{{title}}");
    assertThat(html.split("&lt;script&gt;", -1)).hasSizeGreaterThan(15);
    assertIsWellFormed(html);
  }

  @Test
  void figuresStayInsideTheirFrames() throws Exception {
    String html = ReportWriter.html(report(LABELS, List.of("textcnn"), 3));
    assertIsWellFormed(html);
    assertThat(html).doesNotContain("NaN", "Infinity");
    List<Double> coordinates =
        Pattern.compile(" (?:x|cx|width)=\"(-?[0-9.]+)\"")
            .matcher(html)
            .results()
            .map((MatchResult match) -> Double.parseDouble(match.group(1)))
            .toList();
    assertThat(coordinates).hasSizeGreaterThan(100).allMatch(x -> x >= 0 && x <= 760);
  }

  @Test
  void aDivergedModelLeavesAGapInItsCurve() throws Exception {
    double[] diverged = {0.7, Double.NaN, 0.5, Double.POSITIVE_INFINITY};
    double[] nothing = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    Report plain = report(List.of("a", "b"), List.of("textcnn"), 1);
    String html =
        ReportWriter.html(
            new Report(
                "t",
                Optional.empty(),
                Map.of(),
                plain.evaluations(),
                plain.documents(),
                plain.labelCounts(),
                "macro-f1",
                List.of(new LearningCurve("c", diverged, diverged, nothing, 1))));
    assertThat(html).doesNotContain("NaN", "Infinity");
    assertIsWellFormed(html);
  }

  @Test
  void oneFoldOfOneTrainingTypeIsAReportToo() throws Exception {
    Report plain = report(List.of("a", "b"), List.of("textcnn"), 1);
    Report teacherOnly =
        new Report(
            "t",
            Optional.empty(),
            Map.of(),
            plain.evaluations().subList(0, 1),
            10,
            Map.of("a", 0, "b", 0),
            "macro-f1",
            List.of());
    String html = ReportWriter.html(teacherOnly);
    assertThat(html).contains("No p-value for textcnn", "kept no learning curves");
    assertThat(html).doesNotContain("NaN", "class=\"notice\"");
    assertIsWellFormed(html);
  }

  @Test
  void aFullExperimentStaysSmall() {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      labels.add("標籤" + i);
    }
    String html =
        ReportWriter.html(report(labels, List.of("textrnn", "textcnn", "han", "gru-att"), 5));
    assertThat(html.length()).isLessThan(2_000_000);
  }

  /** The page is written so that an XML parser takes it, apart from its doctype and meta tags. */
  private static void assertIsWellFormed(String html) throws Exception {
    String xml = html.replace("<!DOCTYPE html>", "").replaceAll("<meta [^>]*>", "");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static Report report(List<String> labels, List<String> architectures, int folds) {
    Random random = new Random(11);
    List<FoldEvaluation> evaluations = new ArrayList<>();
    List<LearningCurve> curves = new ArrayList<>();
    for (String architecture : architectures) {
      for (TrainingRow row : TrainingRow.values()) {
        for (int fold = 0; fold < folds; fold++) {
          evaluations.add(evaluation(labels, architecture, row, fold, random));
          if (row != TrainingRow.TEACHER) {
            curves.add(curve(architecture + ", " + row.key() + ", fold " + fold, random));
          }
        }
      }
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int j = labels.size() - 1; j >= 0; j--) {
      counts.put(labels.get(j), (int) (1989 / Math.pow(j + 1, 0.8)));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("experiment", "quickstart");
    settings.put("corpus", "runs/quickstart/corpus.jsonl (sha256 3f9a…)");
    settings.put("segmenter", "hanlp-traditional");
    settings.put("class weights", "0.05, 0.1, 0.5, 1, 2, 3, 5");
    settings.put("seed", "1");
    return new Report(
        "Quickstart: 健康 corpus",
        Optional.of(
            "這個語料庫是合成的 – this corpus is synthetic; the figures say nothing about real text."),
        settings,
        evaluations,
        2724,
        counts,
        "macro-f1",
        curves);
  }

  private static FoldEvaluation evaluation(
      List<String> labels, String architecture, TrainingRow row, int fold, Random random) {
    List<LabelEvaluation> perLabel = new ArrayList<>();
    Map<String, Double> weights = new LinkedHashMap<>();
    double[] grid = {0.5, 1, 2};
    double sum = 0;
    for (int j = 0; j < labels.size(); j++) {
      double f1 =
          0.85 / Math.pow(j + 1, 0.4)
              + (row == TrainingRow.DISTILLED ? 0.06 : 0)
              + 0.03 * random.nextDouble();
      sum += f1;
      perLabel.add(new LabelEvaluation(labels.get(j), 400 / (j + 1), f1, f1, Math.min(1, f1), 0.5));
      weights.put(labels.get(j), grid[(fold + (j % 2 == 0 ? 0 : j)) % (j % 2 == 0 ? 3 : 1)]);
    }
    double mean = sum / labels.size();
    return new FoldEvaluation(
        architecture,
        row.key(),
        fold,
        new MultiLabelEvaluation(mean + 0.1, mean, mean + 0.08, mean / 4, 0.4, perLabel),
        row == TrainingRow.TEACHER ? weights : Map.of());
  }

  private static LearningCurve curve(String name, Random random) {
    int epochs = 12 + random.nextInt(18);
    double[] training = new double[epochs];
    double[] validation = new double[epochs];
    double[] figure = new double[epochs];
    int best = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      training[epoch] = 0.1 + 0.6 * Math.exp(-epoch / 5.0);
      validation[epoch] = training[epoch] + 0.004 * epoch + 0.02 * random.nextDouble();
      figure[epoch] = 0.7 - 0.5 * Math.exp(-epoch / 4.0) + 0.02 * random.nextDouble();
      best = figure[epoch] > figure[best] ? epoch : best;
    }
    return new LearningCurve(name, training, validation, figure, best);
  }
}
