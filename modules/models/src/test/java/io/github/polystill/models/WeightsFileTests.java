package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsFileTests {
  @TempDir private Path directory;

  private static Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    weights.put("z", new RandomInputs(1).values(5000, 1));
    weights.put(
        "a.权重",
        new float[] {
          0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY
        });
    weights.put("empty", new float[0]);
    return weights;
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    Path file = directory.resolve("sub/weights.bin");
    WeightsFile.write(file, weights());
    Map<String, float[]> read = WeightsFile.read(file);
    assertThat(read.keySet()).containsExactly("z", "a.权重", "empty");
    weights().forEach((name, values) -> assertThat(bits(read.get(name))).isEqualTo(bits(values)));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void aTruncatedFileIsAnErrorThatNamesIt() throws IOException {
    Path whole = directory.resolve("whole.bin");
    WeightsFile.write(whole, weights());
    byte[] content = Files.readAllBytes(whole);
    Path file = directory.resolve("weights.bin");
    for (int length : new int[] {0, 1, 2, 100, content.length / 2, content.length - 1}) {
      Files.write(file, Arrays.copyOf(content, length));
      assertThatThrownBy(() -> WeightsFile.read(file))
          .as("%d bytes", length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("weights.bin");
    }
  }

  @Test
  void anotherFileIsAnErrorThatNamesIt() throws IOException {
    Path file = directory.resolve("weights.bin");
    Files.writeString(file, "{\"these\": \"are no weights\"}\n");
    assertThatThrownBy(() -> WeightsFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("weights.bin");
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(() -> WeightsFile.read(directory.resolve("none.bin")))
        .isInstanceOf(IOException.class);
  }
}
