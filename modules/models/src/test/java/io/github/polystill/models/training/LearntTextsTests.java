package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LearntTextsTests {
  @Test
  void thePoolIsTakenInTurn() {
    LearntTexts texts =
        new LearntTexts(new int[] {3, 1}, new int[0], 0, new int[] {10, 11, 12, 13, 14}, 2);
    List<Integer> drawn = new ArrayList<>();
    for (int epoch = 1; epoch <= 5; epoch++) {
      int[] its = texts.of(epoch, 7);
      assertThat(its).hasSize(texts.size()).startsWith(3, 1).doesNotHaveDuplicates();
      Arrays.stream(its, 2, 4).forEach(drawn::add);
    }
    assertThat(drawn.subList(0, 5)).containsExactlyInAnyOrder(10, 11, 12, 13, 14);
    assertThat(drawn.subList(5, 10)).isEqualTo(drawn.subList(0, 5));
    assertThat(texts.of(4, 7)).isEqualTo(texts.of(4, 7));
    assertThat(IntStream.range(0, 20).mapToObj(seed -> texts.of(1, seed)[2]).distinct()).hasSize(5);
  }

  @Test
  void turnsComeInTheirOrderBesideThePool() {
    LearntTexts texts =
        new LearntTexts(
            new int[] {1}, new int[] {10, 20, 11, 21, 12, 22}, 2, new int[] {30, 31, 32}, 1);
    for (int epoch = 1; epoch <= 4; epoch++) {
      int copy = (epoch - 1) % 3;
      assertThat(texts.of(epoch, 7)).hasSize(texts.size()).startsWith(1, 10 + copy, 20 + copy);
      assertThat(texts.of(epoch, 7)[3]).isBetween(30, 32);
    }
  }
}
