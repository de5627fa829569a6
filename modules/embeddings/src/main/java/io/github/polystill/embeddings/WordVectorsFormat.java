package io.github.polystill.embeddings;

import org.apiguardian.api.API;

/** How a file holds word vectors. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum WordVectorsFormat {
  /**
   * A line {@code words dimensions}, then a line of a word and its numbers per word: word2vec's
   * text format, also gensim's and fastText's {@code .vec}.
   */
  TEXT,

  /** The lines of {@link #TEXT} without the first, as GloVe writes them. */
  TEXT_WITHOUT_HEADER,

  /**
   * word2vec's binary format: a line {@code words dimensions}, then per word its UTF-8 bytes, a
   * space and little-endian float32 numbers, with or without a line end after them.
   */
  BINARY
}
