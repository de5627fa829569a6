package io.github.polystill.cli;

import io.github.polystill.embeddings.word2vec.Algorithm;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Algorithms by the names that experiment files use. */
final class AlgorithmConverter implements ITypeConverter<Algorithm> {
  @Override
  public Algorithm convert(String value) {
    return switch (value) {
      case "skip-gram" -> Algorithm.SKIP_GRAM;
      case "cbow" -> Algorithm.CBOW;
      default ->
          throw new TypeConversionException(
              "expected one of skip-gram, cbow but was '" + value + "'");
    };
  }
}
