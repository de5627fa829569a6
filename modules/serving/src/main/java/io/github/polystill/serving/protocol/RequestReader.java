package io.github.polystill.serving.protocol;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.Excerpt;
import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureCalls;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TensorDescription;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads the body of a prediction: the row format <code>{"instances": [...]}</code> or the columnar
 * one <code>{"inputs": ...}</code>, with an optional {@code signature_name}. Besides the inputs of
 * the model's signatures it takes {@value #TEXT}, raw text. Other keys beside these are passed
 * over, as in TF Serving.
 */
public final class RequestReader {
  /** Input that no signature has: a raw text. */
  public static final String TEXT = "text";

  /**
   * Cells that a request's texts may take side by side, each as wide as the longest: the memory and
   * time of a model grow with them, however few of them are words.
   */
  static final int MOST_CELLS = 1 << 18;

  /**
   * Values that an output may have for the cells of a request: a teacher says of each token what
   * each of its experts looked at.
   */
  public static final int MOST_VALUES = 1 << 20;

  private static final String INSTANCES = "instances";
  private static final String INPUTS = "inputs";
  private static final String SIGNATURE = "signature_name";
  private static final int LONGEST_REASON = 200;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, SignatureDescription> signatures;
  private final int mostRows;
  private final int mostCharacters;

  /**
   * A reader for a model's requests.
   *
   * @param signatures of the model by name
   * @param mostRows texts that one request may have
   * @param mostCharacters that a raw text may have
   */
  public RequestReader(
      Map<String, SignatureDescription> signatures, int mostRows, int mostCharacters) {
    this.signatures = Map.copyOf(signatures);
    this.mostRows = mostRows;
    this.mostCharacters = mostCharacters;
  }

  /**
   * Reads a body.
   *
   * @throws MalformedRequestException where it is no JSON, or does not fit the model
   */
  public PredictRequest read(byte[] body) throws MalformedRequestException {
    ObjectNode request = parse(body);
    if (request.has(INSTANCES) == request.has(INPUTS)) {
      throw new MalformedRequestException(
          "a request has either instances or inputs, as in {\"instances\": [{\"text\": \"...\"}]}");
    }
    boolean columnar = request.has(INPUTS);
    Map<String, List<JsonNode>> columns =
        columnar ? columns(request.get(INPUTS)) : rows(request.get(INSTANCES));
    if (columns.containsKey(TEXT) && signature(request).input(TEXT).isEmpty()) {
      return texts(request, columns, columnar);
    }
    return tensors(signature(request), columns, columnar);
  }

  private static ObjectNode parse(byte[] body) throws MalformedRequestException {
    try {
      JsonNode node = JSON.readTree(body);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedRequestException(
          "the body is no JSON object; send one such as {\"instances\": [{\"text\": \"...\"}]}");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new MalformedRequestException("the body is no JSON" + where + ": " + reason(e), e);
    } catch (IOException e) {
      throw new MalformedRequestException("the body is no JSON: it is not UTF-8", e);
    }
  }

  /** The parser's reason in words of JSON, without its own options and types. */
  private static String reason(JsonProcessingException e) {
    String reason = e.getOriginalMessage().lines().findFirst().orElse("");
    if (e instanceof MismatchedInputException) {
      return "more follows behind the object";
    }
    if (e instanceof StreamConstraintsException) {
      return "it is nested too deeply, or a number, name or string is too long";
    }
    if (reason.startsWith("Non-standard token")) {
      return "NaN and Infinity are no numbers in JSON";
    }
    reason = reason.replaceFirst(" \\((start marker at|not recognized as one since) .*", "");
    boolean isOfParser = reason.matches(".*(`|[A-Z]{2,}_[A-Z]|[a-z]\\.[A-Za-z]+[.(]).*");
    return isOfParser ? "something stands there that cannot" : shortened(reason);
  }

  private static String shortened(String text) {
    return Excerpt.of(text, LONGEST_REASON);
  }

  private SignatureDescription signature(ObjectNode request) throws MalformedRequestException {
    JsonNode name = request.path(SIGNATURE);
    if (!name.isMissingNode() && !name.isTextual()) {
      throw new MalformedRequestException("signature_name is no string");
    }
    String wanted = name.asText().isEmpty() ? SignatureCalls.DEFAULT : name.asText();
    SignatureDescription signature = signatures.get(wanted);
    if (signature == null) {
      throw MalformedRequestException.of(
          "the model has no signature \"%s\"; it has %s",
          shortened(wanted), String.join(", ", new TreeSet<>(signatures.keySet())));
    }
    return signature;
  }

  /** Values of each input, "" being the only one of a signature that has one. */
  private Map<String, List<JsonNode>> rows(JsonNode instances) throws MalformedRequestException {
    requireRows(INSTANCES, instances);
    Map<String, List<JsonNode>> columns = new LinkedHashMap<>();
    int row = 0;
    for (JsonNode instance : instances) {
      Map<String, JsonNode> values = named(instance);
      if (row > 0 && !values.keySet().equals(columns.keySet())) {
        throw new MalformedRequestException(
            "instances[" + row + "] has other inputs than instances[0]; give all the same ones");
      }
      values.forEach(
          (name, value) -> columns.computeIfAbsent(name, it -> new ArrayList<>()).add(value));
      row++;
    }
    return columns;
  }

