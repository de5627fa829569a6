package io.github.polystill.cli;

import io.github.polystill.data.folds.FoldMethod;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Methods by the names that experiment files use, such as {@code rarest-first}. */
final class FoldMethodConverter implements ITypeConverter<FoldMethod> {
  @Override
  public FoldMethod convert(String value) {
    return Stream.of(FoldMethod.values())
        .filter(method -> name(method).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s but was '%s'"
                        .formatted(
                            Stream.of(FoldMethod.values())
                                .map(FoldMethodConverter::name)
                                .collect(Collectors.joining(", ")),
                            value)));
  }

  static String name(FoldMethod method) {
    return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
