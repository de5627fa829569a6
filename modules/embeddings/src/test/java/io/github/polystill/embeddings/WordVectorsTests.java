package io.github.polystill.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordVectorsTests {
  private static final Path FIXTURES = Path.of("src/test/resources/io/github/polystill/embeddings");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "word2vec.bin",
        "gensim.bin",
        "word2vec.txt",
        "gensim.txt",
        "fasttext.vec",
        "glove.txt"
      })
  void holdsWhatTheFileHolds(String name) throws IOException {
    WordVectors vectors = WordVectors.read(FIXTURES.resolve(name));
    WordVectorsInfo info = WordVectorsReader.info(FIXTURES.resolve(name));

    assertThat(vectors.size()).isEqualTo(12);
    assertThat(vectors.dimensions()).isEqualTo(7);
    assertThat(vectors.words()).startsWith(info.firstWords().toArray(String[]::new));
    for (int row = 0; row < vectors.size(); row++) {
      assertThat(vectors.row(vectors.word(row))).hasValue(row);
    }
    assertThat(vectors.row("頭")).isEmpty();
  }

  @Test
  void writesBackTheBytesOfTheFile() throws IOException {
    Path copy = directory.resolve("copy");
    WordVectors vectors = WordVectors.read(FIXTURES.resolve("word2vec.bin"));
    WordVectorsWriter.writeBinary(copy, vectors);
    assertThat(copy).hasSameBinaryContentAs(FIXTURES.resolve("word2vec.bin"));

    WordVectorsWriter.writeText(copy, vectors);
    WordVectorsWriter.writeBinary(copy, WordVectors.read(copy));
    assertThat(copy).hasSameBinaryContentAs(FIXTURES.resolve("word2vec.bin"));
  }

  @Test
  void findsEveryWordOfManyBlocks() throws IOException {
    Path file = directory.resolve("large.bin");
    WordVectorsWriter.writeBinary(file, new ManyWords(50_000, 100));
    WordVectors vectors = WordVectors.read(file);
    float[] expected = new float[100];
    float[] actual = new float[100];
    for (int row = 0; row < 50_000; row++) {
      new ManyWords(50_000, 100).copyVector(row, expected);
      vectors.copyVector(vectors.row("詞" + row).orElseThrow(), actual);
      assertThat(actual).isEqualTo(expected);
    }
    assertThat(vectors.row("詞50000")).isEmpty();
  }

  @Test
  void directionsHaveLengthOneAndZerosStayZero() throws IOException {
    Path file = Files.writeString(directory.resolve("v.txt"), "2 5\na 3 0 0 0 4\nb 0 0 0 0 0\n");
    WordVectors vectors = WordVectors.read(file);

    assertThat(vectors.direction(0)).containsExactly(0.6f, 0, 0, 0, 0.8f);
    assertThat(vectors.direction(1)).containsOnly(0);
    assertThat(vectors.along(0, new float[] {1, 5, 5, 5, 2})).isCloseTo(2.2, within(1e-6));
  }

  @Test
  void refusesWordsThatComeTwice() throws IOException {
    Path file = Files.writeString(directory.resolve("v.txt"), "2 1\na 1\na 2\n");
    assertThatThrownBy(() -> WordVectors.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ":3: word \"a\" comes a second time");
  }

  /** A heap of 1.3 times the matrix, in which two matrices or strings for words have no room. */
  @ParameterizedTest
  @ValueSource(strings = {"binary", "text"})
  void takesNoMoreThanAThirdMoreThanTheMatrix(String format) throws Exception {
    int rows = 200_000;
    int dimensions = 100;
    Path file = directory.resolve("large");
    if (format.equals("binary")) {
      WordVectorsWriter.writeBinary(file, new ManyWords(rows, dimensions));
    } else {
      WordVectorsWriter.writeText(file, new ManyWords(rows, dimensions));
    }
    long heap = (long) (1.3 * rows * dimensions * Float.BYTES);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the launcher has it: without a small nursery the rest of the heap is smaller.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:MaxNewSize=4m", "-Xmx" + heap / 1024 + "k"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LoadVectors.class.getName(), file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).startsWith("read 200000 x 100");
  }

  @Test
  void looksWordsUpBySpellingAndThenNormalized() throws IOException {
    Path file = Files.writeString(directory.resolve("wide.txt"), "4 1\n！ 1\n﹗ 2\nＡ 3\nA 4\n");
    WordVectors vectors = WordVectors.read(file);
    assertThat(vectors.lookUp("！")).hasValue(0);
    assertThat(vectors.lookUp("﹗")).hasValue(1);
    assertThat(vectors.lookUp("!")).hasValue(0);
    assertThat(vectors.lookUp("Ａ")).hasValue(2);
    assertThat(vectors.lookUp("A")).hasValue(3);
    assertThat(vectors.lookUp("𝐀")).hasValue(3);
    assertThat(vectors.lookUp("?")).isEmpty();
    assertThat(vectors.row("!")).isEmpty();
  }
}
