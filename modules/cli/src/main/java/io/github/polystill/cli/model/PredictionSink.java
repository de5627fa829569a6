package io.github.polystill.cli.model;

import io.github.polystill.cli.command.TerminalWriter;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextTokens;
import io.github.polystill.report.table.TextTable;
import io.github.polystill.serving.text.InputText;
import io.github.polystill.serving.text.TextStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Prints predictions as they come. */
final class PredictionSink implements TextStream.Sink {
  private final PrintWriter out;
  private final boolean asTable;
  private final int top;
  private final Optional<Double> threshold;
  private final Optional<AttentionColours> attention;
  private final Optional<AttentionPage> page;
  private long texts;
  private long cut;
  private long mostlyUnknown;
  private long unknown;
  private boolean lacksAttention;

  /**
   * A sink.
   *
   * @param asTable instead of JSON on one line
   * @param top labels whose probabilities are given, all where it is greater than their number
   * @param threshold of all labels in place of the model's
   * @param attention how weights are shown, if they are
   */
  PredictionSink(
      PrintWriter out,
      boolean asTable,
      int top,
      Optional<Double> threshold,
      Optional<AttentionColours> attention,
      Optional<AttentionPage> page) {
    this.out = out;
    this.asTable = asTable;
    this.top = top;
    this.threshold = threshold;
    this.attention = attention;
    this.page = page;
  }

  @Override
  public void write(InputText text, TextAnswer given) throws IOException {
    TextAnswer answer = threshold.map(given::decidedBy).orElse(given);
    texts++;
    cut += answer.text().unread() > 0 ? 1 : 0;
    unknown += answer.text().hasKnownWord() ? 0 : 1;
    mostlyUnknown += answer.text().hasKnownWord() && answer.text().warning().isPresent() ? 1 : 0;
    lacksAttention |= answer.prediction().attention().isEmpty();
    if (asTable) {
      print(text, answer);
    } else {
      out.println(asJson(text, answer));
    }
    if (page.isPresent()) {
      page.get().write(text, answer);
    }
  }

  /** What is to be said of all texts together. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (cut > 0) {
      remarks.add(
          count(cut, "is", "are")
              + " longer than the model reads; their ends were left out, as in training");
    }
    if (!asTable && unknown > 0) {
      remarks.add(count(unknown, "has", "have") + " no word that the model knows, so no labels");
    }
    if (!asTable && mostlyUnknown > 0) {
      remarks.add(
          count(mostlyUnknown, "has", "have")
              + " more words that the model does not know than others");
    }
    if (lacksAttention && (attention.isPresent() || page.isPresent())) {
      remarks.add("the model has no attention to show; han and gru-att have");
    }
    return remarks;
  }

  private String count(long some, String one, String many) {
    return some + " of " + texts + (texts == 1 ? " text " + one : " texts " + many);
  }

  @Override
  public boolean flush() {
    return !out.checkError();
  }

  private String asJson(InputText text, TextAnswer answer) {
    Map<String, Float> probabilities = new LinkedHashMap<>();
    int labels = answer.names().size();
    for (int i :
        top < labels ? answer.mostProbable(top) : IntStream.range(0, labels).boxed().toList()) {
      probabilities.put(answer.names().get(i), answer.prediction().probabilities()[i]);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    if (text.line() > 0) {
      result.put("line", text.line());
    }
    if (text.number() > 0) {
      result.put("record", text.number());
    }
    text.id().ifPresent(id -> result.put("id", id));
    result.put("labels", answer.prediction().labels());
    result.put("probabilities", probabilities);
    result.put("unread_tokens", answer.text().unread());
    result.put("unknown_tokens", answer.text().unknown());
    answer.text().warning().ifPresent(warning -> result.put("warning", warning));
    if (attention.isPresent()) {
      result.put("tokens", answer.text().tokens());
      Map<String, float[]> views = new LinkedHashMap<>();
      answer.attention().forEach(view -> views.put(view.label(), view.weights()));
      result.put(
          "attention", views.isEmpty() ? null : views.containsKey("") ? views.get("") : views);
    }
    return RecordsJson.line(result);
  }

  private void print(InputText text, TextAnswer answer) {
    if (attention.isPresent() && !answer.attention().isEmpty()) {
      TerminalWriter.exact(out).print(attention.get().show(answer)); // colours
    } else {
      out.println(text.text());
    }
    TextTokens tokens = answer.text();
    if (tokens.warning().isPresent()) {
      out.println("warning: " + tokens.warning().get());
    } else if (tokens.unknown() > 0) {
      out.println(tokens.unknownWords());
    }
    out.println(answer.text().hasKnownWord() ? table(answer) : "");
  }

  private TextTable table(TextAnswer answer) {
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
    return table;
  }
}
