package io.github.polystill.experiments.configuration;

/** Writes the key reference of the documentation from the keys' declarations. */
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
}
