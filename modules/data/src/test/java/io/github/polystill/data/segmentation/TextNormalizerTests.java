package io.github.polystill.data.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  void knowsWhatItCannotChange() {
    String unchanged =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .mapToObj(Character::toString)
            .filter(text -> !TextNormalizer.mayChange(text))
            .collect(Collectors.joining());
    assertThat(unchanged).contains("abc", "中");
    assertThat(TextNormalizer.normalize(unchanged).equals(unchanged)).isTrue();
    assertThat(TextNormalizer.mayChange("中！")).isTrue();
  }

  @Test
  void everyCodePointIsStableAndEncodable() {
    // As one text, so that a million assertions become three; x keeps neighbours from composing.
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      all.append('x').appendCodePoint(c);
    }
    String once = TextNormalizer.normalize(all.toString());
    assertThat(TextNormalizer.normalize(once).equals(once)).isTrue();
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(once)).isTrue();
    assertThat(
            once.codePoints()
                .filter(c -> c != '\n')
                .map(Character::getType)
                .filter(
                    type ->
                        type == Character.CONTROL
                            || type == Character.FORMAT
                            || type == Character.SURROGATE)
                .findAny())
        .isEmpty();
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
