package io.github.polystill.data.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list as text: JSON, or what Python's {@code repr} gives of a list, tuple or set of strings and
 * whole numbers, which is how a data frame writes one into a CSV cell.
 */
final class ListLiteral {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /** An item of Python's with what follows it, a comma or the end. */
  private static final Pattern ITEM =
      Pattern.compile(
          "\\s*(?:u?'(?<single>(?:[^'\\\\]++|\\\\.)*+)'|u?\"(?<double>(?:[^\"\\\\]++|\\\\.)*+)\""
              + "|(?<number>-?\\d+)|(?<boolean>True|False))\\s*(?:,\\s*|\\z)",
          Pattern.DOTALL);

  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:x(?<x>\\p{XDigit}{2})|u(?<u>\\p{XDigit}{4})|U(?<U>\\p{XDigit}{8})"
              + "|(?<char>[ntrbfav\\\\'\"])|(?<unknown>))");

  /** What may follow a backslash, and below each what it stands for. */
  private static final String ESCAPES = "ntrbfav\\'\"";

  private static final String ESCAPED = "\n\t\r\b\f\u0007\u000B\\'\"";

  private ListLiteral() {}

  /** The items, or empty where the text is no list. */
  static Optional<ArrayNode> parse(String text) {
    return json(text).filter(JsonNode::isArray).map(ArrayNode.class::cast).or(() -> python(text));
  }

  /** The value of a text that is JSON as a whole. */
  static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JSON.readValue(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<ArrayNode> python(String text) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    String inside = text.substring(1, text.length() - 1);
    Matcher item = ITEM.matcher(inside);
    int end = 0;
    while (end < inside.length() && item.region(end, inside.length()).lookingAt()) {
      end = item.end();
      if (item.group("number") != null) {
        items.add(new BigInteger(item.group("number")));
      } else if (item.group("boolean") != null) {
        items.add(item.group("boolean").equals("True"));
      } else {
        String quoted = item.group("single") == null ? item.group("double") : item.group("single");
        Optional<String> value = unescaped(quoted);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        items.add(value.get());
      }
    }
    return inside.substring(end).isBlank() ? Optional.of(items) : Optional.empty();
  }

  /** The string that a literal stands for, empty where it has an escape that is none. */
  private static Optional<String> unescaped(String literal) {
    StringBuilder value = new StringBuilder();
    Matcher escape = ESCAPE.matcher(literal);
    while (escape.find()) {
      int codePoint = -1;
      for (String digits : new String[] {escape.group("x"), escape.group("u"), escape.group("U")}) {
        codePoint = digits == null ? codePoint : Integer.parseUnsignedInt(digits, 16);
      }
      if (escape.group("char") != null) {
        codePoint = ESCAPED.charAt(ESCAPES.indexOf(escape.group("char")));
      }
      if (!Character.isValidCodePoint(codePoint)) {
        return Optional.empty();
      }
      escape.appendReplacement(value, "");
      value.appendCodePoint(codePoint);
    }
    return Optional.of(escape.appendTail(value).toString());
  }
}
