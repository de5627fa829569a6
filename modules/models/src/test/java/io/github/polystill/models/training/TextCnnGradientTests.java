package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TextCNN against {@link ReferenceTextCnn} and finite differences of it. */
class TextCnnGradientTests {
  private static final int WORDS = 14;
  private static final int DIMENSIONS = 3;

  /** Empty, shorter than the widest filter and than the chunks, longer, with repeated words. */
  private static final int[][] TEXTS = {
    {},
    {3},
    {4, 5},
    {6, 6, 6, 6, 6, 6, 6},
    {7, 8, 7, 8, 7, 8, 7, 8, 7},
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 11, 12, 2, 9},
    {9, 1, 11, 2, 6},
    {12, 10, 3, 3, 1, 8, 2, 4, 11, 5, 7}
  };

  @ParameterizedTest
  @CsvSource({
    "FROZEN, 1, false, 0.05, 2 4, 3",
    "FROZEN, 3, true, 5, 3, 3",
    "FINE_TUNED, 1, false, 5, 2 4 8, 3",
    "FINE_TUNED, 3, true, 1, 1 2, 3",
    "TWO, 1, true, 0.05, 2 4 8, 3",
    "TWO, 4, false, 1, 2 4, 3",
    "TWO, 2, true, 5, 8 1, 3",
    // More filters than are computed at once, in groups of unequal size.
    "FROZEN, 1, false, 1, 3, 101",
    "TWO, 1, true, 5, 7 2, 86",
    // A filter wider than that.
    "FROZEN, 1, false, 1, 300, 2",
  })
  void agreesWithTheReference(
      EmbeddingChannels channels,
      int outputs,
      boolean soft,
      double classWeight,
      String widths,
      int filters) {
    List<Integer> widthList = List.of(widths.split(" ")).stream().map(Integer::valueOf).toList();
    TextCnn settings = new TextCnn(widthList, filters, 4, 5, 0, channels);
    new ReferenceTextCnn(settings)
        .assertAgrees(
            settings, ReferenceNetwork.Batch.of(WORDS, TEXTS, outputs, soft, classWeight));
  }

  @Test
  void predictsWithoutDropout() {
    TextCnn settings = new TextCnn(List.of(2, 3), 4, 2, 6, 0.5, EmbeddingChannels.TWO);
    new ReferenceTextCnn(settings).assertPredictsWithoutDropout(settings, WORDS, TEXTS);
  }

  @Test
  void lossStaysFiniteForLogitsThatOverflowASigmoid() {
    TextCnn settings = new TextCnn(List.of(1), 1, 1, 1, 0, EmbeddingChannels.FROZEN);
    try (TrainingSession session =
        new TrainingSession(spec(settings, 2), new RandomInputs(1).vectors(WORDS, DIMENSIONS))) {
      session.start(1);
      SessionDiagnostics.assign(session, "output.bias", new float[] {1000, -1000});
      SessionDiagnostics.assign(session, "output.weights", new float[] {0, 0});
      float[][] wrong = {{0, 1}};
      float[][] right = {{1, 0}};
      TokenBatch batch = batch(new int[][] {{1, 2}});
      assertThat(
              SessionDiagnostics.gradients(session, batch, wrong, new WeightedCrossEntropy(5))
                  .get("output.bias"))
          .containsExactly(0.5f, -2.5f);
      assertThat(
              SessionDiagnostics.gradients(session, batch, right, new WeightedCrossEntropy(5))
                  .get("output.bias"))
          .containsExactly(0f, 0f);
      assertThat(session.step(batch, wrong, new WeightedCrossEntropy(5), 1e-9))
          .isCloseTo(3000f, within(1e-2f));
    }
  }

  private static NetworkSpec spec(TextCnn settings, int outputs) {
    return new NetworkSpec(settings, new EmbeddingTableShape(WORDS, DIMENSIONS), outputs);
  }

  private static TokenBatch batch(int[][] texts) {
    return TokenBatch.of(texts, IntStream.range(0, texts.length).toArray(), 0, texts.length);
  }
}
