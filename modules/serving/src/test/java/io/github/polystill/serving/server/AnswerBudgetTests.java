package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.serving.protocol.ResponseWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerBudgetTests {
  private final AnswerBudget budget = new AnswerBudget(100);

  @Test
  void nothingIsWrittenWithoutRoom() {
    Answer first = budget.write(80, () -> new byte[60]);
    assertThat(first.status()).isEqualTo(200);
    assertThat(
            budget
                .write(
                    41,
                    () -> {
                      throw new AssertionError("written");
                    })
                .status())
        .isEqualTo(503);
    assertThat(budget.write(40, () -> new byte[40]).status()).isEqualTo(200);
    budget.release(first);
    assertThat(budget.write(60, () -> new byte[60]).status()).isEqualTo(200);
  }

  @Test
  void aFailureHoldsNothing() {
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(
            () ->
                budget.write(
                    100,
                    () -> {
                      throw new OutOfMemoryError("answer");
                    }));
    Answer larger = budget.write(1000, () -> new byte[1000]);
    assertThat(larger.status()).isEqualTo(200);
    budget.release(larger);
    assertThat(budget.write(100, () -> new byte[100]).status()).isEqualTo(200);
  }

  @Test
  void noAnswerIsLongerThanExpected() {
    Map<String, DenseTensor> outputs =
        Map.of(
            "a name",
            new DenseTensor.Floats(
                new int[] {1, 2, 2}, new float[] {-Float.MIN_NORMAL, -1e-38f, Float.NaN, 0}),
            "ids",
            new DenseTensor.Integers(new int[] {1, 1}, new int[] {Integer.MIN_VALUE}),
            "labels",
            new DenseTensor.Strings(
                new int[] {1, 3}, new String[] {"\u0001".repeat(200), "病".repeat(99), ""}));
    for (boolean columnar : new boolean[] {true, false}) {
      assertThat(ResponseWriter.predictions(outputs, columnar).length)
          .isLessThanOrEqualTo((int) ResponseWriter.mostBytes(outputs));
    }
  }
}
