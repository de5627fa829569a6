package io.github.polystill.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.CompressedOutput;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class WordVectorsReaderTests {
  private static final Path FIXTURES = Path.of("src/test/resources/io/github/polystill/embeddings");

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "word2vec.bin, BINARY",
    "gensim.bin, BINARY",
    "word2vec.txt, TEXT",
    "gensim.txt, TEXT",
    "fasttext.vec, TEXT",
    "glove.txt, TEXT_WITHOUT_HEADER"
  })
  void readsTheFloatsThatNumpyReads(String name, WordVectorsFormat format) throws IOException {
    Map<String, float[]> expected = expected(name);
    Vocabulary vocabulary = vocabulary(expected.keySet().toArray(String[]::new));
    VocabularyVectors vectors =
        WordVectorsReader.readFor(FIXTURES.resolve(name), vocabulary, 7, 1L);

    assertThat(vectors.found()).isEqualTo(12);
    for (Map.Entry<String, float[]> entry : expected.entrySet()) {
      assertThat(row(vectors, vocabulary.id(entry.getKey())))
          .as(entry.getKey())
          .isEqualTo(entry.getValue());
    }
    WordVectorsInfo info = WordVectorsReader.info(FIXTURES.resolve(name));
    double norm = expected.values().stream().mapToDouble(v -> norm(v)).average().orElseThrow();
    assertThat(info.meanNorm()).isCloseTo(norm, within(1e-12));
    assertThat(info)
        .isEqualTo(
            new WordVectorsInfo(
                format,
                "",
                12,
                7,
                info.meanNorm(),
                expected.keySet().stream().limit(10).toList(),
                0));
  }

  @ParameterizedTest
  @CsvSource({"word2vec.bin", "gensim.txt", "glove.txt"})
  void readsCompressedFilesAsTheyAre(String name) throws IOException {
    byte[] content = Files.readAllBytes(FIXTURES.resolve(name));
    WordVectorsInfo plain = WordVectorsReader.info(FIXTURES.resolve(name));
    for (String compression : List.of("gz", "bz2", "xz")) {
      Path file = directory.resolve(name + "." + compression);
      try (OutputStream out = CompressedOutput.over(Files.newOutputStream(file), file)) {
        out.write(content);
      }
      assertThat(WordVectorsReader.info(file))
          .isEqualTo(
              new WordVectorsInfo(
                  plain.format(),
                  compression,
                  plain.words(),
                  plain.dimensions(),
                  plain.meanNorm(),
                  plain.firstWords(),
                  plain.duplicates()));
      // Formats are told by their bytes, whatever the name.
      Path renamed = Files.move(file, directory.resolve("vectors-" + compression));
      assertThat(WordVectorsReader.info(renamed).compression()).isEqualTo(compression);
      byte[] whole = Files.readAllBytes(renamed);
      for (int length : new int[] {whole.length - 1, whole.length - 9, whole.length / 2, 20}) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> WordVectorsReader.info(file))
            .as("%d bytes", length)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageStartingWith(file + ": damaged or cut off near byte")
            .hasMessageNotContaining("\n");
      }
      whole[whole.length / 2] ^= 0x10;
      Files.write(file, whole);
      assertThatThrownBy(() -> WordVectorsReader.info(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(file + ": damaged or cut off near byte");
    }
  }

  /** Texts are normalised, files often are not; of words that become one the first counts. */
  @Test
  void findsWordsBySpellingAndThenNormalized() throws IOException {
    Path file = write("7 1\nＡ 1\n！ 2\n! 3\n﹗ 4\nａ 5\n詞\u200B 6\n② 7\n");
    Vocabulary vocabulary = vocabulary("A", "!", "a", "詞", "2", "none");
    VocabularyVectors vectors = WordVectorsReader.readFor(file, vocabulary, 1L);
    assertThat(vectors.exact()).isEqualTo(1);
    assertThat(vectors.normalized()).isEqualTo(4);
    assertThat(vectors.found()).isEqualTo(5);
    float[] expected = {1, 3, 5, 6, 7};
    for (int i = 0; i < expected.length; i++) {
      String word = List.of("A", "!", "a", "詞", "2").get(i);
      assertThat(row(vectors, vocabulary.id(word))).as(word).containsExactly(expected[i]);
    }
    Path first = write("3 1\n！ 2\n﹗ 4\n? 1\n");
    assertThat(row(WordVectorsReader.readFor(first, vocabulary, 1L), vocabulary.id("!")))
        .containsExactly(2);
    Path last = write("3 1\n! 5\n！ 2\n? 1\n");
    VocabularyVectors spelled = WordVectorsReader.readFor(last, vocabulary, 1L);
    assertThat(row(spelled, vocabulary.id("!"))).containsExactly(5);
    assertThat(List.of(spelled.exact(), spelled.normalized())).containsExactly(1, 0);
  }

  @Test
  void wordsThatTheFileLacksHaveVectorsOfItsVariance() throws IOException {
    Path file = write("2 2\na 3 4\nb 0 0\n");
    String[] words = new String[2000];
    Arrays.setAll(words, i -> "missing" + i);
    Vocabulary vocabulary = vocabulary(words);
    VocabularyVectors vectors = WordVectorsReader.readFor(file, vocabulary, 5L);

    assertThat(vectors.found()).isZero();
    assertThat(row(vectors, Vocabulary.PADDING_ID)).containsOnly(0);
    assertThat(row(vectors, Vocabulary.UNKNOWN_ID)).doesNotContain(0);
    double squares = 0;
    for (float value : vectors.matrix().values()) {
      squares += value * value;
    }
    // The numbers of the file have mean square 25/4; 4,000 draws come within 5 %.
    assertThat(squares / 4000).isCloseTo(6.25, within(0.3));
  }

  @Test
  void wordHasTheSameRandomVectorInEveryVocabulary() throws IOException {
    Path file = write("1 3\na 1 2 3\n");
    Vocabulary one = vocabulary("x", "a", "y");
    Vocabulary other = vocabulary("y", "z", "x");
    VocabularyVectors first = WordVectorsReader.readFor(file, one, 9L);
    VocabularyVectors second = WordVectorsReader.readFor(file, other, 9L);

    assertThat(first.found()).isEqualTo(1);
    for (String word : List.of("x", "y", "<unk>")) {
      assertThat(row(first, one.id(word))).isEqualTo(row(second, other.id(word)));
    }
    VocabularyVectors otherSeed = WordVectorsReader.readFor(file, one, 10L);
    assertThat(row(otherSeed, one.id("x"))).isNotEqualTo(row(first, one.id("x")));
    assertThat(row(otherSeed, one.id("a"))).containsExactly(1, 2, 3);
  }

  @Test
  void fileMayHaveAVectorForUnknownWordsButNoneForPadding() throws IOException {
    Path file = write("2 2\n<unk> 1 2\n<pad> 3 4\n");
    VocabularyVectors vectors = WordVectorsReader.readFor(file, vocabulary("a"), 1L);

    assertThat(row(vectors, Vocabulary.UNKNOWN_ID)).containsExactly(1, 2);
    assertThat(row(vectors, Vocabulary.PADDING_ID)).containsExactly(0, 0);
    assertThat(vectors.found()).isZero();
  }

  @ParameterizedTest
  @MethodSource("tolerated")
  void toleratesWhatProgramsWrite(String content) throws IOException {
    Path file = write(content);
    VocabularyVectors vectors = WordVectorsReader.readFor(file, vocabulary("a", "b"), 1L);

    assertThat(row(vectors, 2)).containsExactly(0.5f, -2);
    assertThat(row(vectors, 3)).containsExactly(1e-3f, 40);
  }

  static Stream<String> tolerated() {
    return Stream.of(
        "2 2\r\na 0.5 -2\r\nb 1e-3 40\r\n",
        "\ufeff2 2\na 0.5 -2\nb 1e-3 40\n",
        "2 2\ra 0.5 -2\rb 1e-3 40\r",
        "a 0.5 -2 \rb 1e-3 40\r\r",
        "2 2\r\na 0.5 -2\rb 1e-3 40\n",
        "2 2 \na\t0.5\t-2\nb  .001  +4.0E1",
        "a 0.5 -2.\nb 1E-03 40\n\n \n");
  }

  static Stream<Arguments> badTexts() {
    return Stream.of(
        Arguments.of("", ": holds no word vectors"),
        Arguments.of("0 5\n", ": holds no word vectors"),
        Arguments.of("\n", ":1: no word with numbers"),
        Arguments.of("word\n", ":1: no word with numbers"),
        Arguments.of("1 0\na\n", ":1: the first line says 0 dimensions"),
        Arguments.of("1 999999999\na 1\n", ":1: the first line says 999999999 dimensions"),
        Arguments.of("2 2\na 1 2\nb 1\n", ":3: word \"b\" has 1 numbers, not 2"),
        Arguments.of("2 2\na 1 2 3\nb 1 2\n", ":2: word \"a\" has 3 numbers, not 2"),
        Arguments.of("a 1 2\nb 1 2\nc 1 2 3\n", ":3: word \"c\" has 3 numbers, not 2"),
        Arguments.of("2 2\na 1 2\nb 1 x\n", ":3: \"x\" is not a number"),
        Arguments.of("2 2\na 1 2\nb 1 0x1p3\n", ":3: \"0x1p3\" is not a number"),
        Arguments.of("2 2\na 1 2\nb 1 2f\n", ":3: \"2f\" is not a number"),
        Arguments.of("2 2\na 1 nan\nb 1 2\n", ":2: \"nan\" is not a finite number"),
        Arguments.of("2 2\na 1 2\nb -Infinity 2\n", ":3: \"-Infinity\" is not a finite number"),
        Arguments.of("2 2\na 1 2\nb 1e39 2\n", ":3: \"1e39\" is not a finite number"),
        Arguments.of("3 2\na 1 2\nb 1 2\na 1 2\n", ":4: word \"a\" comes a second time"),
        Arguments.of("3 2\na 1 2\nb 1 2\n", ":3: the file ends after 2 words but its first"),
        Arguments.of("1 2\na 1 2\nb 1 2\n", ":3: more lines than the 1 words"),
        Arguments.of("2 2\na 1 2\n\nb 1 2\n", ":3: a blank line"),
        Arguments.of("2 2\ra 1 2\r\rb 1 2\r", ":3: a blank line"),
        Arguments.of("2 2\ra 1 2\rb 1 x\r", ":3: \"x\" is not a number"),
        Arguments.of("2 2\r\na 1 2\r\nb 1 x\r\n", ":3: \"x\" is not a number"),
        Arguments.of("2 2\na 1 2\n 1 2\n", ":3: no word before the numbers"));
  }

  @ParameterizedTest
  @MethodSource("badTexts")
  void reportsTheLineOfABadText(String content, String message) throws IOException {
    Path file = write(content);
    assertThatThrownBy(() -> WordVectorsReader.readFor(file, vocabulary("a", "b"), 1L))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void reportsTheByteOfABadBinary() throws IOException {
    byte[] good = binary("2 3\n", "a", new float[] {1, 2, 3}, "bb", new float[] {4, 5, 6});
    int second = 4 + 2 + 12 + 1;
    for (int length = second + 1; length < good.length - 1; length++) {
      assertBad(Arrays.copyOf(good, length), ": byte 19 (word 2): the file ends before word 2");
    }
    assertBad(Arrays.copyOf(good, second), ": byte 19 (word 2): the file ends before word 2");
    Files.write(directory.resolve("v.bin"), Arrays.copyOf(good, good.length - 1));
    assertThat(read(directory.resolve("v.bin")).found()).isEqualTo(2);

    assertBad(
        binary("2 3\n", "a", new float[] {1, 2, 3}, "b", new float[] {4, Float.NaN, 6}),
        ": byte 19 (word 2): number 2 of \"b\" is NaN");
    assertBad(
        binary("2 3\n", "a", new float[] {1, 2, Float.POSITIVE_INFINITY}, "b", new float[3]),
        ": byte 4 (word 1): number 3 of \"a\" is Infinity");
    assertBad(
        binary("2 3\n", "a", new float[] {1, 2, 3}, "a", new float[3]),
        ": byte 19 (word 2): word \"a\" comes a second time");
    assertBad(
        binary("1 3\n", "a", new float[] {1, 2, 3}, "b", new float[3]),
        ": byte 19: more bytes than the 1 words");
    assertBad(
        binary("2 3\n", "a", new float[] {1, 2, 3}, "", new float[3]),
        ": byte 19 (word 2): no word here");
    assertBad(
        binary("2 4\n", "a", new float[] {1, 2, 3}, "bb", new float[] {4, 5, 6}),
        ": byte 22 (word 2): the file ends before word 2");
  }

  @Test
  void lineEndsBeforeBinaryWordsAreNoPartOfThem() throws IOException {
    Path file = directory.resolve("v.bin");
    String odd = "\u00a0\u3000\ud83d\ude37";
    for (String header : List.of("2 3\n", "2 3\r\n", "2 3\r")) {
      Files.write(
          file, binary(header, "\na", new float[] {1, 2, 3}, "\n\n" + odd, new float[] {4, 5, 6}));
      VocabularyVectors vectors = WordVectorsReader.readFor(file, vocabulary("a", odd), 1L);

      assertThat(vectors.found()).isEqualTo(2);
      assertThat(row(vectors, 2)).containsExactly(1, 2, 3);
      assertThat(row(vectors, 3)).containsExactly(4, 5, 6);
    }
  }

  @Test
  void reportsTheNumberOfDimensionsAndMissingFiles() throws IOException {
    Path file = write("1 3\na 1 2 3\n");
    assertThatThrownBy(() -> WordVectorsReader.readFor(file, vocabulary("a"), 300, 1L))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ": has 3 dimensions, not the 300 that the experiment expects; give another file"
                + " or change the experiment");
    Path missing = directory.resolve("none.bin");
    for (ThrowingCallable reader :
        List.<ThrowingCallable>of(() -> read(missing), () -> WordVectorsReader.info(missing))) {
      assertThatThrownBy(reader)
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(missing + ": no such file of word vectors; check the path");
    }
    assertThatThrownBy(() -> WordVectorsReader.info(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(directory + ": is a directory; give a file of word vectors");
  }

  @Test
  void infoCountsWordsThatComeTwice() throws IOException {
    WordVectorsInfo info = WordVectorsReader.info(write("4 2\na 3 4\nb 0 0\na 3 4\na 0 0\n"));

    assertThat(info)
        .isEqualTo(
            new WordVectorsInfo(
                WordVectorsFormat.TEXT, "", 4, 2, 2.5, List.of("a", "b", "a", "a"), 2));
  }

  @Test
  void readsRowsAcrossTheEndsOfItsBuffer() throws IOException {
    int rows = 40_000;
    List<String> words = new ArrayList<>();
    float[] values = new float[rows * 11];
    for (int row = 0; row < rows; row++) {
      words.add("詞" + row);
      for (int column = 0; column < 11; column++) {
        values[row * 11 + column] = row + column / 16f;
      }
    }
    EmbeddingMatrix matrix = new EmbeddingMatrix(values, rows, 11);
    Path text = directory.resolve("large.txt");
    Path binary = directory.resolve("large.bin");
    WordVectorsWriter.writeText(text, new MatrixSource(words, matrix));
    WordVectorsWriter.writeBinary(binary, new MatrixSource(words, matrix));
    Vocabulary vocabulary = vocabulary(words.toArray(String[]::new));
    for (Path file : List.of(text, binary)) {
      VocabularyVectors vectors = WordVectorsReader.readFor(file, vocabulary, 11, 1L);
      assertThat(vectors.found()).isEqualTo(rows);
      assertThat(
              Arrays.copyOfRange(
                  vectors.matrix().values(), 2 * 11, vectors.matrix().values().length))
          .isEqualTo(values);
    }
  }

  private void assertBad(byte[] content, String message) throws IOException {
    Path file = directory.resolve("v.bin");
    Files.write(file, content);
    assertThatThrownBy(() -> read(file))
        .as("%d bytes", content.length)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + message)
        .hasMessageNotContaining("\n");
  }

  private static VocabularyVectors read(Path file) throws IOException {
    return WordVectorsReader.readFor(file, vocabulary("a", "bb"), 1L);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("vectors.txt"), content);
  }

  private static byte[] binary(String header, String a, float[] first, String b, float[] second)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(header.getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, float[]> row : List.of(Map.entry(a, first), Map.entry(b, second))) {
      out.write((row.getKey() + " ").getBytes(StandardCharsets.UTF_8));
      ByteBuffer numbers =
          ByteBuffer.allocate(4 * row.getValue().length).order(ByteOrder.LITTLE_ENDIAN);
      numbers.asFloatBuffer().put(row.getValue());
      out.write(numbers.array());
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static Map<String, float[]> expected(String name) throws IOException {
    Map<String, float[]> expected = new LinkedHashMap<>();
    for (String line : Files.readString(FIXTURES.resolve("expected.tsv")).split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals(name)) {
        String[] bits = fields[2].split(" ", -1);
        float[] vector = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
          vector[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(bits[i], 16));
        }
        expected.put(fields[1], vector);
      }
    }
    return expected;
  }

  private static double norm(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static float[] row(VocabularyVectors vectors, int id) {
    int dimensions = vectors.matrix().dimensions();
    return Arrays.copyOfRange(vectors.matrix().values(), id * dimensions, (id + 1) * dimensions);
  }

  private static Vocabulary vocabulary(String... words) {
    return Vocabulary.ofWords(
        Stream.concat(Stream.of("<pad>", "<unk>"), Stream.of(words)).toList());
  }
}
