package io.github.polystill.data.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VocabularyTests {
  private static final int ALL = Integer.MAX_VALUE;

  @Test
  void ordersWordsByFrequencyThenCodePoint() {
    // U+20000 is stored as two units that sort before the single unit of U+FF5E.
    List<List<String>> texts =
        List.of(List.of("頭痛", "發燒", "\uFF5E", "頭痛"), List.of("\uD840\uDC00", "發燒", "頭痛", "b", "a"));

    assertThat(Vocabulary.build(texts, 1, ALL).words())
        .containsExactly("<pad>", "<unk>", "頭痛", "發燒", "a", "b", "\uFF5E", "\uD840\uDC00");
  }

  @Test
  void leavesOutRareWordsAndThoseBeyondTheMaximum() {
    List<List<String>> texts = List.of(List.of("a", "a", "a", "b", "b", "c", "c", "d"));

    assertThat(Vocabulary.build(texts, 2, ALL).words())
        .containsExactly("<pad>", "<unk>", "a", "b", "c");
    assertThat(Vocabulary.build(texts, 1, 2).words()).containsExactly("<pad>", "<unk>", "a", "b");
  }

  @Test
  void leavesOutReservedNamesAndWordsThatALineCannotHold() {
    List<List<String>> texts =
        List.of(List.of("<unk>", "<pad>", "", "two\nlines", "carriage\rreturn", "half\uD800", "a"));

    assertThat(Vocabulary.build(texts, 1, ALL).words()).containsExactly("<pad>", "<unk>", "a");
  }

  @Test
  void knowsWhichWordsSaySomething() {
    List<String> words =
        List.of("<pad>", "<unk>", "頭", "b2", "7", "。", "...", "+", "😷", "①", "c#");
    Vocabulary vocabulary = Vocabulary.ofWords(words);

    assertThat(words.stream().filter(word -> vocabulary.isKnownWord(vocabulary.id(word))))
        .containsExactly("頭", "b2", "7", "😷", "①", "c#");
    assertThat(vocabulary.isKnownWord(vocabulary.id("none"))).isFalse();
  }

  @Property
  void isTheSameForEveryOrderOfTheTexts(
      @ForAll("texts") List<List<String>> texts,
      @ForAll @IntRange(min = 1, max = 3) int minCount,
      @ForAll @IntRange(min = 1, max = 6) int maxWords,
      @ForAll long seed) {
    Vocabulary vocabulary = Vocabulary.build(texts, minCount, maxWords);

    List<List<String>> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(Vocabulary.build(shuffled, minCount, maxWords)).isEqualTo(vocabulary);
    assertThat(vocabulary.size()).isLessThanOrEqualTo(maxWords + Vocabulary.RESERVED);
  }

  @Property
  void encodingGivesBackTheListedWords(
      @ForAll("texts") List<List<String>> texts,
      @ForAll @IntRange(min = 1, max = 9) int maxLength) {
    Vocabulary vocabulary = Vocabulary.build(texts, 2, ALL);
    for (List<String> text : texts) {
      int[] tokens = vocabulary.encode(text, maxLength);
      List<String> words = text.stream().filter(word -> !word.isEmpty()).limit(maxLength).toList();
      assertThat(tokens).hasSize(words.size()).doesNotContain(Vocabulary.PADDING_ID);
      for (int i = 0; i < tokens.length; i++) {
        boolean listed = vocabulary.words().indexOf(words.get(i)) >= Vocabulary.RESERVED;
        assertThat(vocabulary.words().get(tokens[i])).isEqualTo(listed ? words.get(i) : "<unk>");
      }
    }
  }

  @Property(tries = 100)
  void comesBackTheSameFromAFile(@ForAll("texts") List<List<String>> texts) throws IOException {
    Vocabulary vocabulary = Vocabulary.build(texts, 1, ALL);
    Path file = Files.createTempFile("vocabulary", ".txt");
    try {
      vocabulary.save(file);
      Vocabulary loaded = Vocabulary.load(file);
      assertThat(loaded).isEqualTo(vocabulary);
      assertThat(loaded.contentHash()).isEqualTo(vocabulary.contentHash());
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<List<List<String>>> texts() {
    Arbitrary<String> odd =
        Arbitraries.of("", "<pad>", "<unk>", "頭痛", "\uD840\uDC00", "\u2028", " ");
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(2);
    Arbitrary<String> few = Arbitraries.strings().withChars("ab癌").ofMaxLength(2);
    return Arbitraries.oneOf(odd, any, few).list().ofMaxSize(12).list().ofMaxSize(8);
  }

  @Test
  void hashDependsOnWordsAndTheirOrder() {
    String hash = vocabulary("a", "b").contentHash();
    assertThat(vocabulary("a", "b").contentHash()).isEqualTo(hash).hasSize(64);
    assertThat(vocabulary("b", "a").contentHash()).isNotEqualTo(hash);
    assertThat(vocabulary("ab").contentHash()).isNotEqualTo(hash);
  }

  @Test
  void fileHasOneWordPerLine(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("vocabulary.txt");
    vocabulary("頭痛", "a").save(file);

    assertThat(file).hasContent("<pad>\n<unk>\n頭痛\na\n");
    Files.writeString(file, "<pad>\r\n<unk>\r\n頭痛\r\na");
    assertThat(Vocabulary.load(file)).isEqualTo(vocabulary("頭痛", "a"));
  }

  static Stream<Arguments> badFiles() {
    return Stream.of(
        Arguments.of("", ":1: this line must read <pad>"),
        Arguments.of("<pad>\n", ":2: this line must read <unk>"),
        Arguments.of("a\nb\n", ":1: this line must read <pad>"),
        Arguments.of("<pad>\n<unk>\na\n\nb\n", ":4: no word"),
        Arguments.of("<pad>\n<unk>\na\nb\na\n", ":5: word a is listed twice"),
        Arguments.of("<pad>\n<unk>\na\n<unk>\n", ":4: word <unk> is listed twice"),
        Arguments.of("<pad>\n<unk>\n\u00ff\n", ":3: not UTF-8"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void reportsWhereAFileIsBad(String content, String message, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("vocabulary.txt");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Vocabulary.load(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void reportsMissingFilesAndBadLimits(@TempDir Path directory) {
    assertThatThrownBy(() -> Vocabulary.load(directory.resolve("none.txt")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.txt: no such vocabulary file");
    assertThatThrownBy(() -> Vocabulary.build(List.of(), 0, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("minimum count");
    assertThatThrownBy(() -> Vocabulary.build(List.of(), 1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("maximum number");
  }

  @Test
  void refusesListsThatAreNoVocabulary() {
    assertThatIllegalArgumentException().isThrownBy(() -> Vocabulary.ofWords(List.of("a", "b")));
    assertThatIllegalArgumentException().isThrownBy(() -> vocabulary("a", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> vocabulary("a\n"));
  }

  private static Vocabulary vocabulary(String... words) {
    return Vocabulary.ofWords(
        Stream.concat(Stream.of("<pad>", "<unk>"), Stream.of(words)).toList());
  }
}
