package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Optional;

/**
 * A key as its declaration has it.
 *
 * @param name as written in the file; also the record component that holds the value
 * @param type what it may hold
 * @param optional whether its absence means something; its record component is an {@link Optional}
 * @param otherwise the default as YAML, or what the absence of an optional key comes to; empty for
 *     sections and required keys
 * @param meaning for the key reference and editors
 */
record DeclaredKey(
    String name, ValueType type, boolean optional, String otherwise, String meaning) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Location DECLARATION = new Location("declaration", "");

  /** The value for a record component. */
  Object read(String path, YamlNode.Mapping parent) {
    YamlNode.Entry entry = parent.entries().get(name);
    if (optional) {
      return Optional.ofNullable(entry)
          .map(YamlNode.Entry::value)
          .filter(value -> !saysNull(value))
          .map(value -> type.read(path, value));
    }
    if (entry != null) {
      return type.read(path, entry.value());
    }
    if (type instanceof Section) {
      return type.read(path, YamlNode.Mapping.empty(parent.location()));
    }
    if (isRequired()) {
      throw parent.location().error(path, "this key is required; add it, " + type.expected());
    }
    return type.read(path, YamlReader.readValue(DECLARATION, otherwise));
  }

  /** Null in so many words, as on a command line, and not just left empty. */
  private static boolean saysNull(YamlNode value) {
    return value.isNull() && value instanceof YamlNode.Scalar scalar && !scalar.text().isEmpty();
  }

  boolean isRequired() {
    return otherwise.isEmpty() && !optional && !(type instanceof Section);
  }

  /** The default in the key reference. */
  String defaultText() {
    return isRequired() ? "required" : optional ? otherwise : "`" + otherwise + "`";
  }

  /** Says what it may hold in a JSON schema. */
  void describe(ObjectNode schema) {
    type.describe(schema);
    boolean explained = optional && !otherwise.isEmpty();
    schema.put("description", meaning + (explained ? " Default: " + otherwise + "." : ""));
    if (optional || type instanceof Section) {
      allowNull(schema);
    } else if (!isRequired()) {
      try {
        schema.set("default", YAML.readTree(otherwise));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the default of " + name, e);
      }
    }
  }

  private static void allowNull(ObjectNode schema) {
    JsonNode type = schema.get("type");
    if (schema.has("anyOf")) {
      schema.withArray("anyOf").addObject().put("type", "null");
    } else if (type == null) {
      schema.withArray("enum").addNull();
    } else if (type instanceof ArrayNode types) {
      types.add("null");
    } else {
      schema.putArray("type").add(type).add("null");
    }
  }
}
