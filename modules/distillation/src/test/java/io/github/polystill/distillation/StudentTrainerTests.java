package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.StudentSpec;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialId;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.training.LabelWeightedCrossEntropy;
import io.github.polystill.models.training.TrainingHistory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    StudentTrainer student = student(StandaloneLoss.BCE);
    float[][] logits = {{-1, 0.5f}, {-3, 2}};
    TrialResult standalone =
        TrialResult.stopped(
            student.standaloneTrial(data), TrainingHistory.none(true), 1, logits, Optional::empty);

    StudentSpec weighted =
        student.weightedTrial(data, standalone, List.of(0.5, 2.0, 5.0), ValidationFigure.F1);

    assertThat(weighted.loss()).isEqualTo(new LabelWeightedCrossEntropy(List.of(5.0, 0.5)));
    assertThat(weighted.targets()).isDeepEqualTo(student.standaloneTrial(data).targets());
    assertThat(weighted.student().training()).isEqualTo(TrainingRow.STANDALONE_WEIGHTED);
  }

  @Test
  void theNameOfAStandaloneTrialHasItsLoss() {
    Stream<TrialId> ids =
        Arrays.stream(StandaloneLoss.values()).map(it -> student(it).standaloneTrial(data).id());

    assertThat(ids).doesNotHaveDuplicates();
  }
}
