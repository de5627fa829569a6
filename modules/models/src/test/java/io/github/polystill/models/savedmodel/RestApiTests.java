package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.SmallArchitecture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;

/**
 * Requests and responses of TF Serving's {@code POST /v1/models/<name>:predict} and of its gRPC
 * method Predict, as files, against what the loaded model answers. The model is {@link
 * ExportedNetwork}'s small GRU-Att.
 */
class RestApiTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILES = "rest/";

  @TempDir private static Path directory;
  private static LoadedModel model;

  @BeforeAll
  static void load() throws IOException {
    ExportedNetwork.write(directory, SmallArchitecture.GRU_ATT, 1);
    model = LoadedModel.load(directory);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static String read(String name) throws IOException {
    try (InputStream in = RestApiTests.class.getResourceAsStream(FILES + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Answers a request as TF Serving's REST API does. */
  private static JsonNode answer(JsonNode request) throws IOException {
    String signature = request.path("signature_name").asText("serving_default");
    String input = model.input(signature);
    boolean byRow = request.has("instances");
    JsonNode given = byRow ? request.get("instances") : request.get("inputs");
    ArrayNode rows = JSON.createArrayNode();
    JsonNode columns = given.isObject() ? given.get(input) : given;
    columns.forEach(row -> rows.add(row.isObject() ? row.get(input) : row));
    Class<?> type =
        switch (input) {
          case "tokens" -> String[][].class;
          case "token_ids" -> int[][].class;
          default -> String[].class;
        };
    Map<String, Object> outputs = model.outputs(signature, JSON.treeToValue(rows, type));
    ObjectNode response = JSON.createObjectNode();
    if (!byRow) {
      response.set("outputs", JSON.valueToTree(outputs));
      return response;
    }
    ArrayNode predictions = response.putArray("predictions");
    for (int row = 0; row < rows.size(); row++) {
      ObjectNode prediction = predictions.addObject();
      for (Map.Entry<String, Object> output : outputs.entrySet()) {
        prediction.set(output.getKey(), JSON.valueToTree(output.getValue()).get(row));
      }
    }
    return response;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows", "columns", "token-ids", "characters"})
  void answersAsInTheFiles(String name) throws IOException {
    JsonNode expected = JSON.readTree(read(name + "-response.json"));
    JsonNode actual = answer(JSON.readTree(read(name + "-request.json")));
    assertSame(actual, expected, name);
  }

  private static void assertSame(JsonNode actual, JsonNode expected, String where) {
    if (expected.isNumber()) {
      assertThat(actual.isNumber()).as(where).isTrue();
      assertThat(actual.asDouble()).as(where).isCloseTo(expected.asDouble(), within(1e-5));
    } else if (expected.isContainerNode()) {
      assertThat(actual.getNodeType()).as(where).isEqualTo(expected.getNodeType());
      assertThat(actual).as("size of %s in %s", where, actual).hasSameSizeAs(expected);
      expected
          .properties()
          .forEach(
              field ->
                  assertSame(
                      actual.path(field.getKey()), field.getValue(), where + "/" + field.getKey()));
      for (int i = 0; i < expected.size() && expected.isArray(); i++) {
        assertSame(actual.get(i), expected.get(i), where + "/" + i);
      }
    } else {
      assertThat(actual).as(where).isEqualTo(expected);
    }
  }

  /** The message that a gRPC client sends, in text format. */
  @Test
  void answersTheGrpcRequest() throws IOException {
    DynamicMessage.Builder request =
        DynamicMessage.newBuilder(ServingMessages.type("PredictRequest"));
    TextFormat.merge(read("predict-request.textproto"), request);
    Message entry =
        (Message)
            request.getRepeatedField(request.getDescriptorForType().findFieldByName("inputs"), 0);
    TensorProto proto =
        TensorProto.parseFrom(
            ((Message) entry.getField(entry.getDescriptorForType().findFieldByName("value")))
                .toByteString());
    assertThat(
            ServingMessages.predictRequest("health", "serving_default", "tokens", proto)
                .toByteString())
        .isEqualTo(request.build().toByteString());
    JsonNode expected = JSON.readTree(read("columns-response.json")).at("/outputs/probabilities");
    try (SavedModelBundle bundle = SavedModelBundle.load(directory.toString(), "serve");
        org.tensorflow.Tensor tensor = FromProto.tensor(proto);
        Result result =
            bundle
                .session()
                .runner()
                .feed("serving_default/tokens", tensor)
                .fetch("serving_default/probabilities")
                .run()) {
      TFloat32 actual = (TFloat32) result.get(0);
      for (int row = 0; row < expected.size(); row++) {
        for (int label = 0; label < expected.get(row).size(); label++) {
          assertThat((double) actual.getFloat(row, label))
              .isCloseTo(expected.get(row).get(label).asDouble(), within(1e-5));
        }
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused("none", new String[][] {{"好"}}, "no signature none");
    assertRefused("serving_default", new int[][] {{1}}, "tokens: not what the signature takes");
    assertRefused("serving_default", new String[0][], "tokens: is empty");
    assertRefused("serving_default", new String[][] {{}}, "tokens: is empty");
    assertRefused(
        "serving_default", new String[][] {{"a"}, {"a", "b"}}, "text 1 has 2 elements, but");
    assertRefused("token_ids", new int[][] {{1000000}}, "the model cannot read this input");
  }

  private static void assertRefused(String signature, Object input, String why) {
    assertThatThrownBy(() -> model.outputs(signature, input))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  /** Writes the responses anew, for a reader to check. */
  public static void main(String[] directories) throws IOException {
    directory = Files.createTempDirectory("rest");
    load();
    for (String name : List.of("rows", "columns", "token-ids", "characters")) {
      JSON.writerWithDefaultPrettyPrinter()
          .writeValue(
              Path.of(directories[0]).resolve(name + "-response.json").toFile(),
              answer(JSON.readTree(read(name + "-request.json"))));
    }
  }
}
