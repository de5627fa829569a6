package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.ToyTask;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks whose answer is known are learnt. */
class LearningTests {
  private final ToyTask toy = ToyTask.word(1, 800);
  private final int[][] texts = toy.texts();
  private final float[][] targets = toy.targets();
  private final int outputs = targets[0].length;
  private final int[] test = IntStream.range(600, 800).toArray();

  private double accuracy(float[][] logits) {
    int right = 0;
    for (int i = 0; i < test.length; i++) {
      for (int output = 0; output < outputs; output++) {
        right += (logits[i][output] > 0) == (targets[test[i]][output] == 1) ? 1 : 0;
      }
    }
    return right / (double) (test.length * outputs);
  }

  @ParameterizedTest
  @EnumSource
  void learnsWhichWordDecides(EmbeddingChannels channels) {
    TextCnnSettings settings = new TextCnnSettings(List.of(1, 2), 16, 2, 16, 0.2, channels);
    NetworkSpec spec =
        new NetworkSpec(new TextCnn(settings), new EmbeddingTableShape(toy.words(), 16), outputs);
    TrainingTask task =
        new TrainingTask(
            texts,
            targets,
            IntStream.range(0, 600).toArray(),
            test,
            logits -> new ValidationScore(accuracy(logits), 0),
            1,
            new OptimisationSettings(32, 5e-3, 12, 12),
            1);
    try (TrainingSession session =
        new TrainingSession(spec, new RandomInputs(2).vectors(toy.words(), 16))) {
      session.start(1);
      assertThat(accuracy(Trainer.predict(session, texts, test))).isLessThan(0.8);
      Trainer.train(session, task, TrainingListener.NONE);
      assertThat(accuracy(Trainer.predict(session, texts, test))).isGreaterThan(0.95);
    }
  }
}
