package io.github.polystill.report.html;

import io.github.polystill.data.LabelSet;
import io.github.polystill.evaluation.ModelKey.Kind;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.report.html.HtmlTable.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The test documents that a model got most wrong, and those on which the distilled student and its
 * teacher differ most.
 */
final class DocumentsSection {
  private static final int SHOWN = 10;

  /** Labels that are named where two models differ. */
  private static final int CHANGES = 3;

  private final Report report;

  /** A document of a model's test part, and what it is ranked by. */
  private record Ranked(EvaluatedPredictions model, int document, double value) {
    static Stream<Ranked> all(EvaluatedPredictions model, IntToDoubleFunction value) {
      return IntStream.range(0, model.predictions().ids().size())
          .mapToObj(i -> new Ranked(model, i, value.applyAsDouble(i)));
    }

    String id() {
      return model.predictions().ids().get(document);
    }

    float[] probabilities() {
      return model.predictions().probabilities()[document];
    }

    private boolean isTrue(int label) {
      return model.predictions().truth()[document][label];
    }

    private boolean isPredicted(int label) {
      double threshold = model.evaluation().evaluation().perLabel().get(label).threshold();
      return probabilities()[label] > threshold;
    }

    String trueLabels() {
      return labels(this::isTrue, "");
    }

    /** Labels over their threshold, and true ones that are not, with their probabilities. */
    String predictedLabels() {
      return labels(label -> isPredicted(label) || isTrue(label), " %.2f");
    }

    private String labels(IntPredicate which, String probability) {
      LabelSet labels = model.predictions().labels();
      String names =
          IntStream.range(0, labels.size())
              .filter(which)
              .mapToObj(
                  label ->
                      (probability.isEmpty() || isPredicted(label) ? "" : "not ")
                          + labels.name(label)
                          + String.format(Locale.ROOT, probability, probabilities()[label]))
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "none" : names;
    }
  }

  DocumentsSection(Report report) {
    this.report = report;
  }

  /** Why texts are missing, empty where they are not. */
  String whyMissing() {
    return report.texts().whyMissing().orElse("");
  }

  List<HtmlTable> tables() {
    List<HtmlTable> tables = new ArrayList<>();
    for (String architecture : report.architectures()) {
      worst(architecture).ifPresent(tables::add);
      disagreement(architecture).ifPresent(tables::add);
    }
    return tables;
  }

  /** Of the distilled student, or of what there is of an architecture without one. */
  private Optional<HtmlTable> worst(String architecture) {
    return report.predictions().stream()
        .filter(model -> model.evaluation().architecture().equals(architecture))
        .map(model -> model.evaluation().training())
        .max(Comparator.naturalOrder())
        .map(
            training ->
                table(
                    architecture + ", " + training.key() + ": test documents with the highest loss",
                    List.of("loss", "true labels", "predicted"),
                    models(architecture, training)
                        .flatMap(model -> Ranked.all(model, model.predictions()::loss))
                        .toList(),
                    document -> List.of(document.trueLabels(), document.predictedLabels())));
  }

  /** Empty without a teacher and its student. */
  private Optional<HtmlTable> disagreement(String architecture) {
    List<Ranked> documents =
        models(architecture, TrainingRow.DISTILLED)
            .flatMap(
                student ->
                    teacherOf(student).stream()
                        .flatMap(
                            teacher -> Ranked.all(student, i -> distance(student, teacher, i))))
            .toList();
    return documents.isEmpty()
        ? Optional.empty()
        : Optional.of(
            table(
                architecture
                    + ": test documents on which teacher and distilled student differ most",
                List.of("difference", "teacher → student", "true labels"),
                documents,
                document -> List.of(changes(document), document.trueLabels())));
  }

  private Stream<EvaluatedPredictions> models(String architecture, TrainingRow training) {
    return report.predictions().stream()
        .filter(model -> model.evaluation().key().kind().equals(new Kind(architecture, training)));
  }

  /** The teacher of the same fold, whose test documents are the same in the same order. */
  private Optional<EvaluatedPredictions> teacherOf(EvaluatedPredictions student) {
    return models(student.evaluation().architecture(), TrainingRow.TEACHER)
        .filter(it -> it.evaluation().key().sharesFoldWith(student.evaluation().key()))
        .filter(teacher -> teacher.predictions().ids().equals(student.predictions().ids()))
        .findFirst();
  }

  /** The highest of the documents with two columns of prose, and their texts where there are. */
  private HtmlTable table(
      String caption,
      List<String> headings,
      List<Ranked> documents,
      Function<Ranked, List<String>> prose) {
    boolean hasTexts = !report.texts().byId().isEmpty();
    HtmlTable table = new HtmlTable(caption);
    table.text("document").number("fold").number(headings.get(0));
    table.prose(headings.get(1)).prose(headings.get(2));
    if (hasTexts) {
      table.prose("text");
    }
    documents.stream()
        .sorted(
            Comparator.comparingDouble((Ranked document) -> -document.value())
                .thenComparing(Ranked::id))
        .limit(SHOWN)
        .forEach(
            document -> {
              double value = document.value();
              List<Cell> cells = new ArrayList<>();
              cells.add(Cell.text(document.id()));
              cells.add(Cell.text(document.model().evaluation().key().foldName()));
              cells.add(Cell.number(value, String.format(Locale.ROOT, "%.3f", value)));
              prose.apply(document).forEach(text -> cells.add(Cell.text(text)));
              if (hasTexts) {
                cells.add(report.texts().cell(document.id()));
              }
              table.row(cells);
            });
    return table;
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

  /** The labels with the largest differences. */
  private String changes(Ranked document) {
    EvaluatedPredictions teacher = teacherOf(document.model()).orElseThrow();
    LabelSet labels = teacher.predictions().labels();
    float[] from = teacher.predictions().probabilities()[document.document()];
    float[] to = document.probabilities();
    return IntStream.range(0, labels.size())
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -Math.abs(from[j] - to[j])))
        .limit(CHANGES)
        .map(j -> String.format(Locale.ROOT, "%s %.2f → %.2f", labels.name(j), from[j], to[j]))
        .collect(Collectors.joining(", "));
  }
}
