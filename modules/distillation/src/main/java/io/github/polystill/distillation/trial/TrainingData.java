package io.github.polystill.distillation.trial;

import io.github.polystill.data.Fold;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.embeddings.EmbeddingMatrix;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * All that the trials of one fold learn from.
 *
 * @param seed of the cross-validation that the fold belongs to, where a run has several; empty for
 *     the first
 * @param contentHash hash of all else
 * @param fold which documents train, validate and test
 * @param corpus every document, encoded with the vocabulary of the fold's training part
 * @param vectors word vectors of that vocabulary
 * @param rows rows of the networks' embedding tables, those of the vectors or more: trials of
 *     several folds whose tables have the same can share a session
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TrainingData(
    OptionalLong seed,
    String contentHash,
    Fold fold,
    EncodedCorpus corpus,
    EmbeddingMatrix vectors,
    int rows) {
  /** The labels in the order of the targets' columns. */
  public LabelSet labels() {
    return corpus.labels();
  }

  /** The same with larger tables. */
  public TrainingData withRows(int more) {
    return new TrainingData(seed, contentHash, fold, corpus, vectors, more);
  }
}
