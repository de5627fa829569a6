package io.github.polystill.data.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Map;
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
  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final Pattern BOOLEAN = Pattern.compile("True|False");
  private static final Pattern STRING_START = Pattern.compile("u?(['\"])");
  private static final Pattern SPACE = Pattern.compile("\\s*");

  /** What may follow a backslash, and below each what it stands for. */
  private static final String ESCAPES = "ntrbfav\\'\"";

  private static final String ESCAPED = "\n\t\r\b\f\u0007\u000B\\'\"";
  private static final Map<Character, Integer> HEX_DIGITS = Map.of('x', 2, 'u', 4, 'U', 8);

  private final String text;
  private final Matcher matcher;
  private int at = 1;

  private ListLiteral(String text) {
    this.text = text;
    this.matcher = Pattern.compile("").matcher(text);
  }

  /** The items, or empty where the text is no list. */
  static Optional<ArrayNode> parse(String text) {
    return json(text)
        .filter(JsonNode::isArray)
        .map(ArrayNode.class::cast)
        .or(() -> new ListLiteral(text).python());
  }

  /** The value of a text that is JSON as a whole. */
  static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JSON.readValue(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Items, each but the last followed by a comma, up to the closing bracket at the end. */
  private Optional<ArrayNode> python() {
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    boolean separated = true;
    while (true) {
      accept(SPACE);
      if (at == text.length() - 1) {
        return Optional.of(items);
      }
      if (!separated || !item(items)) {
        return Optional.empty();
      }
      accept(SPACE);
      separated = text.charAt(at) == ',';
      at += separated ? 1 : 0;
    }
  }

  private boolean item(ArrayNode items) {
    if (accept(STRING_START)) {
      return string(items, matcher.group(1).charAt(0));
    }
    if (accept(NUMBER)) {
      items.add(new BigInteger(matcher.group()));
      return true;
    }
    if (accept(BOOLEAN)) {
      items.add(matcher.group().equals("True"));
      return true;
    }
    return false;
  }

  private boolean string(ArrayNode items, char quote) {
    StringBuilder value = new StringBuilder();
    while (at < text.length() - 1) {
      char next = text.charAt(at++);
      if (next == quote) {
        items.add(value.toString());
        return true;
      }
      if (next != '\\') {
        value.append(next);
      } else if (!escape(value)) {
        return false;
      }
    }
    return false;
  }

  private boolean escape(StringBuilder value) {
    char kind = text.charAt(at++);
    if (ESCAPES.indexOf(kind) >= 0) {
      value.append(ESCAPED.charAt(ESCAPES.indexOf(kind)));
      return true;
    }
    int digits = HEX_DIGITS.getOrDefault(kind, 0);
    if (digits == 0 || at + digits > text.length()) {
      return false;
    }
    try {
      value.appendCodePoint(Integer.parseUnsignedInt(text.substring(at, at + digits), 16));
    } catch (IllegalArgumentException e) {
      return false;
    }
    at += digits;
    return true;
  }

  private boolean accept(Pattern pattern) {
    matcher.usePattern(pattern).region(at, text.length() - 1);
    boolean found = matcher.lookingAt();
    at = found ? matcher.end() : at;
    return found;
  }
}
