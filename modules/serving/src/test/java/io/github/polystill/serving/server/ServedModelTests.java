package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.ModelText;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextClassifier;
import io.github.polystill.models.savedmodel.TextModel;
import io.github.polystill.models.savedmodel.TextTokens;
import io.github.polystill.serving.TestModels;
import io.github.polystill.serving.client.Endpoint;
import io.github.polystill.serving.client.EndpointTextModel;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exported models behind the server. */
class ServedModelTests {
  private static final List<String> TEXTS =
      List.of("頭痛怎麼辦？醫生說要多喝水。", "好", TestModels.longText(), "第一行\n第二行。第三句！");

  private static ServerSettings settings() {
    return new ServerSettings("127.0.0.1", 0, 1 << 20, 256, 300, Duration.ofSeconds(20), 2);
  }

  @ParameterizedTest
  @CsvSource({"textcnn, STANDALONE, false", "han, STANDALONE, true", "gru-att, TEACHER, true"})
  void aServerAnswersAsTheModelItselfDoes(
      String architecture, TrainingRow training, boolean hasAttention) throws Exception {
    Path model = TestModels.of(architecture, training);
    try (SavedModelServable servable = SavedModelServable.load(model);
        ModelServer server = ModelServer.start(servable, servable.name(), settings());
        TextModel local = TextClassifier.load(model);
        TextModel remote =
            new EndpointTextModel(
                Endpoint.of(server.address() + "/v1/models/" + servable.name()),
                ModelText.read(model))) {
      assertThat(servable.name()).isEqualTo(architecture + "-" + training.key());
      List<TextAnswer> here = local.predict(TEXTS, true);
      List<TextAnswer> there = remote.predict(TEXTS, true);

      assertThat(there)
          .usingRecursiveComparison()
          .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-6, Float.class)
          .ignoringFieldsMatchingRegexes(".*\\.sentence")
          .isEqualTo(here);
      assertThat(here.get(0).prediction().attention().isPresent()).isEqualTo(hasAttention);
      assertTextIsCutAsHere(server, servable.name(), here);
    }
  }

  private static void assertTextIsCutAsHere(
      ModelServer server, String name, List<TextAnswer> expected) throws Exception {
    String body = new ObjectMapper().writeValueAsString(Map.of("inputs", Map.of("text", TEXTS)));
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.address().resolve("/v1/models/" + name + ":predict"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    JsonNode outputs = new ObjectMapper().readTree(response.body()).path("outputs");
    for (int row = 0; row < expected.size(); row++) {
      List<String> tokens = new ArrayList<>();
      outputs.path("tokens").path(row).forEach(token -> tokens.add(token.asText()));
      tokens.removeIf(String::isEmpty);
      assertThat(tokens).isEqualTo(expected.get(row).text().tokens());
      float[] probabilities = expected.get(row).prediction().probabilities();
      for (int i = 0; i < probabilities.length; i++) {
        assertThat(outputs.path("probabilities").path(row).path(i).floatValue())
            .isCloseTo(probabilities[i], within(1e-6f));
      }
    }
    assertThat(outputs.path("unread_tokens").path(0).asInt()).isZero();
    assertThat(outputs.path("unread_tokens").path(2).asInt()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"labels, \"another\"", "thresholds, 0.125"})
  void anEndpointOfAnotherModelIsNoticed(String field, String value) throws Exception {
    Path model = TestModels.of("textcnn", TrainingRow.STANDALONE);
    Path other = Files.createTempDirectory(Path.of("target"), "other");
    try (Stream<Path> files = Files.walk(model.resolve("1"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = other.resolve(model.resolve("1").relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Path card = other.resolve("assets.extra/model.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode changed = (ObjectNode) json.readTree(card.toFile());
    ((ArrayNode) changed.get(field)).set(0, json.readTree(value));
    json.writeValue(card.toFile(), changed);
    try (SavedModelServable servable = SavedModelServable.load(model);
        ModelServer server = ModelServer.start(servable, "m", settings());
        TextModel remote =
            new EndpointTextModel(
                Endpoint.of(server.address() + "/v1/models/m"), ModelText.read(other))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> remote.predict(TEXTS, false))
          .withMessageContaining("has other " + field + " than " + other);
    }
  }

  /** As TF Serving answers: probabilities of no word, and no labels. */
  @ParameterizedTest
  @CsvSource({"textcnn, STANDALONE", "han, STANDALONE", "gru-att, TEACHER"})
  void textsWithoutWordsAreAnswered(String architecture, TrainingRow training) throws Exception {
    try (SavedModelServable servable =
            SavedModelServable.load(TestModels.of(architecture, training));
        ModelServer server = ModelServer.start(servable, "m", settings())) {
      String body = "{\"signature_name\": \"characters\", \"instances\": [\"\", \" \\n\"]}";
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(server.address().resolve("/v1/models/m:predict"))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode predictions = new ObjectMapper().readTree(response.body()).path("predictions");
      assertThat(predictions).hasSize(2);
      for (JsonNode prediction : predictions) {
        assertThat(prediction.path("tokens")).isEmpty();
        assertThat(prediction.path("probabilities")).hasSize(9);
        assertThat(prediction.path("labels")).hasSize(9).allMatch(it -> it.asText().isEmpty());
      }
    }
  }

  /** A model that was exported when graphs still gave labels to texts of unknown words. */
  @Test
  void textsOfUnknownWordsGetNoLabelsWhateverTheGraphSays() throws Exception {
    try (SavedModelServable servable =
            SavedModelServable.load(TestModels.of("textcnn", TrainingRow.STANDALONE));
        ModelServer server = ModelServer.start(new Confident(servable), "m", settings())) {
      String body = "{\"inputs\": {\"text\": [\"hello world\", \"。\", \"頭\"]}}";
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(server.address().resolve("/v1/models/m:predict"))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      JsonNode outputs = new ObjectMapper().readTree(response.body()).path("outputs");

      assertThat(outputs.path("labels").path(0)).allMatch(it -> it.asText().isEmpty());
      assertThat(outputs.path("labels").path(1)).allMatch(it -> it.asText().isEmpty());
      assertThat(outputs.path("labels").path(2)).allMatch(it -> it.asText().equals("sure"));
      assertThat(outputs.path("warning").path(0).asText()).startsWith("no known words");
      assertThat(outputs.path("warning").path(2).asText()).isEmpty();
      assertThat(outputs.path("unknown_tokens").path(0).asInt()).isEqualTo(2);
    }
  }

  /** Gives every text every label. */
  private record Confident(Servable model) implements Servable {
    @Override
    public long version() {
      return model.version();
    }

    @Override
    public Map<String, SignatureDescription> signatures() {
      return model.signatures();
    }

    @Override
    public Map<String, DenseTensor> call(
        SignatureDescription signature, Map<String, DenseTensor> inputs) {
      Map<String, DenseTensor> outputs = new HashMap<>(model.call(signature, inputs));
      DenseTensor.Strings labels = (DenseTensor.Strings) outputs.get("labels");
      String[] sure = labels.values().clone();
      Arrays.fill(sure, "sure");
      outputs.put("labels", new DenseTensor.Strings(labels.shape(), sure));
      return outputs;
    }

    @Override
    public TextTokens tokens(String text) {
      return model.tokens(text);
    }
  }

  @Test
  void signaturesOfIdsAndOfRawTextAreServedToo() throws Exception {
    try (SavedModelServable servable =
            SavedModelServable.load(TestModels.of("textcnn", TrainingRow.STANDALONE));
        ModelServer server = ModelServer.start(servable, "m", settings())) {
      HttpClient client = HttpClient.newHttpClient();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (String body :
          List.of(
              "{\"signature_name\": \"characters\", \"instances\": [\"頭痛\", \"怎麼辦呢\"]}",
              "{\"signature_name\": \"characters\", \"instances\": [\"好\"]}",
              "{\"signature_name\": \"token_ids\", \"instances\": [[2, 3], [4, 0]]}",
              "{\"signature_name\": \"token_ids\", \"instances\": [[99999999, 3]]}",
              "{\"signature_name\": \"token_ids\", \"instances\": [[-2147483648, 3]]}")) {
        HttpRequest request =
            HttpRequest.newBuilder(server.address().resolve("/v1/models/m:predict"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }
      ObjectMapper json = new ObjectMapper();
      for (CompletableFuture<HttpResponse<String>> noLine : answers.subList(3, 5)) {
        assertThat(noLine.get().statusCode()).isEqualTo(400);
        assertThat(noLine.get().body()).contains("the model cannot read this input");
      }
      assertThat(json.readTree(answers.get(0).get().body()).at("/predictions/0/tokens").toString())
          .isEqualTo("[\"頭\",\"痛\",\"\",\"\"]");
      assertThat(json.readTree(answers.get(1).get().body()).at("/predictions/0/tokens").toString())
          .isEqualTo("[\"好\"]");
      assertThat(json.readTree(answers.get(2).get().body()).at("/predictions/1").fieldNames())
          .toIterable()
          .containsExactly("logits", "probabilities");
    }
  }
}
