package io.github.polystill.cli;

import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The version of a model: a whole number of 1 or more, or {@code next}. */
final class ModelVersionConverter implements ITypeConverter<OptionalLong> {
  @Override
  public OptionalLong convert(String value) {
    if (value.equals("next")) {
      return OptionalLong.empty();
    }
    if (!value.matches("[1-9][0-9]{0,17}")) {
      throw new TypeConversionException(
          "'" + value + "' is no version; give a whole number of 1 or more, or next");
    }
    return OptionalLong.of(Long.parseLong(value));
  }
}
