package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.StudentSearch;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a distilled student has become its teacher on each part of its fold. The teacher's
 * answers are those that the student learnt: on training documents those of {@code teacher.answers}
 * where experts are cross-fitted, before temperature and true labels. A student that learnt the
 * validation documents is judged there by its training without them.
 */
record StudentFidelity(TrainingData data, Responses responses, StudentSearch.Found student) {
  /** By part, those without an answer left out. */
  Map<String, Fidelity> byPart(double threshold) {
    Fold fold = data.fold();
    float[][] teachers = responses.probabilitiesFor(data);
    float[][] students = Sigmoid.of(student.result().logits());
    float[][] before = Sigmoid.of(student.first().orElse(student.result()).logits());
    Map<String, int[]> parts = new LinkedHashMap<>();
    parts.put("train", fold.train());
    parts.put("unlabelled", fold.unlabelled());
    parts.put("validation", fold.validation());
    parts.put("test", fold.test());
    Map<String, Fidelity> byPart = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> {
          int[] answered = Arrays.stream(part).filter(it -> teachers[it].length > 0).toArray();
          boolean[][] truth =
              Arrays.stream(answered)
                  .mapToObj(it -> data.corpus().targets()[it])
                  .toArray(boolean[][]::new);
          if (answered.length > 0) {
            byPart.put(
                name,
                ProbabilityEvaluator.fidelity(
                    part == fold.unlabelled() ? Optional.empty() : Optional.of(truth),
                    rows(teachers, answered),
                    rows(part == fold.validation() ? before : students, answered),
                    threshold));
          }
        });
    return byPart;
  }

  private static float[][] rows(float[][] all, int[] which) {
    return Arrays.stream(which).mapToObj(it -> all[it]).toArray(float[][]::new);
  }
}
