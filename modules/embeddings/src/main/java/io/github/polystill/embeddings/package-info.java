/**
 * Word vectors: file formats and the matrix for a vocabulary. Depends on {@code data} for
 * vocabularies, files and errors.
 *
 * <p>Files are streamed: memory holds the rows that are kept, a buffer, and the words of the file
 * to find those that come twice.
 */
package io.github.polystill.embeddings;
