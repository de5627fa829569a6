package io.github.polystill.serving.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.savedmodel.ModelText;
import io.github.polystill.models.savedmodel.Prediction;
import io.github.polystill.models.savedmodel.SignatureCalls;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextModel;
import io.github.polystill.models.savedmodel.TextTokens;
import io.github.polystill.serving.protocol.RequestReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** An exported model that a TF Serving has; texts are cut into words here, as in training. */
public final class EndpointTextModel implements TextModel {
  /** Two thresholds are the same if they only differ by how a server writes a float32. */
  private static final double SAME = 1e-6;

  private static final String ANOTHER = "; it serves another model than polystill export wrote";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Endpoint endpoint;
  private final ModelText text;

  /**
   * A model at an address.
   *
   * @param text how the same model wants its texts
   */
  public EndpointTextModel(Endpoint endpoint, ModelText text) {
    this.endpoint = endpoint;
    this.text = text;
  }

  @Override
  public List<TextAnswer> predict(List<String> texts, boolean withAttention) throws IOException {
    List<TextTokens> read = texts.stream().map(text::tokens).toList();
    List<List<String>> tokens = read.stream().map(TextTokens::tokens).toList();
    List<TextAnswer> answers = new ArrayList<>();
    int most = textsAtOnce(tokens);
    for (int begin = 0; begin < tokens.size(); begin += most) {
      int end = Math.min(begin + most, tokens.size());
      JsonNode outputs = endpoint.predict(request(tokens.subList(begin, end))).path("outputs");
      for (int i = begin; i < end; i++) {
        answers.add(answer(outputs, i - begin, read.get(i), withAttention));
      }
    }
    return answers;
  }

  /** A teacher's answer is long: it has weights of each expert for each token. */
  private int textsAtOnce(List<List<String>> tokens) {
    long values = (long) text.experts() * Math.max(1, width(tokens));
    return (int) Math.max(1, RequestReader.MOST_VALUES / values);
  }

  private static int width(List<List<String>> texts) {
    return texts.stream().mapToInt(List::size).max().orElse(0);
  }

  private TextAnswer answer(JsonNode outputs, int row, TextTokens read, boolean withAttention) {
    List<String> names = strings(outputs, "label_names", row);
    if (!names.equals(text.labels())) {
      throw anotherModel("labels");
    }
    float[] thresholds = floats(row(outputs, "thresholds", row), names.size());
    for (int i = 0; i < thresholds.length; i++) {
      if (Math.abs(thresholds[i] - text.thresholds().get(i)) > SAME) {
        throw anotherModel("thresholds");
      }
    }
    return new TextAnswer(
        read,
        names,
        new Prediction(
            floats(row(outputs, "probabilities", row), names.size()),
            strings(outputs, "labels", row).stream().filter(it -> !it.isEmpty()).toList(),
            withAttention ? attention(outputs, row, read.tokens().size()) : Optional.empty()));
  }

  private InvalidInputException anotherModel(String differing) {
    return InvalidInputException.of(
        "the server's model has other %s than %s; give the directory of the model that the server has",
        differing, text.version());
  }

  private static byte[] request(List<List<String>> texts) throws IOException {
    int width = width(texts);
    ObjectNode body = JSON.createObjectNode().put("signature_name", SignatureCalls.DEFAULT);
    ArrayNode rows = body.putObject("inputs").putArray(SignatureCalls.TOKENS);
    for (List<String> text : texts) {
      ArrayNode row = rows.addArray();
      text.forEach(row::add);
      Collections.nCopies(width - text.size(), "").forEach(row::add);
    }
    return JSON.writeValueAsBytes(body);
  }

  private static JsonNode row(JsonNode outputs, String name, int row) {
    JsonNode values = outputs.path(name).path(row);
    if (!values.isArray()) {
      throw new InvalidInputException("the server's answer has no " + name + ANOTHER);
    }
    return values;
  }

  private static List<String> strings(JsonNode outputs, String name, int row) {
    List<String> strings = new ArrayList<>();
    row(outputs, name, row).forEach(value -> strings.add(value.asText()));
    return strings;
  }

  private static float[] floats(JsonNode values, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      if (!values.path(i).isNumber()) {
        throw new InvalidInputException(
            "the server's answer has fewer numbers than it should" + ANOTHER);
      }
      floats[i] = values.path(i).floatValue();
    }
    return floats;
  }

  private static Optional<Prediction.Attention> attention(JsonNode outputs, int row, int tokens) {
    if (!outputs.has("attention")) {
      return Optional.empty();
    }
    Optional<float[][]> sentences =
        outputs.has("sentence_attention")
            ? Optional.of(weights(row(outputs, "sentence_attention", row), tokens))
            : Optional.empty();
    return Optional.of(
        new Prediction.Attention(
            weights(row(outputs, "attention", row), tokens), sentences, Optional.empty()));
  }

  /** A student has one list of weights, a teacher one for each label. */
  private static float[][] weights(JsonNode values, int tokens) {
    if (!values.path(0).isArray()) {
      return new float[][] {floats(values, tokens)};
    }
    float[][] weights = new float[values.size()][];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = floats(values.path(i), tokens);
    }
    return weights;
  }

  @Override
  public void close() {
    text.close(); // connections end by themselves
  }
}
