package io.github.polystill.distillation.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.ComputeDevice;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShiftSearchTests {
  /** One network is trained, and every class weight is judged by the odds times that weight. */
  @Test
  void aClassWeightMultipliesTheOdds() {
    TrainingData data = SmallData.of(10, 2);
    List<Double> weights = List.of(0.05, 1.0, 5.0);
    BinaryRelevanceTeacher teacher =
        new BinaryRelevanceTeacher(
            SmallData.settings(2, 3),
            weights,
            ValidationFigure.LOSS,
            new ShiftSearch(),
            TrialPriority.ofTeacher());
    FoundExpert found;
    try (LocalTrialExecutor one =
        new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE)) {
      found = teacher.findExperts(data, one).get(0);
    }
    FoundExpert.Expert expert = found.expert().orElseThrow();
    assertThat(expert.trial().classWeight()).isEqualTo(1);
    assertThat(found.epochs()).isEqualTo(3);

    int[] validation = data.fold().validation();
    double best = Double.POSITIVE_INFINITY;
    double least = 0;
    for (double weight : weights) {
      double loss = 0;
      for (int document : validation) {
        double odds = weight * Math.exp(expert.result().logits()[document][0]);
        loss -= Math.log((data.corpus().targets()[document][0] ? odds : 1) / (1 + odds));
      }
      if (loss < best) {
        best = loss;
        least = weight;
      }
    }
    assertThat(expert.classWeight()).isEqualTo(least);
    for (int document = 0; document < 10; document++) {
      assertThat(Math.exp(expert.logits()[document][0]))
          .isCloseTo(least * Math.exp(expert.result().logits()[document][0]), within(1e-5));
    }
  }
}
