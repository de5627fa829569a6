package io.github.polystill.embeddings;

/**
 * The vectors of a vocabulary.
 *
 * @param matrix a row per id
 * @param found number of listed words, the reserved ones not counted, whose vectors come from the
 *     file; the others have random vectors
 */
public record VocabularyVectors(EmbeddingMatrix matrix, int found) {}
