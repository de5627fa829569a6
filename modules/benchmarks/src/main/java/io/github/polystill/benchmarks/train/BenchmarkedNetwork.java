package io.github.polystill.benchmarks.train;

import io.github.polystill.models.Architecture;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.List;

/**
 * A network that is measured: ours, its arithmetic, and what the Keras side has to know to build
 * the same one.
 *
 * @param channels embedding tables read
 * @param kerasOptions sizes as options of {@code keras_train.py}
 */
record BenchmarkedNetwork(
    Architecture architecture,
    EmbeddingChannels channels,
    Arithmetic arithmetic,
    List<String> kerasOptions) {
  static final int DIMENSIONS = 300;

  /** In the order of the table. */
  static List<BenchmarkedNetwork> all() {
    return List.of(textCnn(EmbeddingChannels.FROZEN), textCnn(EmbeddingChannels.TWO));
  }

  String name() {
    return architecture.name();
  }

  private static BenchmarkedNetwork textCnn(EmbeddingChannels channels) {
    TextCnnSettings d = TextCnnSettings.DEFAULTS;
    TextCnnSettings settings =
        new TextCnnSettings(
            d.widths(), d.filters(), d.chunks(), d.bottleneck(), d.dropout(), channels);
    return new BenchmarkedNetwork(
        new TextCnn(settings),
        channels,
        new TextCnnArithmetic(settings, DIMENSIONS, 1),
        List.of(
            "--widths",
            String.join(",", settings.widths().stream().map(String::valueOf).toList()),
            "--filters",
            String.valueOf(settings.filters()),
            "--chunks",
            String.valueOf(settings.chunks()),
            "--bottleneck",
            String.valueOf(settings.bottleneck()),
            "--dropout",
            String.valueOf(settings.dropout())));
  }
}