  private Map<String, List<JsonNode>> columns(JsonNode inputs) throws MalformedRequestException {
    Map<String, List<JsonNode>> columns = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> column : named(inputs).entrySet()) {
      String name = column.getKey();
      requireRows(name.isEmpty() ? INPUTS : INPUTS + "." + name, column.getValue());
      List<JsonNode> elements = new ArrayList<>();
      column.getValue().forEach(elements::add);
      columns.put(name, elements);
    }
    return columns;
  }

  /** Values by the names of inputs; one that is no object is that of an input without a name. */
  private static Map<String, JsonNode> named(JsonNode values) {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    if (values instanceof ObjectNode object
        && !(object.size() == 1 && object.has(TensorReader.BASE64))) {
      object.properties().forEach(entry -> named.put(entry.getKey(), entry.getValue()));
    } else {
      named.put("", values);
    }
    return named;
  }

  private void requireRows(String where, JsonNode list) throws MalformedRequestException {
    if (!list.isArray() || list.isEmpty()) {
      throw new MalformedRequestException(shortened(where) + " is no list of one text or more");
    }
    if (list.size() > mostRows) {
      throw MalformedRequestException.of(
          "%s has %d texts; send at most %d in one request",
          shortened(where), list.size(), mostRows);
    }
  }

  private PredictRequest texts(
      ObjectNode request, Map<String, List<JsonNode>> columns, boolean columnar)
      throws MalformedRequestException {
    String signature = request.path(SIGNATURE).asText();
    boolean isDefault = signature.isEmpty() || signature.equals(SignatureCalls.DEFAULT);
    if (columns.size() > 1 || !isDefault) {
      throw new MalformedRequestException(
          "text stands alone: it takes no other input and no signature_name but "
              + SignatureCalls.DEFAULT);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : columns.get(TEXT)) {
      String where =
          columnar ? "inputs.text[" + texts.size() + "]" : "instances[" + texts.size() + "].text";
      if (!value.isTextual()) {
        throw new MalformedRequestException(where + " is no string");
      }
      if (value.asText().isBlank()) {
        throw new MalformedRequestException(where + " is blank; give the text to classify");
      }
      int characters = value.asText().codePointCount(0, value.asText().length());
      if (characters > mostCharacters) {
        throw MalformedRequestException.of(
            "%s has %d characters; send at most %d in one text", where, characters, mostCharacters);
      }
      texts.add(value.asText());
    }
    return new PredictRequest.Texts(texts, columnar);
  }

  private static PredictRequest tensors(
      SignatureDescription signature, Map<String, List<JsonNode>> columns, boolean columnar)
      throws MalformedRequestException {
    Map<String, List<JsonNode>> named = named(signature, columns);
    for (String name : named.keySet()) {
      if (signature.input(name).isEmpty()) {
        throw MalformedRequestException.of(
            "signature %s has no input \"%s\"; it has %s%s",
            signature.name(),
            shortened(name),
            String.join(", ", signature.inputs().stream().map(TensorDescription::name).toList()),
            signature.name().equals(SignatureCalls.DEFAULT)
                ? "; text is taken too, for raw texts"
                : "");
      }
    }
    Map<String, DenseTensor> inputs = new LinkedHashMap<>();
    int rows = -1;
    for (TensorDescription input : signature.inputs()) {
      List<JsonNode> column = named.get(input.name());
      if (column == null) {
        throw MalformedRequestException.of(
            "input \"%s\" of signature %s is missing", input.name(), signature.name());
      }
      if (rows >= 0 && column.size() != rows) {
        throw new MalformedRequestException("the inputs have different numbers of texts");
      }
      rows = column.size();
      DenseTensor tensor = TensorReader.read(input, column);
      requireFewCells(signature, rows, width(tensor));
      inputs.put(input.name(), tensor);
    }
    return new PredictRequest.Tensors(signature, inputs, columnar);
  }

  /**
   * Checks that the model may be asked for so much at once.
   *
   * @param rows number of texts
   * @param width tokens of the longest of them, or characters where the model is to cut them
   * @throws MalformedRequestException where it is more than a request may have
   */
  public static void requireFewCells(SignatureDescription signature, int rows, long width)
      throws MalformedRequestException {
    long most = Math.min(MOST_CELLS, MOST_VALUES / signature.valuesPerToken());
    if (rows * width > most) {
      throw MalformedRequestException.of(
          "%d %s %d tokens or characters, are more than the %d that a request to this model may have;"
              + " send fewer texts, long ones in requests of their own",
          rows, rows == 1 ? "text of" : "texts, the longest of", width, most);
    }
  }

  /** Tokens of the longest text, or characters where the model is to cut texts itself. */
  private static long width(DenseTensor tensor) {
    return tensor.shape().length == 1 && tensor instanceof DenseTensor.Strings texts
        ? Arrays.stream(texts.values()).mapToLong(RequestReader::characters).max().orElse(1)
        : tensor.rowSize();
  }

  /** Code points once normalised, of which some characters become up to 18. */
  private static long characters(String text) {
    long raw = text.codePointCount(0, text.length());
    return raw > MOST_CELLS ? raw : Normalizer.normalize(text, Normalizer.Form.NFKD).length();
  }

  private static Map<String, List<JsonNode>> named(
      SignatureDescription signature, Map<String, List<JsonNode>> columns)
      throws MalformedRequestException {
    if (!columns.containsKey("")) {
      return columns;
    }
    if (signature.inputs().size() != 1) {
      throw new MalformedRequestException(
          "signature " + signature.name() + " has several inputs; name them in objects");
    }
    return Map.of(signature.inputs().get(0).name(), columns.get(""));
  }
}
