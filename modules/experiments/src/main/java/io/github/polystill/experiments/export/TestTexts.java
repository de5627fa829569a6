package io.github.polystill.experiments.export;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.evaluation.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The test part of a fold: what an exported model has to repeat.
 *
 * @param texts of the documents, segmented
 * @param expected what the network in training said of them
 */
record TestTexts(List<SegmentedText> texts, Predictions expected) {

  /**
   * Finds the documents of some predictions.
   *
   * @param file where the predictions come from, for the message
   * @throws InvalidInputException where the corpus does not have them
   */
  static TestTexts of(SegmentedCorpus corpus, Predictions expected, Path file) {
    Map<String, SegmentedText> byId = new HashMap<>();
    List<Document> documents = corpus.corpus().documents();
    for (int i = 0; i < documents.size(); i++) {
      byId.put(documents.get(i).id(), corpus.texts().get(i));
    }
    List<SegmentedText> texts = new ArrayList<>();
    for (String id : expected.ids()) {
      SegmentedText text = byId.get(id);
      if (text == null) {
        throw new InvalidInputException(
            file
                + ": document "
                + id
                + " is not in the corpus any more, so the export cannot be checked; restore the corpus or give --skip-check");
      }
      texts.add(text);
    }
    return new TestTexts(texts, expected);
  }
}
