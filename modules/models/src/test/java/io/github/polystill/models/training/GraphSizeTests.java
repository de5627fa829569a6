package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.GruAtt;
import io.github.polystill.models.Han;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextRnn;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session costs before its first trial is under way, at the sizes of the paper. */
class GraphSizeTests {
  private static final int WORDS = 2000;
  private static final int DIMENSIONS = 300;
  private static final int TEXTS = 32;
  private static final long NANOSECONDS_AT_MOST = 2_000_000_000L;

  private static EmbeddingMatrix vectors;

  @BeforeAll
  static void loadTheLibrary() {
    vectors = new RandomInputs(1).vectors(WORDS, DIMENSIONS);
    TextCnn small = new TextCnn(List.of(1), 1, 1, 1, 0, EmbeddingChannels.FROZEN);
    try (TrainingSession session = session(small)) {
      session.start(1);
    }
  }

  /**
   * With a limit that no graph unrolled over 300 words keeps to. HAN has two levels of everything:
   * two bidirectional layers and two attentions forward, backward and in the prediction pass, and
   * 24 parameters, each with two moments, a copy of the best values, and their assignments.
   */
  static Stream<Arguments> architectures() {
    return Arrays.stream(EmbeddingChannels.values())
        .flatMap(
            channels ->
                Stream.of(
                    Arguments.of(new TextRnn(128, 0.5, channels), 400),
                    Arguments.of(new TextCnn(List.of(2, 4, 8), 128, 8, 512, 0.5, channels), 700),
                    Arguments.of(new GruAtt(128, false, 128, 0.5, channels), 600),
                    Arguments.of(new GruAtt(128, true, 256, 0.5, channels), 700),
                    Arguments.of(new Han(128, 256, 128, 256, 0.5, channels, 15, 20), 950)));
  }

  private static TrainingSession session(Architecture architecture) {
    EmbeddingTableShape table = new EmbeddingTableShape(WORDS, DIMENSIONS);
    return new TrainingSession(new NetworkSpec(architecture, table, 1), vectors);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void hasFewNodesAndStartsSoon(Architecture architecture, int nodesAtMost) {
    RandomInputs random = new RandomInputs(2);
    int[][] texts = random.texts(WORDS, IntStream.generate(() -> 300).limit(TEXTS).toArray());
    TokenBatch batch = TokenBatch.of(texts, IntStream.range(0, TEXTS).toArray(), 0, TEXTS);
    float[][] targets = random.targets(TEXTS, 1, false);
    long start = processorTime();
    try (TrainingSession session = session(architecture)) {
      session.start(1);
      session.step(batch, targets, WeightedCrossEntropy.PLAIN, 1e-3);
      assertThat(processorTime() - start).as("nanoseconds").isLessThan(NANOSECONDS_AT_MOST);
      assertThat(SessionDiagnostics.nodes(session)).isLessThan(nodesAtMost);
    }
  }

  /** TensorFlow runs in this thread, so other jobs of the machine do not count. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
