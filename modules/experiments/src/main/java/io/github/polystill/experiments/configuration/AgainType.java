package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A type that another key has too, where it is described.
 *
 * @param schema of that key, as a reference within the schema
 */
record AgainType(ValueType type, String schema) implements ValueType {
  @Override
  public Object read(String key, YamlNode node) {
    return type.read(key, node);
  }

  @Override
  public String expected() {
    return type.expected();
  }

  @Override
  public void describe(ObjectNode node) {
    node.putArray("anyOf").addObject().put("$ref", schema);
  }
}
