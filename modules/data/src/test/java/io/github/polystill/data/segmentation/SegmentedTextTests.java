package io.github.polystill.data.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SegmentedTextTests {
  @ParameterizedTest
  @ValueSource(strings = {"hanlp", "hanlp-traditional", "characters", "whitespace"})
  void keepsTheLineEndsOfEverySegmenter(String segmenter) {
    SegmentedText text = SegmentedText.of("\n頭 痛\r\n\n \n發\u2028燒\n", Segmenters.byName(segmenter));

    assertThat(text.words()).containsExactly("頭", "痛", "發", "燒");
    assertThat(text.lineEnds()).containsExactly(2, 3);
    assertThat(text.joined()).isEqualTo("頭 痛\n發\n燒");
  }

  /** The words must not depend on whether anybody asks for lines. */
  @Property(tries = 200)
  void hasTheWordsOfTheTextAsAWhole(@ForAll("texts") String text) {
    for (String name : Segmenters.names()) {
      Segmenter segmenter = Segmenters.byName(name);
      SegmentedText segmented = SegmentedText.of(text, segmenter);
      assertThat(segmented.words())
          .as(name)
          .isEqualTo(segmenter.segment(TextNormalizer.normalize(text)));
      List<String> again = new ArrayList<>();
      for (String line : segmented.joined().split("\n", -1)) {
        again.addAll(Segmenters.byName("whitespace").segment(line));
      }
      assertThat(again).isEqualTo(segmented.words());
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("頭痛發燒病人咳嗽。！？；…「」aB1. \n\r\u2028\u0085\t\u200B")
        .ofMaxLength(60);
  }

  @Test
  void isATextAgain() {
    SegmentedText text =
        new SegmentedText(
            List.of("做", "CT", "和", "X-ray", "scan", "。", "再", "see", "說", "a"), List.of(6, 8));
    assertThat(text.text()).isEqualTo("做CT和X-ray scan 。\n再see\n說a");
    assertThat(new SegmentedText(List.of(), List.of()).text()).isEmpty();
  }

  @Test
  void refusesLineEndsOutsideTheText() {
    for (List<Integer> ends : List.of(List.of(0), List.of(2), List.of(1, 1))) {
      assertThatThrownBy(() -> new SegmentedText(List.of("a", "b"), ends))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
