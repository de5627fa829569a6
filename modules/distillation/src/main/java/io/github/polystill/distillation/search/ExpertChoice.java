package io.github.polystill.distillation.search;

import io.github.polystill.evaluation.ValidationFigure;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps per label the expert that does best on the validation documents (METHOD.md, pipeline step
 * 3): the best figure, ties to the lower validation loss, then to the class weight nearest 1, then
 * to the one listed first.
 */
final class ExpertChoice {
  private ExpertChoice() {}

  /**
   * An expert as the choice sees it.
   *
   * @param classWeight that it was trained with
   * @param figure on the validation documents
   * @param validationLoss mean binary cross-entropy there
   */
  record Candidate(double classWeight, double figure, double validationLoss) {}

  /** Index of the best of the experts of one label by some figure. */
  static int best(List<Candidate> experts, ValidationFigure select) {
    return bestFirst(experts, select).get(0);
  }

  /** Indexes of the experts of one label, the best first. */
  static List<Integer> bestFirst(List<Candidate> experts, ValidationFigure select) {
    Comparator<Candidate> byFigure = Comparator.comparingDouble(Candidate::figure);
    Comparator<Candidate> worstFirst =
        (select.higherIsBetter() ? byFigure : byFigure.reversed())
            .thenComparing(Comparator.comparingDouble(Candidate::validationLoss).reversed())
            .thenComparing(
                Comparator.comparingDouble((Candidate it) -> Math.abs(it.classWeight() - 1))
                    .reversed());
    return IntStream.range(0, experts.size())
        .boxed()
        .sorted(Comparator.comparing(experts::get, worstFirst.reversed()))
        .toList();
  }
}
