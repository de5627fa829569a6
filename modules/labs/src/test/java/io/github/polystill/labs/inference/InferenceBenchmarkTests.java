package io.github.polystill.labs.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.labs.train.KerasPeer;
import io.github.polystill.labs.train.Lengths;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceBenchmarkTests {
  @TempDir Path directory;

  private static InferenceBenchmarkSettings settings(
      List<String> architectures, Optional<Boolean> tables, Optional<String> python) {
    return new InferenceBenchmarkSettings(
        architectures, List.of(1, 2), Lengths.FULL, 1, tables, 1, 0.05, python);
  }

  @Test
  void measuresOursAlone() throws Exception {
    List<InferenceRow> rows =
        new InferenceBenchmark(
                settings(List.of("textcnn"), Optional.of(true), Optional.empty()), line -> {})
            .run();

    assertThat(rows).extracting(InferenceRow::batch).containsExactly(1, 2);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.samplesPerSecond()).isPositive();
              assertThat(row.p99Micros()).isGreaterThanOrEqualTo(row.p50Micros()).isPositive();
              assertThat(row.ratio()).isEmpty();
            });
  }

  /** Keras is given our weights; the probabilities show that every one of them has its place. */
  @Test
  void kerasComputesTheSameWhereItIsInstalled() throws Exception {
    String python = Optional.ofNullable(System.getenv("POLYSTILL_PYTHON")).orElse("python3");
    assumeThat(KerasPeer.find(python, directory))
        .as(python + " with TensorFlow and Keras")
        .isPresent();

    List<InferenceRow> rows =
        new InferenceBenchmark(
                settings(
                    InferenceBenchmark.architectures(), Optional.of(false), Optional.of(python)),
                line -> {})
            .run();

    assertThat(rows).hasSize(2 * 4);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.largestDifference().orElseThrow()).as(row.model()).isLessThan(1e-5);
              assertThat(row.ratio().orElseThrow()).isPositive();
              assertThat(row.onnxRatio().isPresent())
                  .as("ONNX Runtime measured for " + row.model())
                  .isEqualTo(row.kerasVersions().orElseThrow().contains("ONNX Runtime"));
            });
  }

  @Test
  void aPythonWithoutKerasIsAnError() {
    InferenceBenchmark benchmark =
        new InferenceBenchmark(
            settings(List.of("textcnn"), Optional.empty(), Optional.of("no-such-python")),
            line -> {});

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(benchmark::run)
        .withMessageContaining("--no-keras");
  }

  @Test
  void measuresWhatExportWritesUnlessToldOtherwise() throws Exception {
    assertThat(tabled("textcnn", Optional.empty())).containsOnly(true);
    assertThat(tabled("textcnn", Optional.of(false))).containsOnly(false);
    assertThat(tabled("gru-att", Optional.empty())).containsOnly(false);
  }

  private static List<Boolean> tabled(String name, Optional<Boolean> tables) throws Exception {
    return new InferenceBenchmark(settings(List.of(name), tables, Optional.empty()), line -> {})
        .run().stream().map(InferenceRow::tables).toList();
  }

  @Test
  void speedIsTheMedianOfTheRounds() {
    Calls calls = new Calls();
    calls.add(new double[] {0.1, 0.3});
    calls.add(new double[] {0.2});
    calls.add(new double[] {9});

    assertThat(calls.samplesPerSecond(10)).isCloseTo(50, within(1e-9));
    assertThat(calls.micros(0.5)).isCloseTo(0.3e6, within(1e-3));
    assertThat(calls.micros(0.99)).isCloseTo(9e6, within(1e-3));
  }
}
