package io.github.polystill.distillation.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.ComputeDevice;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LinearExpertTests {
  private final TrainingData data = SmallData.of(8, 1);

  /** Without a name of its own, so that the kind alone tells an expert from a network. */
  private static ExpertTraits only(ExpertKind kind) {
    return new ExpertTraits(kind, Optional.empty(), false);
  }

  private ExpertSpec expert(TrainingData learnt) {
    return SmallData.expert(learnt, SmallData.settings(1, 1), 1).with(only(ExpertKind.LINEAR));
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

    TrialResult trained = LinearExpert.train(expert(data));

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

      LinearExpert<int[]> read =
          LinearExpert.ofWords(data.corpus().vocabulary(), trained.weights());
      assertThat(read.answers(trained.weights(), data.corpus().tokens()))
          .isDeepEqualTo(trained.logits());
    }
  }

  @Test
  void saysTheOddsWhereAllDocumentsAreAlike() {
    boolean[][] all = new boolean[8][1];
    Arrays.stream(all).forEach(row -> row[0] = true);
    int[] negatives = {1, 3, 5, 7};
    TrainingData positive = SmallData.withFlipped(data, negatives);

    float[][] logits = LinearExpert.train(expert(positive)).logits();

    assertThat(positive.corpus().targets()).isDeepEqualTo(all);
    assertThat(logits[3][0]).isEqualTo((float) Math.log(7));
  }

  @Test
  void hasAnotherNameThanANetwork() {
    ExpertSpec network = SmallData.expert(data, SmallData.settings(1, 1), 1);

    assertThat(network.with(only(ExpertKind.LINEAR)).id()).isNotEqualTo(network.id());
  }

  /**
   * The vectors of the documents, which say their label but for noise of another scale in each
   * value.
   */
  private static TrainingData encoded(TrainingData data, String encoder) {
    Random random = new Random(1);
    float[][] vectors = new float[data.corpus().size()][8];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < vectors[i].length; j++) {
        double label = data.corpus().targets()[i][0] ? 1 : -1;
        vectors[i][j] = (float) (100 + Math.pow(10, j - 3) * (label + random.nextGaussian()));
      }
      vectors[i][5] = 7; // says nothing
    }
    return data.with(
        Optional.of(
            new TextVectors(
                encoder,
                () -> vectors,
                rows -> Arrays.stream(rows).mapToObj(it -> vectors[it]).toArray(float[][]::new))));
  }

  @Test
  void learnsFromTheVectorsOfAnEncoder() {
    TrainingData encoded = encoded(SmallData.of(40, 1), "hash");
    ExpertSpec expert =
        SmallData.expert(encoded, SmallData.settings(1, 1), 1).with(only(ExpertKind.ENCODER));

    TrialResult trained = LinearExpert.train(expert);

    boolean[][] truth = expert.truth();
    for (int i = 0; i < truth.length; i++) {
      assertThat(trained.logits()[i][0] > 0).as("d" + i).isEqualTo(truth[i][0]);
    }
    float[][] vectors = encoded.encoded().orElseThrow().documents().get();
    assertThat(LinearExpert.ofVectors(trained.weights()).answers(trained.weights(), vectors))
        .isDeepEqualTo(trained.logits());
    assertThat(LinearExpert.answering(expert, trained.weights()).apply(new int[] {3, 1}))
        .isDeepEqualTo(new float[][] {trained.logits()[3], trained.logits()[1]});
    assertThat(expert.id())
        .isNotEqualTo(
            SmallData.expert(encoded(SmallData.of(40, 1), "other"), SmallData.settings(1, 1), 1)
                .with(only(ExpertKind.ENCODER))
                .id());
  }
}
