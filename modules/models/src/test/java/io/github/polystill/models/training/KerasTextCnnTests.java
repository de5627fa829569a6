package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TextCNN against Python TensorFlow: src/test/python/textcnn_fixture.py. */
class KerasTextCnnTests {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void agreesWithTensorFlow(int number) throws IOException {
    JsonNode fixture = JSON.readTree(getClass().getResourceAsStream("textcnn-keras.json"));
    JsonNode testCase = fixture.get("cases").get(number);
    JsonNode sizes = testCase.get("settings");
    TextCnnSettings settings =
        new TextCnnSettings(
            Arrays.stream(read(sizes.get("widths"), int[].class)).boxed().toList(),
            sizes.get("filters").asInt(),
            sizes.get("chunks").asInt(),
            sizes.get("bottleneck").asInt(),
            0,
            EmbeddingChannels.valueOf(sizes.get("channels").asText()));
    int[][] texts = read(testCase.get("texts"), int[][].class);
    float[][] targets = read(testCase.get("targets"), float[][].class);
    EmbeddingTableShape table =
        new EmbeddingTableShape(fixture.get("words").asInt(), fixture.get("dimensions").asInt());
    float[] vectors = read(testCase.get("vectors"), float[].class);
    NetworkSpec spec = new NetworkSpec(new TextCnn(settings), table, targets[0].length);
    try (TrainingSession session =
        new TrainingSession(
            spec, new EmbeddingMatrix(vectors, table.words(), table.dimensions()))) {
      session.start(1);
      for (Map.Entry<String, JsonNode> weight : testCase.get("weights").properties()) {
        session.assign(weight.getKey(), read(weight.getValue(), float[].class));
      }
      TokenBatch batch =
          TokenBatch.of(texts, IntStream.range(0, texts.length).toArray(), 0, texts.length);
      assertAgrees("logits", session.logits(batch), testCase.get("logits"));
      double classWeight = testCase.get("classWeight").asDouble();
      Map<String, float[]> gradients = session.gradients(batch, targets, classWeight);
      assertThat(gradients).hasSameSizeAs(testCase.get("gradients"));
      for (Map.Entry<String, JsonNode> expected : testCase.get("gradients").properties()) {
        String name = expected.getKey();
        assertAgrees(name, gradients.get(name), read(expected.getValue(), double[].class));
      }
      assertThat((double) session.step(batch, targets, classWeight, 1e-3))
          .isCloseTo(testCase.get("loss").asDouble(), within(1e-6));
    }
  }

  private static <T> T read(JsonNode node, Class<T> type) throws IOException {
    return JSON.treeToValue(node, type);
  }

  private static void assertAgrees(String name, float[][] actual, JsonNode expected)
      throws IOException {
    for (int i = 0; i < actual.length; i++) {
      assertAgrees(name + " of text " + i, actual[i], read(expected.get(i), double[].class));
    }
  }

  private static void assertAgrees(String name, float[] actual, double[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected[i], within(1e-6 + 1e-5 * Math.abs(expected[i])));
    }
  }
}
