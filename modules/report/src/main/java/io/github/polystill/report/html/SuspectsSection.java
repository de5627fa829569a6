package io.github.polystill.report.html;

import io.github.polystill.report.html.HtmlTable.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The labels of training documents that are most likely wrong. */
final class SuspectsSection {
  private static final int SHOWN = 20;

  private SuspectsSection() {}

  static HtmlTable of(List<SuspectLabel> suspects, DocumentTexts texts) {
    boolean hasTexts = !texts.byId().isEmpty();
    HtmlTable table = new HtmlTable("Training labels that experts disagree with, worst first");
    table.text("document").text("label").text("given").number("probability").number("against");
    if (hasTexts) {
      table.prose("text");
    }
    for (SuspectLabel suspect : suspects.subList(0, Math.min(SHOWN, suspects.size()))) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(suspect.id()));
      cells.add(Cell.text(suspect.label()));
      cells.add(Cell.text(suspect.given() ? "yes" : "no"));
      double probability = suspect.probability();
      cells.add(Cell.number(probability, String.format(Locale.ROOT, "%.3f", probability)));
      cells.add(Cell.number(suspect.against(), suspect.against() + " of " + suspect.experts()));
      if (hasTexts) {
        cells.add(texts.cell(suspect.id()));
      }
      table.row(cells);
    }
    return table.notes(
        List.of(
            String.format(
                Locale.ROOT,
                "Of %,d in suspects.csv. Probability: mean over the experts that have not seen the document"
                    + " (teacher.crossFit), class weights undone; against: how many of them decide"
                    + " otherwise than the label given. A label far from both 0.5 and what is given may"
                    + " be wrong, or the text unusual.",
                suspects.size())));
  }
}
