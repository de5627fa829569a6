package io.github.polystill.evaluation.report;

import io.github.polystill.evaluation.FoldEvaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report shows. All text is taken as plain text and escaped.
 *
 * @param title heading of the page
 * @param notice one line that must not be missed, such as that the corpus is synthetic
 * @param settings names and values worth knowing, in the order to show them
 * @param evaluations at least one; as in metrics.json
 * @param documents number of documents of the corpus, at least one
 * @param labelCounts number of documents per label of the corpus; labels are shown by frequency
 * @param validationFigure name of the figure in the learning curves, such as {@code macro-f1}
 * @param curves learning curves of the students, may be empty
 */
public record Report(
    String title,
    Optional<String> notice,
    Map<String, String> settings,
    List<FoldEvaluation> evaluations,
    int documents,
    Map<String, Integer> labelCounts,
    String validationFigure,
    List<LearningCurve> curves) {
  public Report {
    if (evaluations.isEmpty() || documents < 1) {
      throw new IllegalArgumentException("a report needs evaluations and documents");
    }
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    evaluations = List.copyOf(evaluations);
    labelCounts = Collections.unmodifiableMap(new LinkedHashMap<>(labelCounts));
    curves = List.copyOf(curves);
  }
}
