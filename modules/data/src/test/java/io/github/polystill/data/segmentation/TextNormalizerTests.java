package io.github.polystill.data.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextNormalizerTests {

  @ParameterizedTest
  @CsvSource({
    "'ＣＴ：３．５％，', 'CT:3.5%,'",
    "'a\r\nb\rc\u0085d\u2028e\u2029f\u000Bg\fh\n\n', 'a\nb\nc\nd\ne\nf\ng\nh\n\n'",
    "'a\tb\u3000c\u00A0d\u001Fe', 'a b c d e'",
    "'\uFEFF咳\u200B嗽\u00AD\u0000\u0007', '咳嗽'",
    "'e\u200D\u0301', 'é'",
    "'\uD83D\u200D\uDE00', ''",
    "'葛\uDB40\uDD00❤\uFE0F', '葛❤'",
    "'㎎①ﬁ', 'mg1fi'",
    "'「骨科」。', '「骨科」。'"
  })
  void bringsTextIntoOneForm(String text, String expected) {
    assertThat(TextNormalizer.normalize(text)).isEqualTo(expected);
  }

  @Test
  void everyCodePointIsStableAndEncodable() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String once = TextNormalizer.normalize("x" + Character.toString(c) + "x");
      assertThat(TextNormalizer.normalize(once)).isEqualTo(once);
      assertThat(new String(once.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(once);
      assertThat(once.chars().allMatch(k -> k == '\n' || !Character.isISOControl(k))).isTrue();
    }
  }

  @Property(tries = 2000)
  void normalisingTwiceChangesNothingMore(@ForAll("texts") String text) {
    String once = TextNormalizer.normalize(text);
    assertThat(TextNormalizer.normalize(once)).isEqualTo(once);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(4),
            Arbitraries.of("e", "\u0301", "\u0323", "\u200D", "\r", "\n", "\uD83D", "\uDE00"),
            Arbitraries.of("ᄀ", "ᅡ", "ᆨ", "\u3000", "\t", "Å", "が", "か", "\u3099", "ｶ", "ﾞ"))
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
