package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A text's logits depend on its own words alone. */
class PaddingTests {
  private static final int WORDS = 40;
  private static TrainingSession session;

  @BeforeContainer
  static void open() {
    TextCnnSettings settings =
        new TextCnnSettings(List.of(2, 4, 8), 6, 8, 12, 0.5, EmbeddingChannels.TWO);
    session =
        new TrainingSession(
            new NetworkSpec(new TextCnn(settings), new EmbeddingTableShape(WORDS, 5), 3),
            new RandomInputs(1).vectors(WORDS, 5));
    session.start(1);
  }

  @AfterContainer
  static void close() {
    session.close();
  }

  @Property(tries = 60)
  void paddingChangesNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll @IntRange(max = 60) int longest) {
    int[][] texts = new RandomInputs(seed).texts(count, WORDS, longest);
    float[][] expected = logits(texts, 0);
    for (int width : List.of(longest + 1, longest + 50, 300)) {
      assertClose(logits(texts, width), expected);
    }
  }

  @Property(tries = 60)
  void otherTextsOfTheBatchChangeNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int count) {
    int[][] texts = new RandomInputs(seed).texts(count, WORDS, 50);
    float[][] together = logits(texts, 0);
    for (int i = 0; i < count; i++) {
      assertClose(logits(new int[][] {texts[i]}, 0), new float[][] {together[i]});
    }
  }

  /** Padded to the longest text where {@code width} is 0. */
  private static float[][] logits(int[][] texts, int width) {
    int[] all = new int[texts.length];
    Arrays.setAll(all, i -> i);
    return session.logits(
        width == 0
            ? TokenBatch.of(texts, all, 0, all.length)
            : TokenBatch.of(texts, all, 0, all.length, width));
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    assertThat(actual).hasDimensions(expected.length, 3);
    for (int i = 0; i < expected.length; i++) {
      for (int output = 0; output < 3; output++) {
        assertThat(actual[i][output]).isCloseTo(expected[i][output], within(1e-6f));
      }
    }
  }
}
