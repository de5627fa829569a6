/**
 * What word vectors say about words: neighbours, analogies, and how well they agree with judged
 * pairs. Depends on {@code embeddings} for the vectors and Commons Statistics for ranks.
 */
package io.github.polystill.embeddings.similarity;
