package io.github.polystill.distillation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps per label the expert that does best on the validation documents (METHOD.md, pipeline step
 * 3): the highest figure, ties to the lower validation loss, then to the class weight nearest 1,
 * then to the one listed first.
 */
public final class TeacherChoice {
  private TeacherChoice() {}

  /** Index of the best of the experts of one label. */
  public static int best(List<Expert> experts) {
    Comparator<Expert> worstFirst =
        Comparator.comparingDouble(Expert::figure)
            .thenComparing(Comparator.comparingDouble(Expert::validationLoss).reversed())
            .thenComparing(
                Comparator.comparingDouble((Expert expert) -> Math.abs(expert.classWeight() - 1))
                    .reversed());
    return IntStream.range(0, experts.size())
        .boxed()
        .max(
            Comparator.comparing(experts::get, worstFirst).thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }
}
