package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.encoding.TokenLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WordDropoutTests {
  private static final TokenLayout WORDS = new TokenLayout.Words(100);
  private static final int[] ROW = IntStream.rangeClosed(1, 100).toArray();

  @Test
  void whatIsLeftKeepsItsOrder() {
    WordDropout dropout = new WordDropout(0.25, 2, true, 1);
    double left = 0;
    for (int copy = 0; copy < 100; copy++) {
      int[] shorter = dropout.shorten(ROW, WORDS, "d", copy);
      assertThat(shorter).isSorted().doesNotHaveDuplicates();
      left += shorter.length;
    }
    assertThat(left / 100).isCloseTo(75, within(2.0));
  }

  @Test
  void everyDocumentAndCopyHasItsOwnDraw() {
    WordDropout dropout = new WordDropout(0.5, 2, true, 1);
    int[] one = dropout.shorten(ROW, WORDS, "d", 0);
    assertThat(dropout.shorten(ROW, WORDS, "d", 0)).isEqualTo(one);
    assertThat(dropout.shorten(ROW, WORDS, "d", 1)).isNotEqualTo(one);
    assertThat(dropout.shorten(ROW, WORDS, "e", 0)).isNotEqualTo(one);
    assertThat(new WordDropout(0.5, 2, true, 2).shorten(ROW, WORDS, "d", 0)).isNotEqualTo(one);
  }

  /** Sentences of 1, 3 and 2 words in 4 positions each. */
  @Test
  void sentencesStayWhereTheyAreAndKeepAWord() {
    int[] row = {5, 0, 0, 0, 6, 7, 8, 0, 9, 10};
    TokenLayout layout = new TokenLayout.Sentences(5, 4);
    WordDropout dropout = new WordDropout(0.9, 1, true, 1);
    for (int copy = 0; copy < 50; copy++) {
      int[] shorter = dropout.shorten(row, layout, "d", copy);
      assertThat(shorter[0]).isEqualTo(5);
      assertThat(shorter[4]).isBetween(6, 8);
      assertThat(shorter[8]).isBetween(9, 10);
      assertThat(shorter[shorter.length - 1]).isNotZero();
      assertThat(Arrays.stream(shorter).filter(it -> it > 0).toArray()).isSorted();
    }
    assertThat(dropout.shorten(new int[0], layout, "d", 0)).isEmpty();
  }
}
