package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.github.polystill.models.SmallArchitecture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;

/**
 * The request of TF Serving's gRPC method Predict as a file, against what the loaded model answers.
 * The model is {@link ExportedNetwork}'s small GRU-Att. Those of the REST API are asked of the
 * server.
 */
class GrpcRequestTests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILES = "rest/";

  @TempDir private static Path directory;

  @BeforeAll
  static void export() throws IOException {
    ExportedNetwork.write(directory, SmallArchitecture.GRU_ATT, 1);
  }

  private static String read(String name) throws IOException {
    try (InputStream in = GrpcRequestTests.class.getResourceAsStream(FILES + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
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
    assertThat(WarmupRequests.predictRequest("health", "serving_default", "tokens", proto))
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
}
