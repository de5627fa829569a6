package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.types.TInt32;

class TokenBatchTests {
  private static final int[][] TEXTS = {{1, 2, 3}, {}, {4}};

  @Test
  void padsBehindTheLastToken() {
    TokenBatch batch = TokenBatch.of(TEXTS, new int[] {9, 2, 1, 0}, 1, 4);
    assertThat(batch.rows()).isEqualTo(3);
    assertThat(batch.width()).isEqualTo(3);
    try (TInt32 tensor = batch.toTensor()) {
      assertThat(StdArrays.array2dCopyOf(tensor))
          .isDeepEqualTo(new int[][] {{4, 0, 0}, {0, 0, 0}, {1, 2, 3}});
    }
  }

  @Test
  void hasAtLeastOneColumn() {
    assertThat(TokenBatch.of(TEXTS, new int[] {1}, 0, 1).width()).isEqualTo(1);
  }

  @Test
  void aTextThatDoesNotFitIsAnError() {
    assertThatThrownBy(() -> TokenBatch.of(TEXTS, new int[] {0, 2}, 0, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("document 0 has 3 tokens");
  }
}
