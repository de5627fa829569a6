package io.github.polystill.experiments.configuration;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes settings in block style and lists on one line; the same settings give the same text, whose
 * checksum run directories record.
 */
final class YamlWriter {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

  /** Words that YAML readers take for something other than a text. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private static final String UNPRINTABLE = "\u2028\u2029\uFEFF\uFFFE\uFFFF";

  private YamlWriter() {}

  /** All keys of a record; an empty {@code Optional} is left out. */
  static String write(Record settings) {
    StringBuilder out = new StringBuilder();
    append(out, Components.of(settings), "");
    return out.toString();
  }

  private static void append(StringBuilder out, Map<String, Object> keys, String indent) {
    keys.forEach(
        (key, component) -> {
          Object value =
              component instanceof Optional<?> optional ? optional.orElse(null) : component;
          if (value == null) {
            return;
          }
          out.append(indent).append(key).append(':');
          Optional<Map<String, Object>> nested = nested(value);
          nested.ifPresentOrElse(
              it -> append(out.append('\n'), it, indent + "  "),
              () -> out.append(' ').append(inline(value)).append('\n'));
        });
  }

  private static Optional<Map<String, Object>> nested(Object value) {
    if (value instanceof ArchitectureSettings architecture) {
      return Optional.of(architecture.keys()).filter(keys -> !keys.isEmpty());
    }
    if (value instanceof Record section) {
      return Optional.of(Components.of(section));
    }
    if (value instanceof List<?> list
        && list.stream().anyMatch(ArchitectureSettings.class::isInstance)) {
      Map<String, Object> byName = new LinkedHashMap<>();
      list.forEach(it -> byName.put(((ArchitectureSettings) it).name(), it));
      return Optional.of(byName);
    }
    return Optional.empty();
  }

  /** A value that is no section, on one line. */
  static String inline(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(YamlWriter::inline).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Enum<?> constant) {
      return name(constant);
    }
    if (value instanceof Double number) {
      return plain(number);
    }
    if (value instanceof String text) {
      boolean safe =
          SAFE.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
      return safe ? text : quote(text);
    }
    return value instanceof ArchitectureSettings ? "{}" : value.toString();
  }

  /** A constant as files name it: RAREST_FIRST is {@code rarest-first}. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The shortest decimal that reads as the same double, without an exponent where it is short. */
  static String plain(double value) {
    BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
    boolean brief = decimal.scale() <= 12 && decimal.precision() - decimal.scale() <= 12;
    return brief ? decimal.toPlainString() : Double.toString(value);
  }

  /** A double-quoted scalar; everything that a terminal or a YAML reader trips over is escaped. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean printable = !Character.isISOControl(c) && UNPRINTABLE.indexOf(c) < 0;
          out.append(printable ? c : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
      }
    }
    return out.append('"').toString();
  }
}
