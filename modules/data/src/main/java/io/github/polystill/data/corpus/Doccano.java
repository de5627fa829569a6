package io.github.polystill.data.corpus;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Exports of doccano's text classification: {@code {"id": 1, "text": ..., "label": ["a", "b"]}},
 * with {@code data} for {@code text} or {@code labels} for {@code label} in older versions, or CSV
 * with {@code a#b} in the column {@code label}.
 */
final class Doccano {
  static final String LABEL = "label";
  static final String CSV_SEPARATOR = "#";
  private static final String OLDER_TEXT = "data";

  private Doccano() {}

  /** Whether only doccano's name for the labels is there. */
  static boolean exported(ObjectNode object, CorpusFormat format) {
    return format.labels().equals(CorpusFormat.DEFAULT_LABELS)
        && format.labelColumns().isEmpty()
        && !object.has(CorpusFormat.DEFAULT_LABELS)
        && object.has(LABEL);
  }

  /** The names of the fields, those that were asked for by name unchanged. */
  static CorpusFormat fields(ObjectNode object, CorpusFormat format) {
    CorpusFormat fields = exported(object, format) ? format.withLabels(LABEL) : format;
    boolean older =
        fields.text().equals(CorpusFormat.DEFAULT_TEXT)
            && !object.has(CorpusFormat.DEFAULT_TEXT)
            && object.path(OLDER_TEXT).isTextual();
    return older ? fields.withText(OLDER_TEXT) : fields;
  }
}
