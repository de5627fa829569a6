package io.github.polystill.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WordVectorsWriterTests {
  private static final Vocabulary VOCABULARY =
      Vocabulary.ofWords(List.of("<pad>", "<unk>", "頭痛", "a\u3000b"));

  @Property(tries = 300)
  void filesGiveBackTheSameFloats(@ForAll("numbers") List<Float> numbers) throws IOException {
    EmbeddingMatrix matrix = matrix(numbers);
    Path file = Files.createTempFile("vectors", "");
    try {
      WordVectorsWriter.writeText(file, new MatrixSource(VOCABULARY.words(), matrix));
      assertThat(WordVectorsReader.readFor(file, VOCABULARY, 1L).matrix().values())
          .isEqualTo(matrix.values());
      WordVectorsWriter.writeBinary(file, new MatrixSource(VOCABULARY.words(), matrix));
      assertThat(WordVectorsReader.readFor(file, VOCABULARY, 1L).matrix().values())
          .isEqualTo(matrix.values());
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<List<Float>> numbers() {
    Arbitrary<Float> bits =
        Arbitraries.integers().map(Float::intBitsToFloat).filter(f -> Float.isFinite(f));
    return bits.list().ofSize(6);
  }

  /** Two random rows after those of padding, which is zero, and of unknown words. */
  private static EmbeddingMatrix matrix(List<Float> numbers) {
    float[] values = new float[12];
    for (int i = 0; i < 9; i++) {
      values[i + 3] = i < 3 ? i : numbers.get(i - 3);
    }
    return new EmbeddingMatrix(values, 4, 3);
  }

  @Test
  void writesTheLayoutOfWord2vec(@TempDir Path directory) throws IOException {
    EmbeddingMatrix matrix = new EmbeddingMatrix(new float[] {1, -0.5f, 2, 0.25f}, 2, 2);
    Path file = directory.resolve("vectors");
    WordVectorsWriter.writeText(file, new MatrixSource(List.of("詞", "b"), matrix));
    assertThat(file).hasContent("2 2\n詞 1.0 -0.5\nb 2.0 0.25\n");

    WordVectorsWriter.writeBinary(file, new MatrixSource(List.of("詞", "b"), matrix));
    byte[] bytes = {
      '2',
      ' ',
      '2',
      '\n',
      (byte) 0xe8,
      (byte) 0xa9,
      (byte) 0x9e,
      ' ',
      0,
      0,
      (byte) 0x80,
      0x3f,
      0,
      0,
      0,
      (byte) 0xbf,
      '\n',
      'b',
      ' ',
      0,
      0,
      0,
      0x40,
      0,
      0,
      (byte) 0x80,
      0x3e,
      '\n'
    };
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void refusesWordsThatTheFormatsCannotHold(@TempDir Path directory) {
    EmbeddingMatrix matrix = new EmbeddingMatrix(new float[] {1}, 1, 1);
    Path file = directory.resolve("vectors");
    for (String word : List.of("", "a b", "a\tb", "a\n", "\r")) {
      assertThatThrownBy(
              () -> WordVectorsWriter.writeText(file, new MatrixSource(List.of(word), matrix)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is empty or has a blank")
          .hasMessageNotContaining("\n");
    }
    assertThatThrownBy(
            () ->
                WordVectorsWriter.writeBinary(
                    file,
                    new MatrixSource(
                        List.of("a"), new EmbeddingMatrix(new float[] {Float.NaN}, 1, 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(directory).isEmptyDirectory();
  }
}
