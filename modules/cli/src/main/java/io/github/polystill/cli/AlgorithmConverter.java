package io.github.polystill.cli;

import io.github.polystill.embeddings.word2vec.Algorithm;
import java.util.Locale;

/** Algorithms by the names that experiment files use, such as {@code skip-gram}. */
public final class AlgorithmConverter extends KeyConverter<Algorithm> {
  AlgorithmConverter() {
    super(
        Algorithm.values(),
        algorithm -> algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
