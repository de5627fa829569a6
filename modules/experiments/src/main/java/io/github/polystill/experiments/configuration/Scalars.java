package io.github.polystill.experiments.configuration;

import io.github.polystill.experiments.configuration.YamlNode.Scalar;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types of single values. */
final class Scalars {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,19}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");

  private Scalars() {}

  /** Reads the text of a scalar, or says that it is not one of this type. */
  @FunctionalInterface
  private interface Parser<T> {
    Optional<T> parse(Scalar scalar);
  }

  private record ScalarType<T>(String expected, Parser<T> parser, Function<T, YamlNode> writer)
      implements ValueType<T> {
    @Override
    public T read(String key, YamlNode node) {
      Optional<T> value =
          node instanceof Scalar scalar && !scalar.isNull()
              ? parser.parse(scalar)
              : Optional.empty();
      return value.orElseThrow(() -> unexpected(key, node));
    }

    @Override
    public YamlNode write(T value) {
      return writer.apply(value);
    }
  }

  /** Whole numbers of at least {@code min}. */
  static ValueType<Integer> integer(int min) {
    return new ScalarType<>(
        "a whole number of at least " + min,
        scalar ->
            parseLong(scalar)
                .filter(value -> value >= min && value <= Integer.MAX_VALUE)
                .map(Long::intValue),
        value -> YamlWriter.literal(value.toString()));
  }

  /** Any whole number of 64 bits. */
  static ValueType<Long> seed() {
    return new ScalarType<>(
        "a whole number", Scalars::parseLong, value -> YamlWriter.literal(value.toString()));
  }

  private static Optional<Long> parseLong(Scalar scalar) {
    if (!scalar.plain() || !INTEGER.matcher(scalar.text()).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(scalar.text()));
    } catch (NumberFormatException e) {
      return Optional.empty(); // 19 digits can be more than 64 bits
    }
  }

  /** Numbers greater than {@code min} and less than {@code max}. */
  static ValueType<Double> numberBetween(double min, double max) {
    return number(
        "a number above " + plain(min) + " and below " + plain(max),
        value -> value > min && value < max);
  }

  /** Numbers of at least {@code min} and less than {@code max}. */
  static ValueType<Double> numberFrom(double min, double max) {
    return number(
        "a number of at least " + plain(min) + " and below " + plain(max),
        value -> value >= min && value < max);
  }

  /** Finite numbers greater than {@code min}. */
  static ValueType<Double> numberAbove(double min) {
    return number("a number above " + plain(min), value -> value > min && Double.isFinite(value));
  }

  private static ValueType<Double> number(String expected, java.util.function.DoublePredicate ok) {
    return new ScalarType<>(
        expected,
        scalar ->
            Optional.of(scalar)
                .filter(Scalar::plain)
                .map(Scalar::text)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Double::parseDouble)
                .filter(ok::test),
        value -> YamlWriter.literal(plain(value)));
  }

  /** The shortest decimal that reads as the same double, without an exponent where it is short. */
  private static String plain(double value) {
    BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
    boolean brief = decimal.scale() <= 12 && decimal.precision() - decimal.scale() <= 12;
    return brief ? decimal.toPlainString() : Double.toString(value);
  }

  static ValueType<Boolean> bool() {
    return choice("true or false", List.of(true, false), Object::toString);
  }

  /** Any text that is not blank. */
  static ValueType<String> text(String expected) {
    return matching(expected, Pattern.compile("(?s).*\\S.*"));
  }

  /** Any text of at least one character, a blank included. */
  static ValueType<String> separator() {
    return matching("a separator such as \";\"", Pattern.compile("(?s).+"));
  }

  /** Texts that match a pattern as a whole. */
  static ValueType<String> matching(String expected, Pattern pattern) {
    return new ScalarType<>(
        expected,
        scalar -> Optional.of(scalar.text()).filter(text -> pattern.matcher(text).matches()),
        YamlWriter::text);
  }

  /** One of a few names. */
  static <E> ValueType<E> choice(List<E> values, Function<E, String> name) {
    String names = String.join(", ", values.stream().map(name).toList());
    return choice("one of " + names, values, name);
  }

  private static <E> ValueType<E> choice(
      String expected, List<E> values, Function<E, String> name) {
    Map<String, E> byName = new LinkedHashMap<>();
    values.forEach(value -> byName.put(name.apply(value), value));
    return new ScalarType<>(
        expected,
        scalar -> Optional.ofNullable(byName.get(scalar.text())),
        value -> YamlWriter.literal(name.apply(value)));
  }
}
