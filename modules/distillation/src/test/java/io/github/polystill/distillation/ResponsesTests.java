package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrainingData;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResponsesTests {
  private static Responses random(int documents, int labels) {
    Random random = new Random(3);
    float[][] logits = new float[documents][labels];
    for (float[] row : logits) {
      for (int i = 0; i < labels; i++) {
        row[i] = (float) (40 * random.nextGaussian());
      }
    }
    return Responses.of(names("d, \"", documents), names("標籤,", labels), logits);
  }

  private static List<String> names(String prefix, int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** Logits stay what they are to the last bit, where probabilities near 1 would all be 1. */
  @Test
  void readsBackWhatItWrites() {
    Responses responses = random(20, 3);
    for (Responses read :
        List.of(
            Responses.ofCsv(responses.csv(), "r.csv"),
            Responses.ofJson(responses.json(), "r.json"))) {
      assertThat(read.ids()).isEqualTo(responses.ids());
      assertThat(read.labels()).isEqualTo(responses.labels());
      assertThat(read.logits()).isDeepEqualTo(responses.logits());
      assertThat(read.source()).isEqualTo(responses.source());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', r.csv:1: no responses",
    "'name,a\nx,1\n', r.csv:1: no responses",
    "'id,a\nx,1\ny\n', r.csv:3: 0 logits for 1 labels",
    "'id,a\nx,high\n', r.csv:2: 'high' is no number",
  })
  void saysWhereAFileIsWrong(String csv, String message) {
    assertThatThrownBy(() -> Responses.ofCsv(csv.replace("\\n", "\n"), "r.csv"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
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
