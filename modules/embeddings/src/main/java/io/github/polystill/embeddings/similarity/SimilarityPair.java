package io.github.polystill.embeddings.similarity;

/**
 * Two words and how similar they were judged.
 *
 * @param first a word
 * @param second another
 * @param score on any scale, higher for more similar
 */
public record SimilarityPair(String first, String second, double score) {}
