package io.github.polystill.experiments.configuration;

import java.util.List;

/** Writes the key reference of the documentation from the schema. */
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
    appendSection(out, "", ExperimentSchema.EXPERIMENT);
    return out.toString();
  }

  private static void appendSection(StringBuilder out, String path, Section<?> section) {
    List<Key<?>> values =
        section.keys().stream().filter(key -> !(key.type() instanceof Section<?>)).toList();
    out.append("\n## ").append(path.isEmpty() ? "Top level" : path).append("\n\n");
    out.append(section.meaning()).append("\n\n");
    out.append("| key | default | value | meaning |\n|---|---|---|---|\n");
    values.forEach(key -> appendRow(out, key));
    for (Key<?> key : section.keys()) {
      String name = Section.join(path, key.name());
      if (key.type() instanceof Section<?> nested) {
        appendSection(out, name, nested);
      } else if (key.type() instanceof ArchitecturesType architectures) {
        for (ArchitectureSection<?> one : architectures.sections()) {
          appendSection(out, Section.join(name, one.type().name()), one.section());
        }
      }
    }
  }

  private static void appendRow(StringBuilder out, Key<?> key) {
    boolean planned = key.presence() == Key.Presence.PLANNED;
    String defaultText =
        key.type() instanceof ArchitecturesType architectures
            ? "`" + architectures.registry().names() + "`"
            : key.defaultText();
    out.append("| `").append(key.name()).append("` | ");
    out.append(defaultText).append(" | ");
    out.append(planned ? "" : key.type().expected().replace("|", "\\|")).append(" | ");
    out.append(planned ? "Word-vector training." : key.meaning()).append(" |\n");
  }
}
