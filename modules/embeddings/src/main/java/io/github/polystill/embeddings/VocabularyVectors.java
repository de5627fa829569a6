package io.github.polystill.embeddings;

/**
 * The vectors of a vocabulary.
 *
 * @param matrix a row per id
 * @param exact number of listed words, the reserved ones not counted, that the file has as they are
 *     spelled
 * @param normalized number of those that it has in another spelling, which is theirs once it is
 *     normalised as text is; the others have random vectors
 */
public record VocabularyVectors(EmbeddingMatrix matrix, int exact, int normalized) {
  /** Number of listed words whose vectors come from the file. */
  public int found() {
    return exact + normalized;
  }
}
