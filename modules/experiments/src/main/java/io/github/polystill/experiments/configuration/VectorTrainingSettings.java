package io.github.polystill.experiments.configuration;

import io.github.polystill.embeddings.word2vec.Algorithm;
import java.util.List;
import java.util.Optional;

/**
 * Word vectors that an experiment trains itself.
 *
 * @param texts files of further text beside the corpus, as {@code polystill vectors train} takes
 *     them
 * @param textField field of the text in those of them that are corpora
 * @param includeWholeCorpus whether one training on all documents, those of test parts included,
 *     serves all folds, as the paper has it; else each fold has vectors of its own, from the
 *     training part of its documents alone
 * @param algorithm skip-gram or CBOW
 * @param dimensions size of a vector
 * @param window words on either side at most
 * @param negatives negative samples per word
 * @param subsample threshold above which frequent words are left out at random; 0 for none
 * @param minCount words that occur less often have no vector
 * @param epochs passes over the text
 * @param learningRate the first one; empty for the algorithm's own
 * @param maxVocabulary most words that are kept
 */
public record VectorTrainingSettings(
    List<String> texts,
    String textField,
    boolean includeWholeCorpus,
    Algorithm algorithm,
    int dimensions,
    int window,
    int negatives,
    double subsample,
    int minCount,
    int epochs,
    Optional<Double> learningRate,
    int maxVocabulary) {
  public VectorTrainingSettings {
    texts = List.copyOf(texts);
  }

  /** The same with other paths. */
  VectorTrainingSettings withTexts(List<String> paths) {
    return new VectorTrainingSettings(
        paths,
        textField,
        includeWholeCorpus,
        algorithm,
        dimensions,
        window,
        negatives,
        subsample,
        minCount,
        epochs,
        learningRate,
        maxVocabulary);
  }
}
