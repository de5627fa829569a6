package io.github.polystill.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.report.figures.LearningCurve;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportWriterTests {
  private static final String HOSTILE = "</script><script>alert('x')</script>\"&{{title}}\u0000";

  @TempDir private Path directory;

  @Test
  void writesOnePageThatLoadsNothing() throws IOException {
    Path file = directory.resolve("report.html");
    ReportWriter.write(
        file, new ExampleReport(ExampleReport.LABELS, List.of("textcnn", "han"), 5, 500).build());

    String html = Files.readString(file);
    assertThat(html)
        .contains("Knowledge Distillation (Teacher + Student)", "銀髮族", "0.5, 1, 2, 0.5, 1")
        .contains("it diverged.", "藥師在臉書")
        .contains(
            "<caption>Table 1, threshold 0.5. Mean ± standard deviation over folds, percent</caption>")
        .contains("gain of distilled over standalone", "Approximate randomisation:", "Brier score")
        .contains("<caption>Table 1, thresholds tuned on validation data. ", "vs standalone, tuned")
        .contains("id=\"fidelity\"", "href=\"#fidelity\"", "calibration error of the teacher")
        .contains("id=\"suspects\"", "href=\"#suspects\"", "4 of 4", "Of 1 in suspects.csv")
        .doesNotContain("{{")
        .doesNotContain("http:", "https:", "<link", "<script src", "@import", "url(http");
    // The patterns; for wide and for narrow screens: three of the corpus, F1, class weights,
    // reliability, and learning curves by architecture.
    assertThat(Pattern.compile("<svg").matcher(html).results())
        .hasSize(1 + 2 * (3 + 1 + 1 + 1 + 2));
    assertThat(Pattern.compile("<table").matcher(html).results())
        .hasSameSizeAs(Pattern.compile("<caption>").matcher(html).results().toList());
    assertThat(Pattern.compile("<svg role=\"img\" aria-label=\"[^\"]{20,}").matcher(html).results())
        .hasSize(2 * 8);
  }

  @Test
  void escapesEverythingFromTheUser() throws Exception {
    Report report =
        new ExampleReport(List.of(HOSTILE, "b"), List.of(HOSTILE), 2, 40).with(HOSTILE).build();

    String html = ReportWriter.html(report);

    assertThat(html).doesNotContain("<script>alert").contains("&lt;script&gt;", "{{title}}");
    assertThat(html.split("&lt;script&gt;", -1)).hasSizeGreaterThan(15);
    assertThat(Pattern.compile("<script").matcher(html).results()).hasSize(2);
    assertIsWellFormed(html);
  }

  @Test
  void figuresStayInsideTheirFrames() throws Exception {
    String html =
        ReportWriter.html(
            new ExampleReport(ExampleReport.LABELS, List.of("textcnn", "han"), 3, 300).build());
    assertIsWellFormed(html);
    assertThat(withoutScript(html)).doesNotContain("NaN", "Infinity");
    for (MatchResult svg :
        Pattern.compile("viewBox=\"0 0 ([0-9.]+) ([0-9.]+)\"(.*?)</svg>", Pattern.DOTALL)
            .matcher(html)
            .results()
            .toList()) {
      double width = Double.parseDouble(svg.group(1));
      double height = Double.parseDouble(svg.group(2));
      for (MatchResult point :
          Pattern.compile("[ML](-?[0-9.]+) (-?[0-9.]+)").matcher(svg.group(3)).results().toList()) {
        assertThat(Double.parseDouble(point.group(1))).isBetween(0.0, width);
        assertThat(Double.parseDouble(point.group(2))).isBetween(0.0, height);
      }
    }
  }

  @Test
  void aDivergedModelLeavesAGapInItsCurve() throws Exception {
    double[] diverged = {0.7, Double.NaN, 0.5, Double.POSITIVE_INFINITY};
    double[] nothing = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    ExampleReport example = new ExampleReport(List.of("a", "b"), List.of("textcnn"), 1, 20);
    List<LearningCurve> curves = new ArrayList<>();
    for (TrainingRow row : TrainingRow.TRAINED) {
      curves.add(new LearningCurve("textcnn", row, diverged, diverged, nothing, 1));
    }

    String html =
        ReportWriter.html(
            example.report(List.of(example.result("textcnn", TrainingRow.TEACHER, 0)), curves));

    assertThat(withoutScript(html)).doesNotContain("NaN", "Infinity");
    assertIsWellFormed(html);
  }

  @Test
  void oneFoldOfOneTrainingTypeIsAReportToo() throws Exception {
    ExampleReport example = new ExampleReport(List.of("a", "b"), List.of("textcnn"), 1, 20);

    String html =
        ReportWriter.html(
            example.report(
                List.of(example.result("textcnn", TrainingRow.STANDALONE, 0)), List.of()));

    assertThat(html)
        .contains("The standalone student textcnn reaches", "No p-value for textcnn")
        .contains("<caption>Table 1, threshold 0.5. Percent on one test part</caption>")
        .contains("href=\"#significance\"", "id=\"significance\"")
        .doesNotContain(
            "fidelity", "href=\"#weights\"", "id=\"weights\"", "href=\"#curves\"", "id=\"curves\"")
        .doesNotContain(">class weight<", "Class weight:", ">gain<", "<caption>Significance");
    assertThat(html).doesNotContainPattern("<tbody>\\s*</tbody>");
    assertThat(withoutScript(html)).doesNotContain("NaN");
    assertIsWellFormed(html);
  }

  @Test
  void everyBarHasItsValue() {
    String html =
        ReportWriter.html(
            new ExampleReport(List.of("a", "b", "c"), List.of("textcnn"), 2, 40).build());
    for (String title : List.of("F1 per label", "Documents per label")) {
      List<MatchResult> figures =
          Pattern.compile("<svg[^>]*aria-label=\"" + title + "(.*?)</svg>", Pattern.DOTALL)
              .matcher(html)
              .results()
              .toList();
      assertThat(figures).hasSize(2);
      for (MatchResult figure : figures) {
        assertThat(figure.group().split("t-value", -1))
            .hasSize(1 + (title.startsWith("F1") ? 9 : 3));
      }
    }
  }

  @Test
  void oneClassWeightForAllIsASentence() {
    ExampleReport example = new ExampleReport(List.of("a"), List.of("textcnn"), 1, 20);
    String html =
        ReportWriter.html(
            example.report(List.of(example.result("textcnn", TrainingRow.TEACHER, 0)), List.of()));

    assertThat(html)
        .contains("The teacher's experts all have class weight 0.5.")
        .doesNotContain("Label shares over folds", "Labels that occur together");
  }

  /** 9 labels as in the paper, and 100, with up to 30 epochs and 500 documents. */
  @Test
  void aFullExperimentStaysSmall() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add("標籤" + i);
    }
    String html =
        ReportWriter.html(
            new ExampleReport(many, List.of("textrnn", "textcnn", "han", "gru-att"), 5, 500)
                .build());
    assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(5_000_000);
  }

  /** The page is written so that an XML parser takes it, apart from its doctype and meta tags. */
  private static void assertIsWellFormed(String html) throws Exception {
    String xml = withoutScript(html).replace("<!DOCTYPE html>", "").replaceAll("<meta [^>]*>", "");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static String withoutScript(String html) {
    return html.replaceAll("(?s)<script>.*?</script>", "")
        .replaceAll("(?s)<script type=\"application/json\"[^>]*>.*?</script>", "");
  }
}
