package io.github.polystill.cli;

import io.github.polystill.evaluation.TrainingRow;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Training types by the names that experiment files use, such as {@code distilled}. */
final class TrainingRowConverter implements ITypeConverter<TrainingRow> {
  @Override
  public TrainingRow convert(String value) {
    return Stream.of(TrainingRow.values())
        .filter(training -> training.key().equals(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    String.format(
                        Locale.ROOT,
                        "expected one of %s but was '%s'",
                        Stream.of(TrainingRow.values())
                            .map(TrainingRow::key)
                            .collect(Collectors.joining(", ")),
                        value)));
  }
}
