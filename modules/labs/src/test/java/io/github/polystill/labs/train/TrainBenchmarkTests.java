package io.github.polystill.labs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainBenchmarkTests {
  private final List<String> log = new ArrayList<>();

  private TrainReport run(List<String> architectures, boolean more) throws Exception {
    TrainBenchmarkSettings settings =
        new TrainBenchmarkSettings(
            architectures,
            List.of(),
            List.of(Lengths.MIXED),
            3,
            12,
            1,
            2,
            2,
            100,
            Optional.of("no-such-python"),
            List.of(new KerasConfiguration(2, 1, List.of())),
            new KerasEffort(1, 2, 4),
            more,
            more,
            1);
    return new TrainBenchmark(settings, log::add).run();
  }

  @Test
  void measuresEveryNetworkWithoutPython() throws Exception {
    TrainReport report = run(List.of(), false);

    assertThat(report.rows())
        .extracting(row -> row.architecture() + " " + row.channels() + " " + row.lengths())
        .containsExactly(
            "textrnn frozen mixed",
            "gru-att frozen mixed",
            "han frozen mixed",
            "textcnn frozen mixed",
            "textcnn two mixed");
    assertThat(report.rows())
        .allSatisfy(
            row -> {
              assertThat(row.samplesPerSecondOfRepeats()).hasSize(2);
              assertThat(row.samplesPerSecond()).isPositive();
              assertThat(row.steadySamplesPerSecond()).isGreaterThan(row.samplesPerSecond());
              assertThat(row.gflops()).isPositive();
              assertThat(row.peakGflops()).isGreaterThan(row.gflops());
              assertThat(row.ratio()).isEmpty();
              assertThat(row.kerasSamplesPerSecond()).isEmpty();
            });
    assertThat(log).anyMatch(line -> line.startsWith("no-such-python has no TensorFlow and Keras"));
    assertThat(report.table().toString()).contains("textrnn", "gru-att", "han", "textcnn");
  }

  @Test
  void comparesWorkersAndTakesStepsApartWhereAsked() throws Exception {
    TrainReport report = run(List.of("textcnn"), true);

    assertThat(report.rows())
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.scaling().orElseThrow()).isPositive();
              assertThat(row.profile().orElseThrow()).containsKey("SparseSegmentSum");
              assertThat(row.profile().orElseThrow().values().stream().mapToDouble(it -> it).sum())
                  .isCloseTo(1, within(1e-9));
            });
    assertThat(report.profiles()).hasSize(2);
    assertThat(report.scalings()).hasSize(2);
  }
}
