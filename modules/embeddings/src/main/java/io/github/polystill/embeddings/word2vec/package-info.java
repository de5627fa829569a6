/**
 * Training of word vectors on raw text: skip-gram and CBOW with negative sampling. Depends on
 * segmentation and text of the data module.
 */
package io.github.polystill.embeddings.word2vec;
