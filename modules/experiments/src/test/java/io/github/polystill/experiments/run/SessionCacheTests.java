package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.Fold;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.distillation.FoldData;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.UpdateRule;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.TrainingSession;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SessionCacheTests {
  private final OpenArchitectures open = new OpenArchitectures();

  private static NetworkSpec spec(int outputs) {
    TextCnnSettings settings =
        new TextCnnSettings(List.of(1), 2, 1, 2, 0, EmbeddingChannels.FINE_TUNED);
    return new NetworkSpec(new TextCnn(settings), new EmbeddingTableShape(9, 2), outputs);
  }

  private static FoldData fold(int index, int words) {
    return fold(index, words, index + 1);
  }

  private static FoldData fold(int index, int words, float vector) {
    float[] vectors = new float[words * 2];
    Arrays.fill(vectors, vector);
    int[] none = {};
    return new FoldData(
        new Fold(index, none, none, none),
        new EncodedCorpus(List.of(), new int[0][], new boolean[0][], LabelSet.of(List.of("a"))),
        new EmbeddingMatrix(vectors, words, 2));
  }

  /** Each seed deals folds of its own, with numbers from 0. */
  @Test
  void aFoldOfAnotherSeedHasItsOwnWordVectors() {
    open.add("textcnn", 1);
    try (SessionCache cache = new SessionCache(open::mayNeed, ComputeDevice.CPU)) {
      TrainingSession session = cache.get(spec(1), UpdateRule.PLAIN, fold(0, 9, 1));
      assertThat(cache.get(spec(1), UpdateRule.PLAIN, fold(0, 7, 2))).isSameAs(session);
      session.start(1);
      assertThat(session.weights().get("embedding.fine_tuned")).hasSize(14).containsOnly(2f);
    }
  }

  @Test
  void oneSessionServesAllFoldsUntilItsArchitectureIsDone() {
    open.add("textcnn", 2);
    try (SessionCache cache = new SessionCache(open::mayNeed, ComputeDevice.CPU)) {
      TrainingSession session = cache.get(spec(1), UpdateRule.PLAIN, fold(0, 9));
      assertThat(cache.get(spec(1), UpdateRule.PLAIN, fold(1, 7))).isSameAs(session);
      session.start(1);
      assertThat(session.weights().get("embedding.fine_tuned")).hasSize(14).containsOnly(2f);
      assertThat(cache.get(spec(1), UpdateRule.PLAIN, fold(0, 9))).isSameAs(session);
      session.start(1);
      assertThat(session.weights().get("embedding.fine_tuned")).hasSize(18).containsOnly(1f);
      open.finished("textcnn");
      cache.get(spec(3), UpdateRule.PLAIN, fold(1, 7));
      assertThat(cache.size()).isEqualTo(2);
      open.finished("textcnn");
      cache.get(spec(5), UpdateRule.PLAIN, fold(1, 7));
      assertThat(cache.size()).isEqualTo(1);
    }
  }
}
