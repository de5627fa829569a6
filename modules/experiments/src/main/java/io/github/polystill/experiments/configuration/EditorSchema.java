package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes the JSON schema of experiment files, by which editors complete and check them. It lets
 * through all that polystill reads, and some that it does not: keys that contradict each other.
 */
public final class EditorSchema {
  private EditorSchema() {}

  /** The whole schema, of the draft that editors know best. */
  public static String json() {
    ObjectNode schema = JsonMapper.builder().build().createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "Experiment of polystill");
    ExperimentKeys.STANDARD.describe(schema);
    return schema.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
  }
}
