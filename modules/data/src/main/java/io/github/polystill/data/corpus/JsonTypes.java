package io.github.polystill.data.corpus;

import com.fasterxml.jackson.databind.JsonNode;

/** Names of what a JSON value holds, for messages. */
final class JsonTypes {
  private JsonTypes() {}

  static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT, POJO -> "an object";
      case STRING, BINARY -> "a string";
      case NUMBER -> "the number " + node.asText();
      case BOOLEAN -> node.asText();
      case NULL -> "null";
      case MISSING -> "nothing";
    };
  }
}
