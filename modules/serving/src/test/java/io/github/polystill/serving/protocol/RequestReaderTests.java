package io.github.polystill.serving.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TensorDescription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTests {
  private static final RequestReader READER =
      new RequestReader(
          Map.of(
              "serving_default",
                  signature("serving_default", "tokens", TensorDescription.Type.STRING),
              "token_ids", signature("token_ids", "token_ids", TensorDescription.Type.INT32),
              "characters",
                  new SignatureDescription(
                      "characters",
                      "tensorflow/serving/predict",
                      List.of(
                          new TensorDescription(
                              "texts", "texts:0", TensorDescription.Type.STRING, List.of(-1))),
                      List.of())),
          3,
          100);

  private static SignatureDescription signature(
      String name, String input, TensorDescription.Type type) {
    return new SignatureDescription(
        name,
        "tensorflow/serving/predict",
        List.of(new TensorDescription(input, input + ":0", type, List.of(-1, -1))),
        List.of());
  }

  private static PredictRequest read(String body) throws MalformedRequestException {
    return READER.read(body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'instances': [['頭','痛'],['好','']]}",
        "{'instances': [{'tokens': ['頭','痛']}, {'tokens': ['好','']}]}",
        "{'inputs': [['頭','痛'],['好','']]}",
        "{'inputs': {'tokens': [['頭','痛'],['好','']]}, 'signature_name': 'serving_default'}",
        "{'instances': [{'tokens': [{'b64': '6aCt'},'痛']}, {'tokens': ['好','']}], 'signature_name': ''}"
      })
  void allWaysToWriteTokensAreTheSame(String body) throws Exception {
    PredictRequest.Tensors request = (PredictRequest.Tensors) read(body.replace('\'', '"'));

    DenseTensor.Strings tokens = (DenseTensor.Strings) request.inputs().get("tokens");
    assertThat(tokens.shape()).containsExactly(2, 2);
    assertThat(tokens.values()).containsExactly("頭", "痛", "好", "");
    assertThat(request.columnar()).isEqualTo(body.contains("inputs"));
  }

  @Test
  void otherSignaturesAreNamed() throws Exception {
    PredictRequest.Tensors request =
        (PredictRequest.Tensors)
            read("{\"signature_name\": \"token_ids\", \"instances\": [[3, -1]]}");

    assertThat(((DenseTensor.Integers) request.inputs().get("token_ids")).values())
        .containsExactly(3, -1);
  }

  @Test
  void rawTextIsTakenInBothFormats() throws Exception {
    assertThat(read("{\"instances\": [{\"text\": \"頭痛\"}]}"))
        .isEqualTo(new PredictRequest.Texts(List.of("頭痛"), false));
    assertThat(read("{\"inputs\": {\"text\": [\"頭痛\", \"好\"]}}"))
        .isEqualTo(new PredictRequest.Texts(List.of("頭痛", "好"), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                        | no JSON",
        "[]                                       | no JSON object",
        "{\"a\": 1} 2                             | no JSON",
        "{\"instances\": [[\"a\"]], \"instances\": []} | no JSON",
        "{\"instances\": [[NaN]]}                | line 1, column 20: NaN and Infinity are no numbers in JSON",
        "{\"instances\": [[-Infinity]]}          | NaN and Infinity are no numbers",
        "{\"instances\": [[00]]}                 | Leading zeroes not allowed",
        "{\"instances\": /* all */ []}           | maybe a (non-standard) comment?",
        "{\"instances\": []} {}                  | more follows behind the object",
        "{instances: []}                          | was expecting double-quote",
        "{}                                       | either instances or inputs",
        "{\"instances\": [[\"a\"]], \"inputs\": [[\"a\"]]} | either instances or inputs",
        "{\"instance\": [[\"a\"]]}                | either instances or inputs",
        "{\"instances\": []}                      | no list of one text or more",
        "{\"instances\": \"a\"}                   | no list of one text or more",
        "{\"instances\": [[\"a\"],[\"a\"],[\"a\"],[\"a\"]]} | at most 3",
        "{\"instances\": [[\"a\"],[\"a\",\"b\"]]} | text 1: has 2 values where 1 are expected",
        "{\"instances\": [[\"a\"],[[\"a\"]]]}     | nested more deeply",
        "{\"instances\": [\"a\"]}                 | text 0: is no list",
        "{\"instances\": [[]]}                    | text 0: has no tokens",
        "{\"instances\": [{\"tokens\": [\"a\"]}, {\"tokens\": []}]} | text 1: has no tokens",
        "{\"inputs\": {\"tokens\": [[], []]}}    | text 0: has no tokens",
        "{\"signature_name\": \"token_ids\", \"instances\": [[]]} | text 0: has no tokens",
        "{\"signature_name\": \"token_ids\", \"inputs\": [[1], []]} | text 1: has no tokens",
        "{\"instances\": [[\"a\"],[1]]}           | text 1: has a value that is no string",
        "{\"instances\": [[{\"b64\": \"?\"}]]}    | no UTF-8 in base64",
        "{\"instances\": [[{\"b64\": \"/w==\"}]]} | no UTF-8 in base64",
        "{\"instances\": [{\"words\": [\"a\"]}]}  | has no input \"words\"; it has tokens",
        "{\"instances\": [{\"txt\": \"a\"}]}       | it has tokens; text is taken too, for raw texts",
        "{\"instances\": [{}]}                   | input \"tokens\" of signature serving_default is missing",
        "{\"instances\": [{\"tokens\": [\"a\"], \"x\": 1}]} | has no input \"x\"; it has tokens",
        "{\"instances\": [{\"tokens\": [\"a\"]}, [\"a\"]]} | instances[1] has other inputs",
        "{\"instances\": [[1]], \"signature_name\": \"none\"} | it has characters, serving_default, token_ids",
        "{\"instances\": [[1]], \"signature_name\": 1} | signature_name is no string",
        "{\"instances\": [[1.5]], \"signature_name\": \"token_ids\"} | no 32-bit integer",
        "{\"instances\": [[4294967296]], \"signature_name\": \"token_ids\"} | no 32-bit integer",
        "{\"instances\": [{\"text\": \" \\n\"}]}  | instances[0].text is blank",
        "{\"inputs\": {\"text\": [\"a\", 1]}}     | inputs.text[1] is no string",
        "{\"instances\": [{\"text\": \"a\", \"tokens\": []}]} | text stands alone",
        "{\"instances\": [{\"text\": \"a\"}], \"signature_name\": \"token_ids\"} | text stands alone"
      })
  void saysWhatIsWrong(String body, String reason) {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> read(body))
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(400));
  }

  @Test
  void theLongestTextCountsForAll() throws Exception {
    int most = RequestReader.MOST_CELLS;
    String pads = "0" + ",0".repeat(most / 2 - 1);
    String ofIds = "{\"signature_name\": \"token_ids\", \"instances\": [[%], [%]]}";
    assertThat(read(ofIds.replace("%", pads)).rows()).isEqualTo(2);
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> read(ofIds.replace("%", pads + ",0")))
        .withMessageContaining("2 texts, the longest of " + (most / 2 + 1) + " tokens");

    String ofTexts = "{\"signature_name\": \"characters\", \"instances\": [\"a\", \"%\"]}";
    assertThat(read(ofTexts.replace("%", "。".repeat(most / 2))).rows()).isEqualTo(2);
    // U+FDFA is 18 characters when it is normalised.
    for (String text : List.of("。".repeat(most / 2 + 1), "\ufdfa".repeat(most / 36 + 1))) {
      assertThatExceptionOfType(MalformedRequestException.class)
          .isThrownBy(() -> read(ofTexts.replace("%", text)))
          .withMessageContaining("are more than the");
    }
  }

  /** Of a teacher with attention each expert has a weight for each token. */
  @Test
  void whatComesOutCountsToo() throws Exception {
    SignatureDescription teacher =
        new SignatureDescription(
            "serving_default",
            "tensorflow/serving/predict",
            List.of(
                new TensorDescription(
                    "tokens", "tokens:0", TensorDescription.Type.STRING, List.of(-1, -1))),
            List.of(
                new TensorDescription(
                    "attention", "a:0", TensorDescription.Type.FLOAT, List.of(-1, 900, -1)),
                new TensorDescription(
                    "probabilities", "p:0", TensorDescription.Type.FLOAT, List.of(-1, 900))));
    RequestReader reader = new RequestReader(Map.of("serving_default", teacher), 3, 100);
    int most = RequestReader.MOST_VALUES / 900;
    String right = "{\"instances\": [[\"a\"" + ",\"a\"".repeat(most - 1) + "]]}";
    assertThat(reader.read(right.getBytes(StandardCharsets.UTF_8)).rows()).isEqualTo(1);
    String tooMuch = right.replace("[[", "[[\"a\",");
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> reader.read(tooMuch.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("1 text of " + (most + 1))
        .withMessageContaining("more than the " + most);
  }

  /** Requests that TF Serving takes are taken here. */
  @Test
  void otherKeysArePassedOver() throws Exception {
    assertThat(read("{\"instances\": [[\"a\"]], \"id\": {\"instances\": 1}}").rows()).isEqualTo(1);
  }

  @Test
  void anExcerptOfTheRequestIsText() {
    String name = "a".repeat(199) + "\ud840\udc00".repeat(9);
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> read("{\"signature_name\": \"" + name + "\", \"instances\": [[1]]}"))
        .withMessageContaining("\"" + "a".repeat(199) + "…\"");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(
            () -> READER.read("{\"instances\": [[\"ÿ\"]]}".getBytes(StandardCharsets.ISO_8859_1)))
        .withMessageContaining("no JSON");
  }

  @Example
  void namesOfTheSenderStayOnTheLine() {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> read("{\"signature_name\": \"toke\\n_ids\", \"instances\": [[1]]}"))
        .withMessageStartingWith("the model has no signature \"toke _ids\"; ");
  }

  /** Whatever is cut off, doubled or put in, no word of ours or of the JSON library comes out. */
  @Property
  void messagesAreForUsers(
      @ForAll @IntRange(max = 60) int position, @ForAll("parts") String part, @ForAll boolean cut) {
    String body = "{\"signature_name\": \"token_ids\", \"instances\": [[1, 2], [3, 0]]}";
    String broken = body.substring(0, position) + part + (cut ? "" : body.substring(position));
    try {
      read(broken);
    } catch (MalformedRequestException e) {
      assertThat(e.getMessage())
          .as(broken)
          .hasLineCount(1)
          .hasSizeLessThan(500)
          .doesNotContainPattern(
              "`|Feature|Exception|jackson|java|Jackson|[A-Z]{2,}_[A-Z]|Json[A-Z]");
    }
  }

  @Provide
  Arbitrary<String> parts() {
    return Arbitraries.of(
        "",
        "NaN",
        "+Infinity",
        "/",
        "//",
        "#",
        "'",
        "\"",
        "\n",
        "\\",
        "\\x",
        "\\ud800",
        "\u0000",
        "}",
        "{",
        "]",
        "[",
        ",",
        ":",
        "1e",
        "-",
        "0x1",
        "1.",
        ".5",
        "9".repeat(1200),
        "1e99999",
        "true",
        "nul",
        "[".repeat(1200),
        "{\"a\":".repeat(1200),
        "\"" + "n".repeat(60_000) + "\":",
        "\uFEFF");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatExceptionOfType(MalformedRequestException.class)
        .isThrownBy(() -> read("{\"instances\": " + "[".repeat(100_000)))
        .withMessageContaining("no JSON");
  }
}
