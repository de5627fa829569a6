package io.github.polystill.report.html;

import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.report.Markup;
import io.github.polystill.report.html.HtmlTable.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The test documents that a model got most wrong, and those on which the distilled student and its
 * teacher differ most.
 */
final class DocumentsSection {
  private static final int SHOWN = 10;

  private final Report report;

  /**
   * A document of a fold's test part.
   *
   * @param value what it is ranked by
   * @param teacher that the model is compared to, where it is
   */
  private record Ranked(
      EvaluatedPredictions model,
      int document,
      double value,
      Optional<EvaluatedPredictions> teacher) {
    String id() {
      return model.predictions().ids().get(document);
    }
  }

  DocumentsSection(Report report) {
    this.report = report;
  }

  String html() {
    StringBuilder html = new StringBuilder();
    report
        .texts()
        .whyMissing()
        .ifPresent(why -> html.append("<p>").append(Markup.escape(why)).append("</p>\n"));
    for (String architecture : report.architectures()) {
      lastTraining(architecture).ifPresent(row -> html.append(worst(architecture, row)));
      html.append(disagreement(architecture));
    }
    return html.toString();
  }

  /** The distilled student, or what there is of an architecture without one. */
  private Optional<TrainingRow> lastTraining(String architecture) {
    return report.predictions().stream()
        .filter(model -> model.evaluation().architecture().equals(architecture))
        .map(model -> model.evaluation().training())
        .max(Comparator.naturalOrder());
  }

  private List<EvaluatedPredictions> models(String architecture, TrainingRow row) {
    return report.predictions().stream()
        .filter(model -> model.evaluation().architecture().equals(architecture))
        .filter(model -> model.evaluation().training() == row)
        .toList();
  }

  private HtmlTable worst(String architecture, TrainingRow row) {
    List<Ranked> all = new ArrayList<>();
    for (EvaluatedPredictions model : models(architecture, row)) {
      for (int i = 0; i < model.predictions().ids().size(); i++) {
        all.add(new Ranked(model, i, model.predictions().loss(i), Optional.empty()));
      }
    }
    HtmlTable table =
        new HtmlTable(
            String.format(
                Locale.ROOT,
                "%s, %s: test documents with the highest loss",
                architecture,
                row.key()));
    table.text("document").number("fold").number("loss");
    table.prose("true labels").prose("predicted");
    withTexts(table);
    for (Ranked document : highest(all)) {
      table.row(cells(document, trueLabels(document), predictedLabels(document)));
    }
    return table;
  }

  private String disagreement(String architecture) {
    List<Ranked> all = new ArrayList<>();
    for (EvaluatedPredictions student : models(architecture, TrainingRow.DISTILLED)) {
      Optional<EvaluatedPredictions> teacher = teacherOf(architecture, student);
      if (teacher.isPresent()) {
        for (int i = 0; i < student.predictions().ids().size(); i++) {
          all.add(new Ranked(student, i, distance(student, teacher.get(), i), teacher));
        }
      }
    }
    if (all.isEmpty()) {
      return "";
    }
    HtmlTable table =
        new HtmlTable(
            architecture + ": test documents on which teacher and distilled student differ most");
    table.text("document").number("fold").number("difference");
    table.prose("teacher → student").prose("true labels");
    withTexts(table);
    for (Ranked document : highest(all)) {
      table.row(cells(document, changes(document), trueLabels(document)));
    }
    return table.toString();
  }

  private boolean hasTexts() {
    return !report.texts().byId().isEmpty();
  }

  private void withTexts(HtmlTable table) {
    if (hasTexts()) {
      table.prose("text");
    }
  }

  private List<Cell> cells(Ranked document, String first, String second) {
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                Cell.text(document.id()),
                Cell.text(document.model().evaluation().key().foldName()),
                Cell.number(document.value(), String.format(Locale.ROOT, "%.3f", document.value())),
                Cell.text(first),
                Cell.text(second)));
    if (hasTexts()) {
      cells.add(Cell.html(report.texts().html(document.id())));
    }
    return cells;
  }

  /** The teacher of the same fold, whose test documents are the same in the same order. */
  private Optional<EvaluatedPredictions> teacherOf(
      String architecture, EvaluatedPredictions student) {
    return models(architecture, TrainingRow.TEACHER).stream()
        .filter(it -> it.evaluation().key().sharesFoldWith(student.evaluation().key()))
        .filter(teacher -> teacher.predictions().ids().equals(student.predictions().ids()))
        .findFirst();
  }

  /** Mean absolute difference of the probabilities. */
  private static double distance(
      EvaluatedPredictions student, EvaluatedPredictions teacher, int document) {
    float[] first = student.predictions().probabilities()[document];
    float[] second = teacher.predictions().probabilities()[document];
    double sum = 0;
    for (int j = 0; j < first.length; j++) {
      sum += Math.abs(first[j] - second[j]);
    }
    return sum / first.length;
  }

  private static List<Ranked> highest(List<Ranked> documents) {
    return documents.stream()
        .sorted(
            Comparator.comparingDouble((Ranked document) -> -document.value())
                .thenComparing(Ranked::id))
        .limit(SHOWN)
        .toList();
  }

  private static String trueLabels(Ranked document) {
    boolean[] truth = document.model().predictions().truth()[document.document()];
    List<String> names = new ArrayList<>();
    for (int j = 0; j < truth.length; j++) {
      if (truth[j]) {
        names.add(document.model().predictions().labels().name(j));
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String predictedLabels(Ranked document) {
    Predictions predictions = document.model().predictions();
    float[] probabilities = predictions.probabilities()[document.document()];
    List<String> names = new ArrayList<>();
    for (int j = 0; j < probabilities.length; j++) {
      boolean predicted = probabilities[j] > threshold(document.model(), j);
      if (predicted || predictions.truth()[document.document()][j]) {
        names.add(
            String.format(
                Locale.ROOT,
                "%s%s %.2f",
                predicted ? "" : "not ",
                predictions.labels().name(j),
                probabilities[j]));
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  /** The labels with the largest differences. */
  private static String changes(Ranked document) {
    EvaluatedPredictions teacher = document.teacher().orElseThrow();
    LabelSet labels = teacher.predictions().labels();
    float[] from = teacher.predictions().probabilities()[document.document()];
    float[] to = document.model().predictions().probabilities()[document.document()];
    List<Integer> order = new ArrayList<>();
    for (int j = 0; j < labels.size(); j++) {
      order.add(j);
    }
    order.sort(Comparator.comparingDouble(j -> -Math.abs(from[j] - to[j])));
    List<String> shown = new ArrayList<>();
    for (int j : order.subList(0, Math.min(3, order.size()))) {
      shown.add(String.format(Locale.ROOT, "%s %.2f → %.2f", labels.name(j), from[j], to[j]));
    }
    return String.join(", ", shown);
  }

  private static double threshold(EvaluatedPredictions model, int label) {
    List<LabelEvaluation> perLabel = model.evaluation().evaluation().perLabel();
    return perLabel.get(label).threshold();
  }
}
