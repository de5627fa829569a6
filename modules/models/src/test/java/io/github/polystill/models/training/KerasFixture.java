package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.Agreement;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What Python TensorFlow makes of an architecture with given weights: the {@code *-keras.json} that
 * the scripts in src/test/python write.
 */
record KerasFixture(int words, int dimensions, List<Case> cases) {
  /**
   * Sizes, weights and a batch with what comes of them.
   *
   * @param settings sizes as the architecture's settings call them
   * @param vectors frozen table, in row-major order
   * @param weights trained parameters by name, in row-major order
   * @param logits [texts][outputs]
   * @param gradients of the loss, named and ordered as {@code weights}
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Case(
      JsonNode settings,
      double classWeight,
      int[][] texts,
      float[][] targets,
      float[] vectors,
      Map<String, float[]> weights,
      double[][] logits,
      double loss,
      Map<String, double[]> gradients) {
    EmbeddingChannels channels() {
      return EmbeddingChannels.valueOf(settings.get("channels").asText());
    }

    int size(String name) {
      return settings.get(name).asInt();
    }
  }

  /** A case with the size of its embedding table, to be the argument of a test. */
  record Network(String name, EmbeddingTableShape table, Case expected) {
    /** Builds the architecture and compares logits, all gradients and the loss. */
    void assertAgrees(Architecture architecture) {
      NetworkSpec spec = new NetworkSpec(architecture, table, expected.targets()[0].length);
      EmbeddingMatrix vectors =
          new EmbeddingMatrix(expected.vectors(), table.words(), table.dimensions());
      try (TrainingSession session = new TrainingSession(spec, vectors)) {
        session.start(1);
        assertThat(session.weights()).containsOnlyKeys(expected.weights().keySet());
        SessionDiagnostics.assign(session, expected.weights());
        int[][] texts = expected.texts();
        TokenBatch batch =
            TokenBatch.of(texts, IntStream.range(0, texts.length).toArray(), 0, texts.length);
        assertLogits(session.logits(batch));
        assertGradients(
            SessionDiagnostics.gradients(
                session,
                batch,
                expected.targets(),
                new WeightedCrossEntropy(expected.classWeight())));
        float loss =
            session.step(
                batch, expected.targets(), new WeightedCrossEntropy(expected.classWeight()), 1e-3);
        assertThat((double) loss).isCloseTo(expected.loss(), within(1e-6));
      }
    }

    private void assertLogits(float[][] logits) {
      assertThat(logits).hasDimensions(expected.logits().length, expected.logits()[0].length);
      for (int i = 0; i < logits.length; i++) {
        Agreement.assertAgrees("logits of text " + i, logits[i], expected.logits()[i]);
      }
    }

    private void assertGradients(Map<String, float[]> gradients) {
      assertThat(gradients).containsOnlyKeys(expected.gradients().keySet());
      expected
          .gradients()
          .forEach(
              (parameter, gradient) ->
                  Agreement.assertAgrees(parameter, gradients.get(parameter), gradient));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The cases of {@code <architecture>-keras.json}. */
  static Stream<Network> networks(String architecture) {
    KerasFixture fixture = read(architecture + "-keras.json");
    EmbeddingTableShape table = new EmbeddingTableShape(fixture.words, fixture.dimensions);
    return IntStream.range(0, fixture.cases.size())
        .mapToObj(
            i ->
                new Network(
                    i + " " + fixture.cases.get(i).settings(), table, fixture.cases.get(i)));
  }

  private static KerasFixture read(String name) {
    try {
      return new ObjectMapper()
          .readValue(KerasFixture.class.getResourceAsStream(name), KerasFixture.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
