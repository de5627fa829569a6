package io.github.polystill.report.figures;

import io.github.polystill.evaluation.FoldEvaluation;
import java.util.List;

/**
 * What the figures of a run are drawn from.
 *
 * @param corpus counts of the corpus
 * @param labels most frequent first
 * @param evaluations as in metrics.json, without baselines
 * @param curves of students and chosen experts, may be empty
 * @param studentFigure what validates students, such as {@code macro-f1}
 * @param teacherFigure what validates experts
 * @param reliability of every training type
 */
public record FigureData(
    CorpusProfile corpus,
    List<String> labels,
    List<FoldEvaluation> evaluations,
    List<LearningCurve> curves,
    String studentFigure,
    String teacherFigure,
    List<ReliabilityCurve> reliability) {

  /** Architectures in the order of the evaluations. */
  List<String> architectures() {
    return evaluations.stream().map(FoldEvaluation::architecture).distinct().toList();
  }
}
