package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.ExportedNetwork;
import io.github.polystill.models.savedmodel.LoadedModel;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TextTokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests and responses of TF Serving's {@code POST /v1/models/<name>:predict}, as files, against
 * what the server answers. The model is {@link ExportedNetwork}'s small GRU-Att. {@code
 * -Dpolystill.goldenModel=DIRECTORY} writes it there too, for TF Serving itself.
 */
class RestApiTests {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static LoadedModel model;
  private static ModelServer server;

  @BeforeAll
  static void start() throws IOException {
    ExportedNetwork.write(directory, SmallArchitecture.GRU_ATT, 1);
    String kept = System.getProperty("polystill.goldenModel");
    if (kept != null) {
      ExportedNetwork.write(Path.of(kept), SmallArchitecture.GRU_ATT, 1);
    }
    model = LoadedModel.load(directory);
    ServerSettings settings =
        new ServerSettings("127.0.0.1", 0, 10_000, 10, 10, Duration.ofSeconds(20), 1);
    server = ModelServer.start(new OfSignatures(model), "health", settings);
  }

  @AfterAll
  static void stop() {
    server.close();
    model.close();
  }

  /** A model that takes no raw text. */
  private record OfSignatures(LoadedModel model) implements Servable {
    @Override
    public long version() {
      return 1;
    }

    @Override
    public Map<String, SignatureDescription> signatures() {
      return model.calls().signatures();
    }

    @Override
    public Map<String, DenseTensor> call(
        SignatureDescription signature, Map<String, DenseTensor> inputs) {
      return model.calls().call(signature, inputs);
    }

    @Override
    public TextTokens tokens(String text) {
      throw new UnsupportedOperationException();
    }
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = ExportedNetwork.class.getResourceAsStream("rest/" + name)) {
      return in.readAllBytes();
    }
  }

  private static JsonNode answer(byte[] request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.address().resolve("/v1/models/health:predict"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    return JSON.readTree(response.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows", "columns", "token-ids", "characters"})
  void answersAsInTheFiles(String name) throws Exception {
    JsonNode expected = JSON.readTree(read(name + "-response.json"));
    assertSame(answer(read(name + "-request.json")), expected, name);
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

  /** Writes the responses anew, for a reader to check. */
  public static void main(String[] directories) throws Exception {
    directory = Files.createTempDirectory("rest");
    start();
    for (String name : List.of("rows", "columns", "token-ids", "characters")) {
      JSON.writerWithDefaultPrettyPrinter()
          .writeValue(
              Path.of(directories[0]).resolve(name + "-response.json").toFile(),
              answer(read(name + "-request.json")));
    }
    stop();
  }
}
