package io.github.polystill.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.polystill.models.savedmodel.Prediction;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextTokens;
import io.github.polystill.serving.text.InputText;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttentionColoursTests {
  private static final String TERMINAL = "POLYSTILL_STDOUT_TERMINAL";

  private static TextAnswer answer(List<String> labels, float[]... words) {
    return new TextAnswer(
        new TextTokens(List.of("頭痛", "\n", "\u001B[2J<好>"), 0, 2, 0, true),
        List.of("a", "b"),
        new Prediction(
            new float[] {0.2f, 0.8f},
            labels,
            Optional.of(new Prediction.Attention(words, Optional.empty(), Optional.empty()))));
  }

  @Test
  void coloursAreForTerminalsThatHaveThem() {
    assertThat(AttentionColours.of(Map.of())).isEqualTo(AttentionColours.PLAIN);
    assertThat(AttentionColours.of(Map.of(TERMINAL, "true"))).isEqualTo(AttentionColours.PALETTE);
    assertThat(AttentionColours.of(Map.of(TERMINAL, "true", "COLORTERM", "truecolor")))
        .isEqualTo(AttentionColours.TRUE_COLOUR);
    assertThat(AttentionColours.of(Map.of(TERMINAL, "true", "NO_COLOR", "1")))
        .isEqualTo(AttentionColours.PLAIN);
    assertThat(AttentionColours.of(Map.of(TERMINAL, "true", "TERM", "dumb")))
        .isEqualTo(AttentionColours.PLAIN);
  }

  @Test
  void theStrongestWordIsTheDarkest() {
    TextAnswer answer = answer(List.of("b"), new float[] {0.75f, 0, 0.25f});

    assertThat(AttentionColours.TRUE_COLOUR.show(answer))
        .startsWith("\u001B[48;2;255;140;0m\u001B[38;2;0;0;0m頭痛\u001B[0m\n")
        .contains("\u001B[48;2;255;213;160m")
        .as("control characters of the text")
        .doesNotContain("\u001B[2J");
    assertThat(AttentionColours.PALETTE.show(answer))
        .startsWith("\u001B[48;5;208m\u001B[38;5;16m頭痛");
    assertThat(AttentionColours.PLAIN.show(answer))
        .isEqualToNormalizingNewlines(
            "頭痛\n\uFFFD[2J<好>\nmost weight: 頭痛 0.750, \uFFFD[2J<好> 0.250\n");
  }

  /** U+009B is a control sequence's beginning in one character, U+202E turns the direction. */
  @Test
  void neitherWordsNorLabelsSteerTheTerminal() {
    TextAnswer answer =
        new TextAnswer(
            new TextTokens(List.of("\u009B2J", "\u202E好", "\u007F"), 0, 3, 0, true),
            List.of("a\u009B", "b"),
            new Prediction(
                new float[] {0.8f, 0.2f},
                List.of("a\u009B"),
                Optional.of(
                    new Prediction.Attention(
                        new float[][] {{1, 0, 0}, {1, 0, 0}},
                        Optional.empty(),
                        Optional.empty()))));

    for (AttentionColours colours : AttentionColours.values()) {
      assertThat(colours.show(answer))
          .startsWith("a\uFFFD: ")
          .contains("\uFFFD2J", "\uFFFD好")
          .doesNotContain("\u009B", "\u202E", "\u007F");
    }
  }

  @Test
  void theExpertsOfPredictedLabelsAreShown() {
    float[][] words = {{1, 0, 0}, {0, 0, 1}};

    assertThat(AttentionColours.PLAIN.show(answer(List.of("a", "b"), words)))
        .contains("a: 頭痛", "b: 頭痛");
    assertThat(AttentionColours.PLAIN.show(answer(List.of(), words)))
        .as("the most probable")
        .contains("b: 頭痛")
        .doesNotContain("a: ");
  }

  @Test
  void thePageHasNoMarkupOfTheText() throws IOException {
    StringWriter html = new StringWriter();
    AttentionPage page = new AttentionPage(html);
    page.write(
        new InputText("x", "f", 3, Optional.of(TextNode.valueOf("<id>"))),
        answer(List.of("a"), new float[] {0.75f, 0, 0.25f}));
    page.end();

    assertThat(html.toString())
        .contains("<h2>&lt;id></h2>")
        .contains("<span style=\"--w:1.000\" title=\"0.7500\">頭痛</span>\n")
        .contains("--w:0.333")
        .doesNotContain("<好>")
        .endsWith("</body>\n</html>\n");
  }
}
