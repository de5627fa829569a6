package io.github.polystill.distillation.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.ComputeDevice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LinearExpertTests {
  private final TrainingData data = SmallData.of(8, 1);

  private ExpertSpec expert(TrainingData learnt) {
    return SmallData.expert(learnt, SmallData.settings(1, 1), 1).linear();
  }

  /**
   * scikit-learn 1.2.1: TfidfVectorizer(analyzer=words and "#" + their characters,
   * sublinear_tf=True) of the first six documents, LogisticRegression(C=30, solver="liblinear",
   * tol=1e-10).decision_function of all.
   */
  @Test
  void answersAsScikitLearnDoes() {
    double[] wanted = {
      1.00007556, -0.927644422, 1.36760293, -1.36760293, 0.927644422, -1.00007556, 0, 1.00007556
    };

    TrialResult trained = new LinearExpert(data).train(expert(data));

    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) trained.logits()[i][0]).as("d" + i).isCloseTo(wanted[i], within(1e-4));
    }
    assertThat(trained.history().best().validation().loss())
        .isCloseTo((Math.log(2) + Math.log1p(Math.exp(1.00007556))) / 2, within(1e-4));
    double trainingLoss =
        DoubleStream.of(wanted).limit(6).map(it -> Math.log1p(Math.exp(-Math.abs(it)))).sum() / 6;
    assertThat(trained.history().best().trainingLoss()).isCloseTo(trainingLoss, within(1e-4));
  }

  @Test
  void weightsAnswerAsTheyDidInTraining() {
    try (LocalTrialExecutor executor =
        new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE)) {
      TrialResult trained =
          TrialExecutor.join(executor.submit(expert(data), TrialPriority.ofTeacher()));

      LinearExpert read = new LinearExpert(data.corpus().vocabulary(), trained.weights());
      for (LinearExpert same : List.of(new LinearExpert(data), read)) {
        assertThat(same.answers(trained.weights(), data.corpus().tokens()))
            .isDeepEqualTo(trained.logits());
      }
    }
  }

  @Test
  void saysTheOddsWhereAllDocumentsAreAlike() {
    boolean[][] all = new boolean[8][1];
    Arrays.stream(all).forEach(row -> row[0] = true);
    int[] negatives = {1, 3, 5, 7};
    TrainingData positive = SmallData.withFlipped(data, negatives);

    float[][] logits = new LinearExpert(positive).train(expert(positive)).logits();

    assertThat(positive.corpus().targets()).isDeepEqualTo(all);
    assertThat(logits[3][0]).isEqualTo((float) Math.log(7));
  }

  @Test
  void hasAnotherNameThanANetwork() {
    ExpertSpec network = SmallData.expert(data, SmallData.settings(1, 1), 1);

    assertThat(network.linear().id()).isNotEqualTo(network.id());
  }
}
