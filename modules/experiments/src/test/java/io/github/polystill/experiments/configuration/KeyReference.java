package io.github.polystill.experiments.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.RecordsJson;

/**
 * What is generated from the keys' declarations: their reference for the documentation, and the
 * JSON schema by which editors complete and check experiment files. That lets through all that
 * polystill reads, and some that it does not: keys that contradict each other.
 */
public final class KeyReference {
  private static final String INTRODUCTION =
      """
      # Keys of an experiment file

      Generated from the schema; do not edit. Every key can be set on the command line as well, as in
      `--set 'optimisation.epochs=3'` or `--set 'architectures.textcnn.filters=64'`; the value is YAML,
      a list may stand without brackets, as in `--set 'folds.run=0,1'`, `null` takes a key without a default away, as in `--set 'export=null'`. A key that is not listed here is an error.
      """;

  private KeyReference() {}

  /** The whole page in Markdown. */
  public static String markdown() {
    StringBuilder out = new StringBuilder(INTRODUCTION);
    ExperimentKeys.STANDARD.sections("").forEach((path, section) -> append(out, path, section));
    return out.toString();
  }

  private static void append(StringBuilder out, String path, Section section) {
    out.append("\n## ").append(path.isEmpty() ? "Top level" : path).append("\n\n");
    out.append(section.meaning()).append("\n\n");
    out.append("| key | default | value | meaning |\n|---|---|---|---|\n");
    for (DeclaredKey key : section.keys()) {
      if (!(key.type() instanceof Section)) {
        out.append("| `").append(key.name()).append("` | ");
        out.append(key.defaultText()).append(" | ");
        out.append(key.type().expected().replace("|", "\\|")).append(" | ");
        out.append(key.meaning()).append(" |\n");
      }
    }
  }

  /** The schema, of the draft that editors know best. */
  public static String jsonSchema() {
    ObjectNode schema = RecordsJson.mapper().createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "Experiment of polystill");
    ExperimentKeys.STANDARD.describe(schema);
    return schema.toPrettyString().replace(System.lineSeparator(), "\n") + "\n";
  }
}
