package io.github.polystill.data.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.lang.UCharacter;
import io.github.polystill.data.InvalidInputException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class SegmentersTests {

  @Test
  void namesAreAClosedSet() {
    assertThat(Segmenters.names())
        .containsExactly("hanlp", "hanlp-traditional", "english", "characters", "whitespace");
    assertThat(Segmenters.names())
        .allSatisfy(name -> assertThat(Segmenters.byName(name).name()).isEqualTo(name));
    assertThatThrownBy(() -> Segmenters.byName("hanlp-tradtional"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "unknown segmenter \"hanlp-tradtional\"; the nearest is \"hanlp-traditional\"; all are"
                + " hanlp, hanlp-traditional, english, characters, whitespace and ckip (segmentation.segmenter)");
  }

  @Test
  void hanlpFindsSimplifiedWords() {
    assertThat(Segmenters.byName("hanlp").segment("孩子断断续续的咳嗽\n做过CT检查吗?"))
        .containsExactly("孩子", "断断续续", "的", "咳嗽", "做", "过", "CT", "检查", "吗", "?");
  }

  @Test
  void hanlpKeepsTraditionalCharacters() {
    assertThat(Segmenters.byName("hanlp-traditional").segment("醫生建議孩子進行胸片檢查,並定期追蹤"))
        .containsExactly("醫生", "建議", "孩子", "進行", "胸片", "檢查", ",", "並", "定期", "追蹤");
  }

  @Test
  void traditionalTextIsCutLikeItsSimplifiedForm() {
    List<String> traditional = Segmenters.byName("hanlp-traditional").segment("發燒頭痛應該多喝開水");
    List<String> simplified = Segmenters.byName("hanlp").segment("发烧头痛应该多喝开水");
    assertThat(traditional)
        .extracting(String::length)
        .isEqualTo(simplified.stream().map(String::length).toList());
  }

  @Test
  void charactersKeepAsciiRunsTogether() {
    assertThat(Segmenters.byName("characters").segment("做CT38.5度 𠮷\n😀x"))
        .containsExactly("做", "CT38", ".", "5", "度", "𠮷", "😀", "x");
  }

  @Test
  void whitespaceTakesTheWordsAsTheyAre() {
    assertThat(Segmenters.byName("whitespace").segment(" 孩子  咳嗽,\n發燒 "))
        .containsExactly("孩子", "咳嗽,", "發燒");
  }

  @Test
  void englishHasUnicodesWordsInLowerCase() {
    assertThat(
            Segmenters.byName("english")
                .segment("Don't WORRY, it’s 38.5°C (U.S.A.): e-mail 1,000 naïve İzmir?!"))
        .containsExactly(
            "don't", "worry", ",", "it's", "38.5", "°", "c", "(", "u.s.a", ".", ")", ":", "e", "-",
            "mail", "1,000", "naïve", "i̇zmir", "?", "!");
  }

  @Test
  void englishSentencesEndTheirLines() {
    SegmentedText text =
        SegmentedText.of(
            "Dr. Smith and Mrs. Li saw me at 9 a.m. today. It hurt; really?  \"Yes!\" he said.\nEnd of 3.5 cm",
            Segmenters.byName("english"));
    assertThat(text.joined())
        .isEqualTo(
            """
            dr . smith and mrs . li saw me at 9 a.m . today .
            it hurt ; really ?
            " yes ! "
            he said .
            end of 3.5 cm""");
  }

  @Test
  void convertsIntoTheCharactersOfTaiwan() {
    assertThat(TraditionalChinese.convert("医生说这里的头发和皮肤，以后才发热😀着凉，为什么"))
        .isEqualTo("醫生說這裡的頭髮和皮膚，以後才發熱😀著涼，為什麼");
  }

  @Property(tries = 500)
  void wordsAreTheTextWithoutItsWhiteSpace(@ForAll("texts") String raw) {
    String text = TextNormalizer.normalize(raw);
    String expected =
        text.codePoints()
            .filter(c -> !Character.isWhitespace(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    for (String name : Segmenters.names()) {
      List<String> words = Segmenters.byName(name).segment(text);
      if (name.equals("english")) {
        assertThat(UCharacter.foldCase(String.join("", words), true))
            .isEqualTo(UCharacter.foldCase(expected.replace('’', '\''), true));
      } else {
        assertThat(String.join("", words)).as(name).isEqualTo(expected);
      }
      assertThat(words)
          .as(name)
          .allSatisfy(
              word ->
                  assertThat(word.codePoints())
                      .isNotEmpty()
                      .noneMatch(
                          c ->
                              Character.isWhitespace(c)
                                  || Character.getType(c) == Character.SURROGATE));
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(6),
            Arbitraries.strings().withCharRange('一', '龥').ofMaxLength(12),
            Arbitraries.of(
                "孩子断断续续的咳嗽",
                "發燒38.5℃",
                "𠮷野家",
                "😀😀",
                "CT",
                "mg/L",
                "Don’t",
                " \u0308",
                " ",
                "\n",
                "二〇二二年",
                "http://a.b/c?d=1",
                "İ",
                "ß",
                "-3.14",
                "１２％"))
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }
}
