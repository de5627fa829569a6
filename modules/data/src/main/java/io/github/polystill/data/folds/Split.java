package io.github.polystill.data.folds;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/** A corpus and one way to part it into documents for training, validation and testing. */
@API(status = API.Status.STABLE, since = "0.1.0")
public record Split(Corpus corpus, Fold fold) {
  /** The test documents, which nothing has learnt from. */
  public List<Document> test() {
    return Arrays.stream(fold.test()).mapToObj(corpus.documents()::get).toList();
  }
}
