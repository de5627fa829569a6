package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.distillation.trial.ExtraTexts;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrainingData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ResponsesTests {
  private static final Corpus CORPUS =
      new Corpus(
          Stream.of("d1", "d 2", "d\"3,").map(id -> new Document(id, "text", List.of())).toList(),
          LabelSet.of(List.of("a", "b:logit")));

  private Responses read(String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return Responses.read(new ByteArrayInputStream(bytes), name, CORPUS);
  }

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static Responses random(int documents, int labels) {
    Random random = new Random(3);
    float[][] logits = new float[documents][labels];
    for (float[] row : logits) {
      for (int i = 0; i < labels; i++) {
        row[i] = (float) (40 * random.nextGaussian());
      }
    }
    return Responses.of(names("d", documents), names("label", labels), logits);
  }

  /** Of 0 and 1 the logit is that of a number near by, else it is that of the number. */
  @ParameterizedTest
  @EnumSource(ResponsesFormat.class)
  void readsBackWhatItWrites(ResponsesFormat format) throws IOException {
    float[][] probabilities = {{0.5f, 1}, {1e-3f, 0.999999f}, {0, 0.25f}};
    List<String> labels = CORPUS.labels().names();
    StringBuilder text = new StringBuilder(format.header(labels));
    for (int i = 0; i < 3; i++) {
      text.append(format.line(CORPUS.documents().get(i).id(), labels, probabilities[i]));
    }
    Responses read = read("r." + format.name().toLowerCase(Locale.ROOT), text.toString());

    assertThat(read.ids()).containsExactly("d1", "d 2", "d\"3,");
    assertThat(read.labels()).isEqualTo(labels);
    double[][] expected = {
      {0, Math.log(1e7)}, {Math.log(1e-3 / 0.999), Math.log(999999)}, {-Math.log(1e7), -Math.log(3)}
    };
    for (int i = 0; i < 3; i++) {
      for (int label = 0; label < 2; label++) {
        assertThat(read.logits()[i][label]).isCloseTo((float) expected[i][label], within(1e-4f));
      }
    }
  }

  @Test
  void probabilitiesAndLogitsOfAllFormsAreTheSameAnswers() throws IOException {
    Responses logits = read("r.csv", "b:logit:logit,id,a:logit\r\n-1.5,d1,2e0\n");
    assertThat(logits.logits()).isDeepEqualTo(new float[][] {{2, -1.5f}});
    for (Responses same :
        List.of(
            read("r.tsv", "id\ta:logit\tb:logit:logit\n d1 \t2\t-1.5\n"),
            read(
                "r.jsonl",
                "\n{'logits': {'b:logit': -1.5, 'a': 2}, 'id': 'd1'}".replace('\'', '"')),
            read(
                "s.csv",
                "id,a:probability,b:logit:probability\nd1,0.8807970779778823,0.18242552380635635\n"))) {
      assertThat(same.logits()).isDeepEqualTo(logits.logits());
      assertThat(same.source()).isEqualTo(logits.source());
    }
    Responses ofPredict =
        read(
            "p.jsonl",
            "{'line': 1, 'id': 'd1', 'labels': ['a'], 'probabilities': {'a': 0.5, 'b:logit': 0}}"
                .replace('\'', '"'));
    assertThat(ofPredict.logits()[0][0]).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          .csv | id,a,b\\nd1,0,1 | :1: the column "a" does not say what it holds; name it LABEL:probability or LABEL:logit
          .csv | id,a:logit\\nd1,1 | :1: has no answer for the label "b:logit"; add it
          .csv | id,a:logit,a:probability,b:logit:logit\\nd1,1,1,1 | :1: the label "a" has two columns; take one out
          .csv | id,a:logit,c:logit,b:logit:logit\\nd1,1,1,1 | :1: "c" is none of the corpus' labels; there is "a", "b:logit"
          .csv | a:logit,b:logit:logit\\n1,1 | :1: the header has no column id; add it
          .csv | id,a:probability,b:logit:probability\\nd1,0\\n | :2: has 2 columns but the header has 3
          .csv | id,a:probability,b:logit:probability\\n\\nd1,0,1.1\\n | :3: the probability of "b:logit" is 1.1; it must be from 0 to 1, or be called a logit
          .csv | id,a:probability,b:logit:probability\\nd1,-1e-9,1\\n | :2: the probability of "a" is -1.0E-9;
          .csv | id,a:probability,b:logit:probability\\nd1,NaN,1\\n | :2: "NaN" is no number
          .csv | id,a:logit,b:logit:logit\\nd1,1e39,1\\n | :2: the logit of "a" is 1.0E39; it must be finite
          .csv | id,a:logit,b:logit:logit\\nd1,,1\\n | :2: "" is no number
          .csv | id,a:logit,b:logit:logit\\nd1,0.1,0.9\\nd 2,0,1\\n | : its logits are all on one side of 0 (0.0 to 1.0), as a teacher's are not;
          .csv | id,a:logit,b:logit:logit\\nd1,-0.1,-9\\n | : its logits are all on one side of 0
          .csv | id,a:logit,b:logit:logit\\nd1,-1,1\\nd3,1,1 | :3: the corpus has no document "d3"; take the line out
          .csv | id,a:logit,b:logit:logit\\nd1,-1,1\\n\\nd1,1,1 | :4: the document "d1" is answered on line 2 already; keep one
          .csv | id,a:logit,b:logit:logit\\n | : has no answers
          .txt | d1 | : is no file of answers by its name
          .jsonl | {"id": "d1", "probabilities": {"a": 1}} | :1: has no answer for the label "b:logit"; add it
          .jsonl | \\n{"id": "d1", "probabilities": {"a": 1, "b:logit": NaN}} | :2: no JSON at column
          .jsonl | {"id": "d1", "probabilities": {"a": 1, "a": 0, "b:logit": 0}} | :1: no JSON at column
          .jsonl | {"id": "d1", "probabilities": {"a": 1, "b:logit": "0"}} | :1: "0" is no number
          .jsonl | {"id": "d1", "probabilities": {"a": 1, "b:logit": 2}} | :1: the probability of "b:logit" is 2.0
          .jsonl | {"id": "d1", "a": 1, "b:logit": 2} | :1: must have either "probabilities" or "logits"
          .jsonl | {"id": "d1", "logits": {"a": 1, "b:logit": 2}, "probabilities": {}} | :1: must have either
          .jsonl | {"probabilities": {"a": 1, "b:logit": 1}} | :1: has no id; give that of the document
          .jsonl | ["d1"] | :1: has no id
          """)
  void saysWhereAFileIsWrong(String extension, String content, String message) {
    String file = "r" + extension;
    assertThatThrownBy(() -> read(file, content.replace("\\n", "\n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void saysWhoseAnswerIsMissing() {
    TrainingData data = SmallData.of(4, 2);
    Responses foreign = random(4, 2);
    assertThatThrownBy(() -> foreign.probabilitiesFor(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("no responses for the label a");
    Responses others = Responses.of(names("other", 4), data.labels().names(), new float[4][2]);
    assertThatThrownBy(() -> others.probabilitiesFor(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("no responses for the training document d0");
  }

  @Test
  void answersFindTheirDocumentsAndLabelsByName() {
    TrainingData data = SmallData.of(3, 2);
    Responses responses =
        Responses.of(
            List.of("d2", "d0", "d1"), List.of("b", "a"), new float[][] {{2, -2}, {0, 1}, {3, 0}});
    float[][] probabilities = responses.probabilitiesFor(data);
    assertThat(probabilities[0][1]).isEqualTo(0.5f);
    assertThat(probabilities[1][0]).isEqualTo(0.5f);
    assertThat(probabilities[2][1]).isEqualTo((float) (1 / (1 + Math.exp(-2))));
  }

  /** Answers that are given have none to copies, which learn what their document does. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "1, 0.5", "4, 0.25"})
  void copiesLearnWhatTheirDocumentLearns(double temperature, double trueLabels) {
    TrainingData data = SmallData.of(6, 2);
    int[] origins = {0, 1, 2, 3, 0, 1, 2, 3};
    TrainingData copied =
        data.with(
            new ExtraTexts(
                names("copy", 8), origins, new int[0], "copies", true, 0, "", () -> new int[8][3]));
    Responses given =
        Responses.of(data.corpus().ids(), data.labels().names(), random(6, 2).logits());
    DistillationLoss loss = DistillationLoss.probabilities(temperature, trueLabels);
    float[][] expected = loss.targets(given, data).values();
    float[][] actual = loss.targets(given, copied).values();
    for (int row = 0; row < actual.length; row++) {
      assertThat(actual[row]).isEqualTo(expected[row < 6 ? row : origins[row - 6]]);
    }
  }

  @Test
  void standInLabelOrder() {
    float[][] first = {{0.1f}, {0.2f}};
    float[][] second = {{0.3f}, {0.4f}};
    assertThat(Responses.join(List.of(first, second)))
        .isDeepEqualTo(new float[][] {{0.1f, 0.3f}, {0.2f, 0.4f}});
  }

  /** Trials that learn something else have other names; the paper's keep theirs. */
  @Test
  void whatDecidesAStudentIsInItsName() {
    TrainingData data = SmallData.of(6, 2);
    Responses responses =
        Responses.of(data.corpus().ids(), data.labels().names(), random(6, 2).logits());
    List<DistillationLoss> losses =
        List.of(
            DistillationLoss.RESPONSES,
            DistillationLoss.probabilities(2, 0),
            DistillationLoss.probabilities(1, 0.5),
            DistillationLoss.logits(0),
            DistillationLoss.logits(0.5));

    assertThat(losses.stream().map(it -> it.targets(responses, data).source()).distinct())
        .hasSameSizeAs(losses)
        .contains(java.util.Map.of("responses", responses.source()));
    assertThat(DistillationLoss.probabilities(1, 0)).isSameAs(DistillationLoss.RESPONSES);
  }
}
