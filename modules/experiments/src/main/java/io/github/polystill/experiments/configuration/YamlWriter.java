package io.github.polystill.experiments.configuration;

import io.github.polystill.experiments.configuration.YamlNode.Mapping;
import io.github.polystill.experiments.configuration.YamlNode.Scalar;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes maps in block style and lists on one line; the same value gives the same text. */
final class YamlWriter {
  private static final Location NOWHERE = new Location.Line("resolved", 1);
  private static final Pattern SAFE = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");

  /** Words that YAML readers take for something other than a text. */
  private static final Set<String> RESERVED =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private YamlWriter() {}

  static Scalar text(String value) {
    boolean plain =
        SAFE.matcher(value).matches() && !RESERVED.contains(value.toLowerCase(Locale.ROOT));
    return new Scalar(value, plain, NOWHERE);
  }

  static Scalar literal(String value) {
    return new Scalar(value, true, NOWHERE);
  }

  static YamlNode.Sequence sequence(java.util.List<YamlNode> items) {
    return new YamlNode.Sequence(items, NOWHERE);
  }

  static Mapping mapping() {
    return Mapping.empty(NOWHERE);
  }

  static String write(Mapping mapping) {
    StringBuilder out = new StringBuilder();
    append(out, mapping, "");
    return out.toString();
  }

  private static void append(StringBuilder out, Mapping mapping, String indent) {
    for (Map.Entry<String, YamlNode.Entry> entry : mapping.entries().entrySet()) {
      out.append(indent).append(entry.getKey()).append(':');
      YamlNode value = entry.getValue().value();
      if (value instanceof Mapping nested && !nested.entries().isEmpty()) {
        out.append('\n');
        append(out, nested, indent + "  ");
      } else {
        out.append(' ').append(value.inline()).append('\n');
      }
    }
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
          if (isUnprintable(c)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static boolean isUnprintable(char c) {
    return Character.isISOControl(c)
        || c == '\u2028'
        || c == '\u2029'
        || c == '\uFEFF'
        || c == '\uFFFE'
        || c == '\uFFFF';
  }
}
