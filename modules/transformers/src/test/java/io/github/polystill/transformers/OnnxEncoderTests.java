package io.github.polystill.transformers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.transformers.TextEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEncoderTests {
  private static TextEncoder bge;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    bge = new OnnxTransformers().bgeSmallZh();
  }

  @AfterAll
  static void close() {
    bge.close();
  }

  private static double cosine(float[] a, float[] b) {
    double[] sums = new double[3];
    for (int i = 0; i < a.length / 3; i++) { // of [CLS]
      sums[0] += a[i] * b[i];
      sums[1] += a[i] * a[i];
      sums[2] += b[i] * b[i];
    }
    return sums[0] / Math.sqrt(sums[1] * sums[2]);
  }

  @Test
  void textsOfOneMeaningAreAlike() {
    assertThat(bge.width()).isEqualTo(3 * 512);
    float[] cough = bge.vector("宝宝咳嗽怎么办");
    float[] same = bge.vector("孩子总是咳嗽，要吃什么药");
    float[] other = bge.vector("股市今天下跌");

    assertThat(cosine(cough, same)).isGreaterThan(cosine(cough, other) + 0.2);
  }

  /** Its vocabulary has none, so that they would all be the same unknown piece. */
  @Test
  void capitalsAreReadAsSmallLetters() {
    assertThat(bge.vector("做了CT和X光")).isEqualTo(bge.vector("做了ct和x光"));
  }

  @Test
  void aTextOfAnyKindHasAVector() {
    float[] empty = bge.vector("");
    for (String odd : new String[] {" ", "\n\t", "\u0000", "😀\uD800", "a".repeat(100_000)}) {
      assertThat(bge.vector(odd)).hasSameSizeAs(empty).doesNotContain(Float.NaN);
    }
    assertThat(bge.vector(" ")).isEqualTo(empty);
  }

  /** Windows of 510 pieces: the mean of a text said twice is that of the text said once. */
  @Test
  void longTextsAreReadInWindows() {
    String window = "咳".repeat(510);
    float[] once = bge.vector(window);
    assertThat(bge.vector(window + window)).isEqualTo(once);
    assertThat(bge.vector(window + "痛")).isNotEqualTo(once);
  }

  @Test
  void namesItsFiles() throws IOException {
    copyOf("/bge-small-zh-v1.5-q.onnx", "model.onnx");
    Path tokenizer = copyOf("/bge-small-zh-v1.5-q-tokenizer.json", "tokenizer.json");
    try (TextEncoder same = new OnnxTransformers().encoder(directory)) {
      assertThat(same.contentHash()).isEqualTo(bge.contentHash());
    }
    Files.writeString(tokenizer, Files.readString(tokenizer) + " ");
    try (TextEncoder other = new OnnxTransformers().encoder(directory)) {
      assertThat(other.contentHash()).isNotEqualTo(bge.contentHash());
      assertThat(other.vector("咳嗽")).isEqualTo(bge.vector("咳嗽"));
    }
    byte[] whole = Files.readAllBytes(tokenizer);
    Files.write(tokenizer, Arrays.copyOf(whole, whole.length / 2));
    refuses("tokenizer.json: cannot be read as a tokenizer: ");
    Files.writeString(tokenizer, "{}");
    refuses("tokenizer.json: cannot be read as a tokenizer: ");
    Files.delete(tokenizer);
    refuses("tokenizer.json: no such tokenizer; check the path");
  }

  private Path copyOf(String resource, String name) throws IOException {
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, directory.resolve(name));
    }
    return directory.resolve(name);
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> new OnnxTransformers().encoder(directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
