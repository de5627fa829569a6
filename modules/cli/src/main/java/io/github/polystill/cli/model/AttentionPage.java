package io.github.polystill.cli.model;

import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.serving.text.InputText;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Texts with the weights of their words as a page of HTML, written text by text. */
final class AttentionPage {
  private final Writer page;

  AttentionPage(Writer page) throws IOException {
    this.page = page;
    try (InputStream head = AttentionPage.class.getResourceAsStream("attention.html")) {
      page.write(new String(head.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Adds a text. */
  void write(InputText text, TextAnswer answer) throws IOException {
    String title =
        text.id()
            .filter(id -> !id.isNull())
            .map(id -> id.isValueNode() ? id.asText() : id.toString())
            .orElse(place(text));
    page.write("<article>\n<h2>" + escaped(title) + "</h2>\n");
    List<String> labels = answer.prediction().labels();
    page.write("<p>Labels: " + escaped(labels.isEmpty() ? "none" : String.join(", ", labels)));
    page.write("</p>\n");
    if (answer.text().warning().isPresent()) {
      page.write("<p>Warning: " + escaped(answer.text().warning().get()) + ".</p>\n");
    }
    if (answer.attention().isEmpty()) {
      page.write("<p>The model has no attention.</p>\n");
    }
    for (TextAnswer.View view : answer.attention()) {
      if (!view.label().isEmpty()) {
        page.write("<h3>" + escaped(view.label()) + "</h3>\n");
      }
      writeWords(answer.text().tokens(), view.weights());
    }
    page.write("</article>\n");
  }

  private static String place(InputText text) {
    return text.number() > 0
        ? "Record " + text.number()
        : text.line() > 0 ? "Line " + text.line() : "Text";
  }

  private void writeWords(List<String> tokens, float[] weights) throws IOException {
    double most = 1e-9;
    for (float weight : weights) {
      most = Math.max(most, weight);
    }
    String space = AttentionColours.spaceBetween(tokens);
    page.write("<p class=\"words\">");
    for (int i = 0; i < tokens.size(); i++) {
      String word = escaped(tokens.get(i));
      page.write(
          weights[i] == 0
              ? word
              : String.format(
                  Locale.ROOT,
                  "<span style=\"--w:%.3f\" title=\"%.4f\">%s</span>",
                  weights[i] / most,
                  weights[i],
                  word));
      page.write(space);
    }
    page.write("</p>\n");
  }

  /** Completes the page. */
  void end() throws IOException {
    page.write("</body>\n</html>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
