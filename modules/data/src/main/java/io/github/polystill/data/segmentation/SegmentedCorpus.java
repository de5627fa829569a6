package io.github.polystill.data.segmentation;

import io.github.polystill.data.Corpus;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A corpus with the words of every document.
 *
 * @param corpus the documents
 * @param texts words and line ends of each document, in the order of {@code corpus.documents()}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SegmentedCorpus(Corpus corpus, List<SegmentedText> texts) {
  public SegmentedCorpus {
    texts = List.copyOf(texts);
    if (corpus.size() != texts.size()) {
      throw new IllegalArgumentException(corpus.size() + " documents but words of " + texts.size());
    }
  }

  /** The words of each document, in the order of {@code corpus.documents()}. */
  public List<List<String>> words() {
    return texts.stream().map(SegmentedText::words).toList();
  }
}
