package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.experiments.configuration.YamlNode.Scalar;
import io.github.polystill.models.Key;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A single value.
 *
 * @param parser empty for a scalar that is not one of this type
 */
record ScalarType(
    String expected, Consumer<ObjectNode> schema, Function<Scalar, Optional<?>> parser)
    implements ValueType {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,19}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");

  @Override
  public Object read(String key, YamlNode node) {
    Optional<?> value =
        node instanceof Scalar scalar && !scalar.isNull() ? parser.apply(scalar) : Optional.empty();
    return value.orElseThrow(() -> unexpected(key, node));
  }

  @Override
  public void describe(ObjectNode node) {
    schema.accept(node);
  }

  /** Whole numbers of at least {@code min}. */
  static ScalarType whole(int min) {
    return new ScalarType(
        "a whole number of at least " + min,
        schema -> schema.put("type", "integer").put("minimum", min),
        scalar ->
            parseLong(scalar)
                .filter(value -> value >= min && value <= Integer.MAX_VALUE)
                .map(Long::intValue));
  }

  /** Any whole number of 64 bits. */
  static ScalarType seed() {
    return new ScalarType(
        "a whole number", schema -> schema.put("type", "integer"), ScalarType::parseLong);
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

  /** Finite numbers of at least {@code atLeast}, or above 0 if that is no number. */
  static ScalarType number(double atLeast, double below) {
    boolean from = !Double.isNaN(atLeast);
    boolean limited = below < Double.POSITIVE_INFINITY;
    return new ScalarType(
        String.format(
            Locale.ROOT,
            "a number %s%s",
            from ? "of at least " + YamlWriter.plain(atLeast) : "above 0",
            limited ? " and below " + YamlWriter.plain(below) : ""),
        schema -> {
          schema.put("type", "number");
          schema.put(from ? "minimum" : "exclusiveMinimum", from ? atLeast : 0);
          if (limited) {
            schema.put("exclusiveMaximum", below);
          }
        },
        scalar ->
            Optional.of(scalar)
                .filter(it -> it.plain() && NUMBER.matcher(it.text()).matches())
                .map(it -> Double.valueOf(it.text()))
                .filter(value -> (from ? value >= atLeast : value > 0) && value < below));
  }

  static ScalarType flag() {
    Map<String, Boolean> values = Map.of("true", true, "false", false);
    return new ScalarType(
        "true or false",
        schema -> schema.put("type", "boolean"),
        scalar -> Optional.ofNullable(values.get(scalar.text())));
  }

  /** Texts that match a pattern as a whole; what looks like a number is one too. */
  static ScalarType text(Key.Text text) {
    Pattern pattern = Pattern.compile(text.matching());
    return new ScalarType(
        text.value(),
        schema -> schema.putArray("type").add("string").add("number").add("boolean"),
        scalar -> Optional.of(scalar.text()).filter(it -> pattern.matcher(it).matches()));
  }

  /** One of a few names. */
  static <E> ScalarType choice(List<E> values, Function<? super E, String> name) {
    List<String> names = values.stream().<String>map(name).toList();
    return new ScalarType(
        "one of " + String.join(", ", names),
        schema -> {
          ArrayNode choices = schema.putArray("enum");
          names.forEach(choices::add);
        },
        scalar -> values.stream().filter(it -> name.apply(it).equals(scalar.text())).findFirst());
  }
}
