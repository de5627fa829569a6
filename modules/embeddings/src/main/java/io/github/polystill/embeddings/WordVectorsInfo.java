package io.github.polystill.embeddings;

import java.util.List;
import org.apiguardian.api.API;

/**
 * What a file of word vectors holds.
 *
 * @param format how the file is written
 * @param compression {@code gz}, {@code bz2} or {@code xz}, empty where the file is not compressed
 * @param words number of vectors, of repeated words too
 * @param dimensions numbers per vector
 * @param meanNorm mean Euclidean length of the vectors
 * @param firstWords the first words of the file, at most ten; in most files the most frequent
 * @param duplicates number of vectors whose word came before
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record WordVectorsInfo(
    WordVectorsFormat format,
    String compression,
    long words,
    int dimensions,
    double meanNorm,
    List<String> firstWords,
    long duplicates) {
  public WordVectorsInfo {
    firstWords = List.copyOf(firstWords);
  }
}
