package io.github.polystill.corpora.cmdd;

import java.util.List;

/**
 * What an import read and what it left out.
 *
 * @param filesRead dialogues read
 * @param duplicatesDropped dialogues whose text is exactly that of another that was kept
 * @param labelsDropped names of symptoms present in too few of the remaining dialogues, sorted
 * @param documentsWithoutLabelDropped dialogues without any of the remaining symptoms
 * @param turnsWithoutMatchingTypes turns where the lists of symptoms and types differ in length;
 *     the surplus is ignored
 */
public record CmddReport(
    int filesRead,
    int duplicatesDropped,
    List<String> labelsDropped,
    int documentsWithoutLabelDropped,
    int turnsWithoutMatchingTypes) {
  public CmddReport {
    labelsDropped = List.copyOf(labelsDropped);
  }

  /** The report as one line. */
  public String describe() {
    return filesRead
        + " dialogues read; dropped: "
        + duplicatesDropped
        + " duplicates, "
        + labelsDropped.size()
        + " labels of fewer than "
        + CmddImporter.MIN_LABEL_COUNT
        + " dialogues, "
        + documentsWithoutLabelDropped
        + " dialogues left without a label ("
        + turnsWithoutMatchingTypes
        + " turns name more symptoms than types; the surplus was ignored)";
  }
}
