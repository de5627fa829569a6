package io.github.polystill.cli;

import io.github.polystill.evaluation.table.TextTable;
import io.github.polystill.serving.text.InputText;
import io.github.polystill.serving.text.TextAnswer;
import io.github.polystill.serving.text.TextStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints predictions as they come. */
final class PredictionSink implements TextStream.Sink {
  /** How a prediction looks. */
  enum Form {
    TABLE,
    JSON
  }

  private final PrintWriter out;
  private final Form form;
  private final int top;
  private final Optional<AttentionColours> attention;
  private final Optional<AttentionPage> page;
  private long texts;
  private long cut;

  /**
   * A sink.
   *
   * @param top labels whose probabilities are given, all where it is greater than their number
   * @param attention how weights are shown, if they are
   */
  PredictionSink(
      PrintWriter out,
      Form form,
      int top,
      Optional<AttentionColours> attention,
      Optional<AttentionPage> page) {
    this.out = out;
    this.form = form;
    this.top = top;
    this.attention = attention;
    this.page = page;
  }

  @Override
  public void write(InputText text, TextAnswer answer) throws IOException {
    texts++;
    cut += answer.unread() > 0 ? 1 : 0;
    out.println(form == Form.JSON ? asJson(text, answer) : asTable(text, answer));
    if (page.isPresent()) {
      page.get().write(text, answer);
    }
  }

  /** What is to be said of texts that were longer than the model reads, if there were any. */
  Optional<String> remark() {
    return cut == 0
        ? Optional.empty()
        : Optional.of(
            cut
                + " of "
                + texts
                + (texts == 1 ? " text is" : " texts are")
                + " longer than the model reads; their ends were left out, as in training");
  }

  @Override
  public boolean flush() {
    return !out.checkError();
  }

  /** Indexes of labels: all in the model's order, or the most probable. */
  private List<Integer> shown(TextAnswer answer) {
    if (top < answer.names().size()) {
      return answer.mostProbable(top);
    }
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < answer.names().size(); i++) {
      all.add(i);
    }
    return all;
  }

  private String asJson(InputText text, TextAnswer answer) {
    Map<String, Float> probabilities = new LinkedHashMap<>();
    for (int i : shown(answer)) {
      probabilities.put(answer.names().get(i), answer.prediction().probabilities()[i]);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    if (text.line() > 0) {
      result.put("line", text.line());
    }
    text.id().ifPresent(id -> result.put("id", id));
    result.put("labels", answer.prediction().labels());
    result.put("probabilities", probabilities);
    result.put("unread_tokens", answer.unread());
    if (attention.isPresent()) {
      result.put("tokens", answer.tokens());
      Map<String, float[]> views = new LinkedHashMap<>();
      answer.attention().forEach(view -> views.put(view.label(), view.weights()));
      result.put("attention", views.containsKey("") ? views.get("") : views);
    }
    return JsonOutput.line(result);
  }

  private String asTable(InputText text, TextAnswer answer) {
    TextTable table =
        new TextTable(
            TextTable.left("label"), TextTable.right("probability"), TextTable.left("predicted"));
    for (int i : answer.mostProbable(top)) {
      String label = answer.names().get(i);
      table.row(
          label,
          String.format(Locale.ROOT, "%.4f", answer.prediction().probabilities()[i]),
          answer.prediction().labels().contains(label) ? "yes" : "");
    }
    String shown =
        attention
            .filter(colours -> !answer.attention().isEmpty())
            .map(colours -> colours.show(answer))
            .orElse(text.text() + System.lineSeparator());
    return shown + table;
  }
}
