package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TeacherChoiceTests {
  @Test
  void theHighestFigureWins() {
    assertThat(best(new Expert(1, 0.4, 0.1), new Expert(5, 0.6, 0.9), new Expert(2, 0.5, 0.2)))
        .isEqualTo(1);
  }

  @Test
  void aTieGoesToTheLowerLoss() {
    assertThat(best(new Expert(1, 0.6, 0.5), new Expert(5, 0.6, 0.4))).isEqualTo(1);
  }

  @Test
  void thenToTheWeightNearestOne() {
    assertThat(best(new Expert(0.05, 0, 0.5), new Expert(2, 0, 0.5), new Expert(0.5, 0, 0.5)))
        .isEqualTo(2);
  }

  @Test
  void thenToTheFirst() {
    assertThat(best(new Expert(0.5, 0, 0.5), new Expert(1.5, 0, 0.5))).isEqualTo(0);
  }

  @Test
  void responsesStandInLabelOrder() {
    float[][] first = {{0.1f}, {0.2f}};
    float[][] second = {{0.3f}, {0.4f}};
    assertThat(Responses.join(List.of(first, second)))
        .isDeepEqualTo(new float[][] {{0.1f, 0.3f}, {0.2f, 0.4f}});
  }

  private static int best(Expert... experts) {
    return TeacherChoice.best(List.of(experts));
  }
}
