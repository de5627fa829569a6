package io.github.polystill.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.TokenLayout.Sentences;
import io.github.polystill.data.encoding.TokenLayout.Words;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenters;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class TokenLayoutTests {
  /** 。 is 2, 頭 is 3, 痛 is 4. */
  private static final Vocabulary VOCABULARY =
      Vocabulary.ofWords(List.of("<pad>", "<unk>", "。", "頭", "痛"));

  private static final Sentences THREE_BY_FOUR = new Sentences(3, 4);

  private static SegmentedText characters(String text) {
    return SegmentedText.of(text, Segmenters.byName("characters"));
  }

  private static int[] encode(TokenLayout layout, String text) {
    return layout.encode(characters(text), VOCABULARY);
  }

  @Test
  void wordsStandOneAfterTheOther() {
    assertThat(encode(new Words(5), "頭。\n痛。頭頭")).containsExactly(3, 2, 4, 2, 3);
    assertThat(encode(new Words(5), " ")).isEmpty();
  }

  @Test
  void everySentenceHasPositionsOfItsOwn() {
    assertThat(encode(THREE_BY_FOUR, "頭。痛痛。痛")).containsExactly(3, 2, 0, 0, 4, 4, 2, 0, 4);
    assertThat(encode(THREE_BY_FOUR, "頭痛頭。痛")).containsExactly(3, 4, 3, 2, 4);
  }

  @Test
  void aLongSentenceGoesOnInThePositionsOfTheNext() {
    assertThat(encode(THREE_BY_FOUR, "頭頭頭頭痛。頭")).containsExactly(3, 3, 3, 3, 4, 2, 0, 0, 3);
  }

  @Test
  void textsAtTheLimitsHaveARow() {
    assertThat(encode(THREE_BY_FOUR, "\n \n")).isEmpty();
    assertThat(encode(THREE_BY_FOUR, "頭")).containsExactly(3);
    assertThat(encode(THREE_BY_FOUR, "病。")).containsExactly(1, 2);
    assertThat(encode(THREE_BY_FOUR, "病病")).containsExactly(1, 1);
    assertThat(encode(THREE_BY_FOUR, "頭。".repeat(100)))
        .containsExactly(3, 2, 0, 0, 3, 2, 0, 0, 3, 2);
    assertThat(encode(THREE_BY_FOUR, "頭".repeat(10_000)))
        .containsExactly(3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
  }

  @Test
  void aRowTakesNoMoreMemoryThanItsText() {
    assertThat(encode(new Sentences(1, Integer.MAX_VALUE), "頭。痛")).containsExactly(3, 2);
    assertThat(encode(new Sentences(Integer.MAX_VALUE, 1), "頭。痛")).containsExactly(3, 2, 4);
  }

  @Property
  void sentencesKeepOrderAndPadBehindWordsAlone(
      @ForAll("texts") String text,
      @ForAll @IntRange(min = 1, max = 6) int sentences,
      @ForAll @IntRange(min = 1, max = 6) int width) {
    Sentences layout = new Sentences(sentences, width);
    SegmentedText segmented = characters(text);
    int[] row = layout.encode(segmented, VOCABULARY);

    assertThat(row.length).isLessThanOrEqualTo(layout.length());
    assertThat(row.length == 0 || row[row.length - 1] != 0).as("ends with a word").isTrue();
    for (int i = 1; i < row.length; i++) {
      boolean startsSentence = i % width == 0;
      assertThat(row[i] == 0 || row[i - 1] != 0 || startsSentence).as("padding is behind").isTrue();
      assertThat(row[i] != 0 || !startsSentence).as("no sentence is empty").isTrue();
    }
    int[] words = Arrays.stream(row).filter(id -> id != 0).toArray();
    int[] all = VOCABULARY.encode(segmented.words(), Integer.MAX_VALUE);
    assertThat(words).isEqualTo(Arrays.copyOf(all, words.length));
    boolean full = row.length > layout.length() - width;
    assertThat(words.length == all.length || full).as("cut where the row is full alone").isTrue();
  }

  @Property
  void aTextOfOneFullSentenceReadsTheSameInBothLayouts(
      @ForAll @IntRange(max = 40) int length, @ForAll @IntRange(min = 1, max = 5) int width) {
    SegmentedText text = SegmentedText.ofLine(Collections.nCopies(length, "頭"));
    Sentences layout = new Sentences(4, width);

    assertThat(layout.encode(text, VOCABULARY))
        .isEqualTo(new Words(layout.length()).encode(text, VOCABULARY))
        .isEqualTo(IntStream.generate(() -> 3).limit(Math.min(length, 4 * width)).toArray());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("頭痛病。！」\n ").ofMaxLength(60);
  }

  @Test
  void refusesSizesThatAreNone() {
    for (int[] sizes : new int[][] {{0, 3}, {3, 0}, {-1, -1}, {1 << 16, 1 << 16}}) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> new Sentences(sizes[0], sizes[1]))
          .withMessageContaining("%d sentences of %d words", sizes[0], sizes[1]);
    }
  }
}
