package io.github.polystill.data.segmentation;

import io.github.polystill.data.Corpus;
import java.util.List;

/**
 * A corpus with the words of every document.
 *
 * @param corpus the documents
 * @param words words of each document, in the order of {@code corpus.documents()}
 */
public record SegmentedCorpus(Corpus corpus, List<List<String>> words) {
  public SegmentedCorpus {
    if (corpus.size() != words.size()) {
      throw new IllegalArgumentException(corpus.size() + " documents but words of " + words.size());
    }
  }
}
