package io.github.polystill.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EncodedCorpusTests {
  private static final Vocabulary VOCABULARY =
      Vocabulary.ofWords(List.of("<pad>", "<unk>", "頭痛", "發燒"));
  private static final SegmentedCorpus SEGMENTED =
      new SegmentedCorpus(
          Corpus.of(
              List.of(
                  new Document("one", "x", List.of("fever", "pain")),
                  new Document("two", "x", List.of()),
                  new Document("three", "x", List.of("pain"))),
              1),
          Stream.of(List.of("頭痛", "咳嗽", "發燒", "頭痛", "頭痛"), List.of("", ""), List.of("<pad>", "發燒"))
              .map(SegmentedText::ofLine)
              .toList());
  private static final TokenLayout FOUR_WORDS = new TokenLayout.Words(4);

  @Test
  void cutsAndKeepsLengths() {
    EncodedCorpus encoded = EncodedCorpus.encode(SEGMENTED, VOCABULARY, FOUR_WORDS);

    assertThat(encoded.tokens()).isDeepEqualTo(new int[][] {{2, 1, 3, 2}, {}, {1, 3}});
    assertThat(encoded.lengths()).containsExactly(4, 0, 2);
    assertThat(encoded.ids()).containsExactly("one", "two", "three");
    assertThat(encoded.labels().names()).containsExactly("pain", "fever");
    assertThat(encoded.targets())
        .isDeepEqualTo(new boolean[][] {{true, true}, {false, false}, {true, false}});
    assertThat(encoded.unknownRate()).isCloseTo(2.0 / 6, within(1e-15));
  }

  @Test
  void sharesAllButTheTokensAmongLayouts() {
    EncodedCorpus words = EncodedCorpus.encode(SEGMENTED, VOCABULARY, FOUR_WORDS);

    EncodedCorpus sentences =
        words.inLayout(SEGMENTED, VOCABULARY, new TokenLayout.Sentences(2, 3));

    assertThat(sentences.tokens()).isDeepEqualTo(new int[][] {{2, 1, 3, 2, 2}, {}, {1, 3}});
    assertThat(sentences.targets()).isSameAs(words.targets());
    assertThat(sentences.ids()).isSameAs(words.ids());
  }

  @Test
  void paddingIsNoUnknownWord() {
    EncodedCorpus padded =
        new EncodedCorpus(
            List.of("one"),
            new int[][] {{2, 0, 0, 1}},
            new boolean[1][2],
            SEGMENTED.corpus().labels(),
            VOCABULARY);

    assertThat(padded.unknownRate()).isEqualTo(0.5);
  }

  @Test
  void hasNoUnknownWordsWhereItHasNoWords() {
    SegmentedCorpus silent =
        new SegmentedCorpus(
            Corpus.of(List.of(new Document("one", "x", List.of())), 1),
            List.of(SegmentedText.ofLine(List.of())));

    assertThat(EncodedCorpus.encode(silent, VOCABULARY, FOUR_WORDS).unknownRate()).isZero();
  }

  @Test
  void refusesALengthBelowOne() {
    assertThatThrownBy(() -> new TokenLayout.Words(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("maximum length of a document is 0");
  }
}
