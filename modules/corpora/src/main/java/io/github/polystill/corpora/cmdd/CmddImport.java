package io.github.polystill.corpora.cmdd;

import io.github.polystill.data.Document;
import java.util.List;

/**
 * The outcome of an import.
 *
 * @param documents one per dialogue: train, dev, test, each by number of the file
 * @param report what was read and left out
 */
public record CmddImport(List<Document> documents, CmddReport report) {
  public CmddImport {
    documents = List.copyOf(documents);
  }
}
