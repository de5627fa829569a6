/**
 * Word vectors: file formats and the matrix for a vocabulary. Depends on {@code data} for
 * vocabularies, files and errors.
 *
 * <p>Files are streamed: memory holds the rows that are kept, a buffer, and the words of the file
 * to find those that come twice.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.embeddings;

import org.apiguardian.api.API;
