package io.github.polystill.distillation;

import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.embeddings.EmbeddingMatrix;

/**
 * All that the trials of one fold learn from.
 *
 * @param fold which documents train, validate and test
 * @param corpus every document, encoded with the vocabulary of the fold's training part
 * @param vectors word vectors of that vocabulary
 */
public record FoldData(Fold fold, EncodedCorpus corpus, EmbeddingMatrix vectors) {}
