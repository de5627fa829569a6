package io.github.polystill.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.segmentation.TextNormalizer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SentenceSplitterTests {

  /** A bar stands where a sentence must end. HanLP has 」「 and "" as one word, which is not cut. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      commentCharacter = '%',
      textBlock =
          """
          頭痛。|發燒！|咳嗽？|流鼻水；|沒事
          頭痛｡|發燒!|咳嗽?|流鼻水;|沒事
          頭痛，發燒、咳嗽：沒事,不是.句子
          他說：「頭痛。」|然後走了。
          他說：「頭痛！」|「真的？」|『嗯。』」）|好
          他說“头痛。”|然后‘走了。’|好
          （頭痛。）|發燒。】|好
          真的？！|是嗎！！！|好。。。|嗯
          頭痛…|發燒……|咳嗽...|流鼻水......|好。
          頭痛……」|好
          頭痛⋯⋯|好
          3.5度以上。|是2..3次
          ……頭痛。|好
          「……頭痛」
          他說："頭痛。"|"發燒。"|好
          """)
  void endsWhereABarStands(String barred) {
    List<String> expected =
        Arrays.stream(barred.split("\\|", -1)).map(TextNormalizer::normalize).toList();
    String text = barred.replace("|", "");
    assertThat(sentences(text, "characters")).isEqualTo(expected);
    for (String segmenter : List.of("hanlp-traditional", "hanlp")) {
      assertThat(
              sentences(text, segmenter).stream()
                  .map(SentenceSplitterTests::withoutQuotes)
                  .toList())
          .as(segmenter)
          .isEqualTo(expected.stream().map(SentenceSplitterTests::withoutQuotes).toList());
    }
  }

  private static String withoutQuotes(String text) {
    return text.replaceAll("[「\"“]", "");
  }

  @Test
  void aLineEndEndsASentenceWhateverStandsBeforeIt() {
    for (String segmenter : Segmenters.names()) {
      assertThat(sentences("醫生：\n頭 痛\n\n \n發燒。\n」\n", segmenter))
          .as(segmenter)
          .containsExactly("醫生:", "頭痛", "發燒。", "」");
    }
  }

  @Test
  void wordsThatWereSegmentedBeforeAreNotCut() {
    SegmentedText text = SegmentedText.ofLine(List.of("頭痛。發燒", "好。", "", "」", "嗯", "..", ".", "是"));

    assertThat(SentenceSplitter.split(text))
        .containsExactly(List.of("頭痛。發燒", "好。", "」"), List.of("嗯", "..", "."), List.of("是"));
  }

  @Property
  void sentencesAreTheWordsInOrderAndNeverEmpty(@ForAll("texts") SegmentedText text) {
    List<List<String>> sentences = SentenceSplitter.split(text);

    assertThat(sentences).allSatisfy(sentence -> assertThat(sentence).isNotEmpty());
    assertThat(sentences.stream().flatMap(List::stream).toList())
        .isEqualTo(text.words().stream().filter(word -> !word.isEmpty()).toList());
  }

  @Provide
  Arbitrary<SegmentedText> texts() {
    return Arbitraries.strings()
        .withChars("頭痛。！？;….\"」（ \n")
        .ofMaxLength(40)
        .map(text -> SegmentedText.of(text, Segmenters.byName("characters")));
  }

  private static List<String> sentences(String text, String segmenter) {
    return SentenceSplitter.split(segment(text, segmenter)).stream()
        .map(words -> String.join("", words))
        .toList();
  }

  private static SegmentedText segment(String text, String segmenter) {
    return SegmentedText.of(text, Segmenters.byName(segmenter));
  }
}
