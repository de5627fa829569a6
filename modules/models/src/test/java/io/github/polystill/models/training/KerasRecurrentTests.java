package io.github.polystill.models.training;

import io.github.polystill.models.GruAtt;
import io.github.polystill.models.Han;
import io.github.polystill.models.TextRnn;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recurrent architectures against Keras: src/test/python/architecture_fixture.py. */
class KerasRecurrentTests {
  static Stream<KerasFixture.Network> textRnn() {
    return KerasFixture.networks("textrnn");
  }

  static Stream<KerasFixture.Network> gruAtt() {
    return KerasFixture.networks("gruatt");
  }

  static Stream<KerasFixture.Network> han() {
    return KerasFixture.networks("han");
  }

  @ParameterizedTest
  @MethodSource("textRnn")
  void textRnnAgrees(KerasFixture.Network network) {
    KerasFixture.Case sizes = network.expected();
    network.assertAgrees(new TextRnn(sizes.size("hidden"), 0, sizes.channels()));
  }

  @ParameterizedTest
  @MethodSource("gruAtt")
  void gruAttAgrees(KerasFixture.Network network) {
    KerasFixture.Case sizes = network.expected();
    boolean bidirectional = sizes.settings().get("bidirectional").asBoolean();
    int hidden = sizes.size("hidden");
    int attention = bidirectional ? 2 * hidden : hidden;
    network.assertAgrees(new GruAtt(hidden, bidirectional, attention, 0, sizes.channels()));
  }

  @ParameterizedTest
  @MethodSource("han")
  void hanAgrees(KerasFixture.Network network) {
    KerasFixture.Case sizes = network.expected();
    Han han =
        new Han(
            sizes.size("wordHidden"),
            sizes.size("wordAttention"),
            sizes.size("sentenceHidden"),
            sizes.size("sentenceAttention"),
            0,
            sizes.channels(),
            sizes.size("sentences"),
            sizes.size("wordsPerSentence"));
    network.assertAgrees(han);
  }
}
