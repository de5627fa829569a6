package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.TokenBatch;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A text's logits depend on its own words alone, whatever the architecture. */
class PaddingTests {
  private static final int WORDS = 40;
  private static final int DIMENSIONS = 5;
  private static final int OUTPUTS = 3;
  private static final int PER_SENTENCE = SmallArchitecture.WORDS_PER_SENTENCE;

  private static final Map<SmallArchitecture, TrainingSession> SESSIONS =
      new EnumMap<>(SmallArchitecture.class);

  @BeforeContainer
  static void open() {
    RandomInputs random = new RandomInputs(1);
    for (SmallArchitecture architecture : SmallArchitecture.values()) {
      TrainingSession session =
          new TrainingSession(
              architecture.spec(WORDS, DIMENSIONS, OUTPUTS), random.vectors(WORDS, DIMENSIONS));
      session.start(1);
      // First biases are zero, which would hide what padding does with them.
      SessionDiagnostics.assign(session, random.weightsLike(session.weights()));
      SESSIONS.put(architecture, session);
    }
  }

  @AfterContainer
  static void close() {
    SESSIONS.values().forEach(TrainingSession::close);
  }

  @Property(tries = 150)
  void paddingChangesNothing(
      @ForAll SmallArchitecture architecture,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(max = 60) int longest) {
    int[][] texts = architecture.texts(new RandomInputs(seed), count, WORDS, longest);
    float[][] expected = logits(architecture, texts, 0);
    for (int width : List.of(longest + 1, longest + 50, 300)) {
      assertClose(logits(architecture, texts, width), expected);
    }
  }

  @Property(tries = 60)
  void otherTextsOfTheBatchChangeNothing(
      @ForAll SmallArchitecture architecture,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int count) {
    int[][] texts = architecture.texts(new RandomInputs(seed), count, WORDS, 50);
    float[][] together = logits(architecture, texts, 0);
    for (int i = 0; i < count; i++) {
      assertClose(logits(architecture, new int[][] {texts[i]}, 0), new float[][] {together[i]});
    }
  }

  @Property(tries = 60)
  void orderOfTheTextsChangesNothing(@ForAll SmallArchitecture architecture, @ForAll long seed) {
    int[][] texts = architecture.texts(new RandomInputs(seed), 9, WORDS, 50);
    float[][] expected = logits(architecture, texts, 0);
    int[][] moved = new int[texts.length][];
    float[][] movedLogits = new float[texts.length][];
    int by = new SplittableRandom(seed).nextInt(1, texts.length);
    for (int i = 0; i < texts.length; i++) {
      moved[(i + by) % texts.length] = texts[i];
      movedLogits[(i + by) % texts.length] = expected[i];
    }
    assertClose(logits(architecture, moved, 0), movedLogits);
  }

  @Property(tries = 60)
  void paddingChangesNoGradient(
      @ForAll SmallArchitecture architecture,
      @ForAll long seed,
      @ForAll @IntRange(max = 30) int longest) {
    RandomInputs random = new RandomInputs(seed);
    int[][] texts = architecture.texts(random, 5, WORDS, longest);
    float[][] targets = random.targets(5, OUTPUTS, true);
    Map<String, float[]> expected =
        SessionDiagnostics.gradients(
            SESSIONS.get(architecture), batch(texts, 0), targets, new WeightedCrossEntropy(2));
    Map<String, float[]> padded =
        SessionDiagnostics.gradients(
            SESSIONS.get(architecture),
            batch(texts, longest + 50),
            targets,
            new WeightedCrossEntropy(2));
    assertThat(padded).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, gradient) ->
            assertThat(padded.get(name)).as(name).containsExactly(gradient, within(1e-6f)));
  }

  @Property(tries = 40)
  void emptySentencesBetweenOthersChangeNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int sentences) {
    RandomInputs random = new RandomInputs(seed);
    int[][] texts = SmallArchitecture.HAN.texts(random, 6, WORDS, sentences * PER_SENTENCE);
    int[][] spread = new int[texts.length][];
    SplittableRandom places = new SplittableRandom(seed);
    for (int i = 0; i < texts.length; i++) {
      spread[i] = withEmptySentences(texts[i], places);
    }
    assertClose(logits(SmallArchitecture.HAN, spread, 0), logits(SmallArchitecture.HAN, texts, 0));
  }

  private static int[] withEmptySentences(int[] text, SplittableRandom places) {
    int sentences = (text.length + PER_SENTENCE - 1) / PER_SENTENCE;
    int[] spread = new int[4 * (sentences + 1) * PER_SENTENCE];
    int slot = 0;
    for (int s = 0; s < sentences; s++) {
      slot += places.nextInt(0, 3);
      int from = s * PER_SENTENCE;
      System.arraycopy(
          text, from, spread, slot++ * PER_SENTENCE, Math.min(PER_SENTENCE, text.length - from));
    }
    return spread;
  }

  private static float[][] logits(SmallArchitecture architecture, int[][] texts, int width) {
    return SESSIONS.get(architecture).logits(batch(texts, width));
  }

  /** Padded to the longest text where {@code width} is 0. */
  private static TokenBatch batch(int[][] texts, int width) {
    int[] all = new int[texts.length];
    Arrays.setAll(all, i -> i);
    return width == 0
        ? TokenBatch.of(texts, all, 0, all.length)
        : TokenBatch.of(texts, all, 0, all.length, width);
  }

  private static void assertClose(float[][] actual, float[][] expected) {
    assertThat(actual).hasDimensions(expected.length, OUTPUTS);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("text %d", i).containsExactly(expected[i], within(1e-6f));
    }
  }
}
