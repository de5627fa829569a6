package io.github.polystill.embeddings.similarity;

/**
 * A word that was found.
 *
 * @param word the word
 * @param cosine of the angle between its vector and what was looked for, -1 to 1; 0 where one of
 *     them is zero
 */
public record ScoredWord(String word, double cosine) {}
