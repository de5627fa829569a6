package io.github.polystill.data.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Documents from JSON objects, as which rows of a table come too: those of polystill, or what
 * doccano and Label Studio export. Which of them a file of JSON has, its first object says where
 * the format doesn't.
 */
final class RecordReader {
  private final DocumentCollector collector;
  private final LabelReader labels;
  private CorpusFormat format;
  private Optional<LabelStudio> labelStudio = Optional.empty();
  private boolean first = true;
  private boolean anyGroup;
  private List<String> fieldsWithoutId = List.of();
  private String lacksId = "";

  RecordReader(CorpusFormat format, DocumentCollector collector) {
    this.format = format;
    this.collector = collector;
    this.labels = new LabelReader(format.separator(), collector);
  }

  /** Reads a record that has begun, which is wrong where it is no object. */
  void read(JsonNode node, String remedy) {
    if (!(node instanceof ObjectNode object)) {
      collector.reject("holds %s instead of an object%s", describe(node), remedy);
      return;
    }
    if (first) {
      recognise(object);
      first = false;
    }
    if (labelStudio.isEmpty()) {
      readFields(object);
    } else {
      labelStudio.get().flatten(object).ifPresent(this::readFields);
    }
  }

  private void recognise(ObjectNode object) {
    FileType type =
        format
            .type()
            .orElse(
                LabelStudio.exported(object)
                    ? FileType.LABEL_STUDIO
                    : Doccano.exported(object, format) ? FileType.DOCCANO : FileType.JSONL);
    boolean another =
        (type == FileType.DOCCANO && LabelStudio.exported(object))
            || (type == FileType.LABEL_STUDIO && Doccano.exported(object, format));
    if (another) {
      FileType actual = type == FileType.DOCCANO ? FileType.LABEL_STUDIO : FileType.DOCCANO;
      collector.rejectFile(
          collector.line(),
          "is of an export of %s, not of %s; read the file as that",
          actual.key(),
          type.key());
    }
    if (type == FileType.LABEL_STUDIO) {
      labelStudio = Optional.of(new LabelStudio(format, collector));
    } else if (type == FileType.DOCCANO) {
      format = Doccano.fields(object, format);
    } else {
      return;
    }
    if (format.type().isEmpty()) {
      collector.note("read as an export of %s", type.key());
    }
  }

  /** Reads a record of polystill's own fields. */
  void readFields(ObjectNode object) {
    if (collector.textsOnly()) {
      collector.endText(text(object));
      return;
    }
    Optional<String> id = id(object);
    Optional<String> text = text(object);
    Optional<List<String>> names =
        format.labelColumns().isEmpty()
            ? field(object, "corpus.labels", format.labels())
                .flatMap(value -> labels.ofJson(format.labels(), value))
            : flaggedLabels(object);
    Optional<String> group = group(object);
    anyGroup |= group.isPresent();
    collector.end(id, text, names, group, format.part().flatMap(field -> part(object, field)));
  }

  /** Reports of labels what shows only in all records together. */
  void finishLabels() {
    labels.finish();
  }

  /** Reports all that shows only in all records together. */
  void finish() {
    finishLabels();
    labelStudio.ifPresent(LabelStudio::finish);
    if (collector.hasRecords()
        && !collector.textsOnly()
        && !anyGroup
        && !format.groupIsOptional()) {
      collector.rejectFile(
          1,
          "no record has the field \"%s\"; set corpus.group to the field of the group or leave it"
              + " out",
          format.group());
    }
  }

  private Optional<JsonNode> field(ObjectNode object, String key, String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      collector.reject(missing(object, key, name));
    }
    return Optional.ofNullable(value);
  }

  private static String missing(ObjectNode object, String key, String name) {
    return "the field \""
        + name
        + "\" is missing"
        + FieldHint.of(
            key,
            name,
            LabelStudio.fieldNames(object),
            "add it or set " + key + " to the field that holds it");
  }

  private Optional<String> id(ObjectNode object) {
    String name = format.id();
    if (!object.has(name) && format.idIsOptional()) {
      List<String> fields = LabelStudio.fieldNames(object);
      if (fields.stream().noneMatch(name::equalsIgnoreCase)) {
        if (lacksId.isEmpty() || !fields.equals(fieldsWithoutId)) {
          fieldsWithoutId = fields;
          lacksId = missing(object, "corpus.id", name); // the same for all rows of a table
        }
        collector.lacksId(lacksId);
        return Optional.empty();
      }
    }
    return field(object, "corpus.id", name)
        .filter(value -> is(value.isTextual() || value.isIntegralNumber(), name, "a string", value))
        .map(JsonNode::asText);
  }

  private Optional<String> text(ObjectNode object) {
    return field(object, collector.textKey(), format.text())
        .filter(value -> is(value.isTextual(), format.text(), "a string", value))
        .map(JsonNode::asText);
  }

  private Optional<String> group(ObjectNode object) {
    return Optional.ofNullable(object.get(format.group()))
        .filter(value -> !value.isNull())
        .filter(
            value ->
                is(
                    value.isTextual() || value.isIntegralNumber(),
                    format.group(),
                    "a string",
                    value))
        .map(JsonNode::asText)
        .filter(value -> !value.isBlank());
  }

  private Optional<String> part(ObjectNode object, PartField field) {
    return field(object, field.kind().key(), field.name())
        .filter(value -> is(!value.isContainerNode(), field.name(), "a single value", value))
        .map(value -> value.isNull() ? "" : value.asText())
        .flatMap(value -> collector.part(field, value));
  }

  private Optional<List<String>> flaggedLabels(ObjectNode object) {
    List<String> names = new ArrayList<>();
    for (String column : format.labelColumns()) {
      Optional<String> flag =
          field(object, "corpus.labelColumns", column)
              .map(value -> value.isNull() ? "" : value.isContainerNode() ? "[" : value.asText());
      if (flag.isPresent() && labels.flag(column, flag.get())) {
        names.add(column);
      }
    }
    return Optional.of(names);
  }

  private boolean is(boolean right, String field, String expected, JsonNode actual) {
    if (!right) {
      collector.reject(
          "the field \"%s\" must be %s but holds %s", field, expected, describe(actual));
    }
    return right;
  }

  /** What a value holds, for messages. */
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
