/** Word vectors: file formats and the matrix for a vocabulary. Depends on data. */
package io.github.polystill.embeddings;
