package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialId;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StudentTrainerTests {
  private final TrainingData data = SmallData.of(10, 2);

  private StudentTrainer student(StandaloneLoss loss) {
    return new StudentTrainer(
        SmallData.settings(1, 1), DistillationLoss.RESPONSES, loss, TrialPriority.ofTeacher());
  }

  /** Of the two validation documents the first has label a, the second label b. */
  @Test
  void everyLabelHasTheClassWeightThatMovesItsLogitsBest() {
    float[][] logits = {{-1, 0.5f}, {-3, 2}};

    assertThat(
            student(StandaloneLoss.BCE)
                .classWeights(data, logits, List.of(0.5, 2.0, 5.0), ValidationFigure.F1))
        .containsExactly(5.0, 0.5);
  }

  @Test
  void theNameOfAStandaloneTrialHasItsLoss() {
    Stream<TrialId> ids =
        Arrays.stream(StandaloneLoss.values()).map(it -> student(it).standaloneTrial(data).id());

    assertThat(ids).doesNotHaveDuplicates();
  }
}
