package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.models.ComputeDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training documents whose labels are not to be used. */
final class UnlabelledTests {
  private static List<TrialSpec> trials(TrainingData data, double trueLabels) {
    BinaryRelevanceTeacher teacher =
        new BinaryRelevanceTeacher(SmallData.settings(1, 1), List.of(1.0));
    StudentTrainer student =
        new StudentTrainer(
            SmallData.settings(1, 1),
            DistillationLoss.probabilities(2, trueLabels),
            TrialPriority.ofTeacher());
    float[][] logits = new float[data.corpus().size()][2];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = new float[] {i % 3 - 1, 1 - i % 4};
    }
    Responses answers = new Responses(data.corpus().ids(), data.labels().names(), logits, "given");
    return List.of(
        teacher.candidates(data, 0).get(0),
        student.standaloneTrial(data),
        student.distilledTrial(data, "given", answers));
  }

  private static List<float[][]> logits(List<TrialSpec> trials) {
    List<float[][]> logits = new ArrayList<>();
    try (LocalTrialExecutor one =
        new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE)) {
      for (TrialSpec trial : trials) {
        TrialResult result = TrialExecutor.join(one.submit(trial, TrialPriority.ofTeacher()));
        logits.add(result.logits());
      }
    }
    return logits;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void theirLabelsAreNeverRead(double trueLabels) {
    TrainingData data = SmallData.of(12, 2);
    List<TrialSpec> all = trials(SmallData.withLabels(data, 6, true), trueLabels);
    List<TrialSpec> none = trials(SmallData.withLabels(data, 6, false), trueLabels);

    assertThat(all).extracting(it -> it.learntDocuments().length).containsExactly(6, 6, 10);
    List<float[][]> expected = logits(all);
    List<float[][]> actual = logits(none);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isDeepEqualTo(expected.get(i));
    }
  }
}
