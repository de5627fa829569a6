package io.github.polystill.labs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KerasTests {
  @TempDir Path directory;

  static List<BenchmarkedNetwork> networks() {
    return BenchmarkedNetwork.all();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2x1", "1x2", "2x1+jit", "4x2+bfc+unroll", "2x1+bf16"})
  void configurationsAreReadAsTheyAreWritten(String text) {
    assertThat(KerasConfiguration.parse(text)).map(KerasConfiguration::toString).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "0x1", "2x", "2x1+", "2x1+fast", "2x1 "})
  void otherConfigurationsAreNone(String text) {
    assertThat(KerasConfiguration.parse(text)).isEmpty();
  }

  @Test
  void speedComesFromSetUpAndMedianStep() throws Exception {
    String output =
        """
        {"versions": {"tensorflow": "2", "keras": "3"}, "jit": false, "processes": [
          [{"setup": 4, "steps": [0.5, 0.5, 9], "cpu": 0.4}],
          [{"setup": 6, "steps": [0.5, 0.4, 0.5], "cpu": 0.6}]]}
        """;

    KerasTiming timing = KerasTiming.of(new ObjectMapper().readTree(output));

    assertThat(timing).isEqualTo(new KerasTiming(5, 0.5, 0.5, 2, "TensorFlow 2, Keras 3"));
    // 14 trials in 2 processes: 7 times 5 + 19 * 0.5 seconds.
    assertThat(timing.samplesPerSecond(14, 640, 20)).isCloseTo(14 * 640 / (7 * 14.5), within(1e-9));
    assertThat(timing.steadySamplesPerSecond(32)).isEqualTo(128);
  }

  @Test
  void dataFileIsLittleEndianAndPadded() throws Exception {
    Path file = directory.resolve("data.bin");
    SyntheticTexts texts = SyntheticTexts.generate(2, Lengths.MIXED, 10, 3, 1);

    DataFile.write(file, texts);

    ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(buffer.remaining()).isEqualTo(4 * (6 + 2 * 300 + 2 * 2 + 10 * 3));
    int[] header = new int[6];
    buffer.asIntBuffer().get(header);
    assertThat(header).containsExactly(0x504C5354, 2, 300, 10, 3, 2);
    int length = texts.tokens()[0].length;
    assertThat(buffer.getInt(4 * (6 + length - 1))).isEqualTo(texts.tokens()[0][length - 1]);
    assertThat(buffer.getInt(4 * (6 + length))).isZero();
    assertThat(buffer.getFloat(4 * (6 + 600))).isEqualTo(texts.targets()[0][0]);
    assertThat(buffer.getFloat(buffer.capacity() - 4)).isEqualTo(texts.vectors().values()[29]);
  }

  @Test
  void aProgramThatIsNotThereIsNoPeer() throws Exception {
    assertThat(KerasPeer.find("no-such-python", directory)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void trainsInPythonWhereThatIsInstalled(BenchmarkedNetwork network) throws Exception {
    String python = Optional.ofNullable(System.getenv("POLYSTILL_PYTHON")).orElse("python3");
    Optional<KerasPeer> keras = KerasPeer.find(python, directory);
    assumeThat(keras).as(python + " with TensorFlow and Keras").isPresent();
    Path data = directory.resolve("data.bin");
    DataFile.write(data, SyntheticTexts.generate(8, Lengths.MIXED, 50, 300, 1));

    KerasTiming timing =
        keras
            .get()
            .measure(
                network,
                data,
                KerasConfiguration.parse("1x1").orElseThrow(),
                new KerasEffort(1, 3, 2));

    assertThat(timing.processes()).isEqualTo(1);
    assertThat(timing.stepSeconds()).isPositive().isLessThan(timing.setUpSeconds());
  }
}
