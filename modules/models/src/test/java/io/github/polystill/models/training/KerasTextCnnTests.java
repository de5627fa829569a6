package io.github.polystill.models.training;

import io.github.polystill.models.TextCnn;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TextCNN against Python TensorFlow: src/test/python/textcnn_fixture.py. */
class KerasTextCnnTests {
  static Stream<KerasFixture.Network> networks() {
    return KerasFixture.networks(TextCnn.NAME);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void agreesWithTensorFlow(KerasFixture.Network network) {
    KerasFixture.Case sizes = network.expected();
    List<Integer> widths =
        StreamSupport.stream(sizes.settings().get("widths").spliterator(), false)
            .map(width -> width.asInt())
            .toList();
    network.assertAgrees(
        new TextCnn(
            widths,
            sizes.size("filters"),
            sizes.size("chunks"),
            sizes.size("bottleneck"),
            0,
            sizes.channels()));
  }
}
