/**
 * What word vectors say about words: neighbours, analogies, and how well they agree with judged
 * pairs. Depends on {@code embeddings} for the vectors and Commons Statistics for ranks.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.embeddings.similarity;

import org.apiguardian.api.API;
