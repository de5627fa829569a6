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
        .filter(method -> method.key().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    String.format(
                        Locale.ROOT,
                        "expected one of %s but was '%s'",
                        Stream.of(FoldMethod.values())
                            .map(FoldMethod::key)
                            .collect(Collectors.joining(", ")),
                        value)));
  }
}
