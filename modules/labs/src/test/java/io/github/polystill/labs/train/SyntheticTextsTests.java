package io.github.polystill.labs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticTextsTests {

  @Test
  void wordsFollowZipf() {
    SyntheticTexts texts = SyntheticTexts.generate(1000, Lengths.FULL, 20_000, 1, 1);

    int[] counts = new int[20_000];
    for (int[] text : texts.tokens()) {
      for (int token : text) {
        counts[token]++;
      }
    }

    // Harmonic number of 19,999: the first of as many words has a share of 1 / 10.48.
    assertThat(counts[0]).isZero();
    assertThat(counts[1] / 300_000.0).isCloseTo(1 / 10.48, within(0.003));
    assertThat((double) counts[1] / counts[10]).isCloseTo(10, within(1.0));
    assertThat((double) counts[10] / counts[100]).isCloseTo(10, within(2.0));
    assertThat(Arrays.stream(counts, 10_001, 20_000).sum() / 300_000.0)
        .isCloseTo(0.693 / 10.48, within(0.005));
  }

  @Test
  void mixedLengthsAreUniform() {
    SyntheticTexts texts = SyntheticTexts.generate(4000, Lengths.MIXED, 100, 1, 1);

    int[] lengths = Arrays.stream(texts.tokens()).mapToInt(text -> text.length).toArray();

    assertThat(Arrays.stream(lengths).min()).hasValue(60);
    assertThat(Arrays.stream(lengths).max()).hasValue(300);
    assertThat(Arrays.stream(lengths).average().orElseThrow()).isCloseTo(180, within(4.0));
    assertThat(Arrays.stream(lengths).filter(length -> length < 120).count() / 4000.0)
        .isCloseTo(60 / 241.0, within(0.02));
  }

  @Test
  void fullTextsAreAllOfOneLength() {
    int[][] tokens = SyntheticTexts.generate(50, Lengths.FULL, 100, 1, 1).tokens();

    assertThat(List.of(tokens)).allSatisfy(text -> assertThat(text).hasSize(300));
  }

  @Test
  void paddingHasAVectorOfZeros() {
    SyntheticTexts texts = SyntheticTexts.generate(2, Lengths.FULL, 10, 3, 1);

    assertThat(Arrays.copyOf(texts.vectors().values(), 3)).containsOnly(0);
    assertThat(Arrays.copyOfRange(texts.vectors().values(), 3, 30)).doesNotContain(0);
  }

  @Test
  void theSeedDecides() {
    SyntheticTexts texts = SyntheticTexts.generate(5, Lengths.MIXED, 100, 2, 1);
    SyntheticTexts same = SyntheticTexts.generate(5, Lengths.MIXED, 100, 2, 1);
    SyntheticTexts other = SyntheticTexts.generate(5, Lengths.MIXED, 100, 2, 2);

    assertThat(same.tokens()).isDeepEqualTo(texts.tokens());
    assertThat(same.vectors().values()).isEqualTo(texts.vectors().values());
    assertThat(Arrays.deepEquals(other.tokens(), texts.tokens())).isFalse();
  }
}
