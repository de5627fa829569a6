package io.github.polystill.cli.command;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values by the names that experiment files use, such as {@code rarest-first}. */
public abstract class KeyConverter<T> implements ITypeConverter<T>, Iterable<String> {
  private final List<T> values;
  private final Function<T, String> key;

  protected KeyConverter(T[] values, Function<T, String> key) {
    this.values = List.of(values);
    this.key = key;
  }

  /** The names, for shells that complete them. */
  @Override
  public final Iterator<String> iterator() {
    return values.stream().map(key).iterator();
  }

  @Override
  public final T convert(String text) {
    return values.stream()
        .filter(value -> key.apply(value).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    String.format(
                        Locale.ROOT,
                        "expected one of %s but was '%s'",
                        values.stream().map(key).collect(Collectors.joining(", ")),
                        text)));
  }
}
