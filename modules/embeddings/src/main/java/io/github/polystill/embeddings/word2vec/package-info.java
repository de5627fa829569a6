/**
 * Training of word vectors on raw text: skip-gram and CBOW with negative sampling. Depends on
 * segmentation and text of the data module.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.embeddings.word2vec;

import org.apiguardian.api.API;
