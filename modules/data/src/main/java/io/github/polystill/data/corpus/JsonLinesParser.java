package io.github.polystill.data.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.NearestName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Documents from JSON Lines: one object per line, blank lines ignored. */
final class JsonLinesParser {
  private static final int LONGEST_REASON = 160;

  private final CorpusFormat format;
  private final DocumentCollector collector;
  private final ObjectReader reader =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);
  private boolean anyGroup;

  JsonLinesParser(CorpusFormat format, DocumentCollector collector) {
    this.format = format;
    this.collector = collector;
  }

  void parse(Utf8Lines lines) throws IOException {
    for (Optional<Utf8Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!line.get().text().isBlank()) {
        collector.begin(line.get().number());
        parseLine(line.get());
      }
    }
    if (collector.hasRecords()
        && !collector.textsOnly()
        && !anyGroup
        && !format.groupIsOptional()) {
      collector.rejectFile(
          1,
          "no record has the field \""
              + format.group()
              + "\"; set corpus.group to the field of the group or leave it out");
    }
  }

  private void parseLine(Utf8Lines.Line line) throws IOException {
    if (line.damage().isPresent()) {
      collector.reject(line.damage().get());
      return;
    }
    try {
      JsonNode node = reader.readValue(line.text());
      if (node instanceof ObjectNode object) {
        parseObject(object);
      } else {
        collector.reject(
            "holds "
                + typeOf(node)
                + " instead of an object; JSON Lines have one object per line (an array is taken"
                + " apart by: jq -c '.[]')");
      }
    } catch (JsonProcessingException e) {
      collector.reject(malformed(e));
    }
  }

  private void parseObject(ObjectNode object) {
    if (collector.textsOnly()) {
      collector.endText(text(object));
      return;
    }
    Optional<String> id = name(object, "corpus.id", format.id());
    Optional<String> text = text(object);
    Optional<List<String>> labels = labels(object);
    Optional<String> group = group(object);
    anyGroup |= group.isPresent();
    collector.end(id, text, labels, group, format.part().flatMap(field -> part(object, field)));
  }

  private Optional<JsonNode> field(ObjectNode object, String key, String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      collector.reject(
          "the field \""
              + name
              + "\" is missing"
              + NearestName.hint(names, name)
              + "; add it or set "
              + key
              + " to the field that holds it");
    }
    return Optional.ofNullable(value);
  }

  private Optional<String> name(ObjectNode object, String key, String name) {
    return field(object, key, name)
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

  private Optional<List<String>> labels(ObjectNode object) {
    Optional<ArrayNode> array =
        field(object, "corpus.labels", format.labels())
            .filter(
                value ->
                    is(
                        value.isArray(),
                        format.labels(),
                        "an array of strings ([] for none)",
                        value))
            .map(ArrayNode.class::cast);
    if (array.isEmpty()) {
      return Optional.empty();
    }
    List<String> labels = new ArrayList<>();
    for (JsonNode label : array.get()) {
      if (is(label.isTextual(), format.labels(), "an array of strings", label)) {
        labels.add(label.asText());
      }
    }
    return Optional.of(labels);
  }

  private boolean is(boolean right, String field, String expected, JsonNode actual) {
    if (!right) {
      collector.reject(
          "the field \"" + field + "\" must be " + expected + " but holds " + typeOf(actual));
    }
    return right;
  }

  private static String typeOf(JsonNode node) {
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

  private static String malformed(JsonProcessingException e) {
    // The only mismatch with a tree is a second value on the line.
    String reason =
        e instanceof MismatchedInputException
            ? "more follows after the first value"
            : e.getOriginalMessage().replaceAll("\\s+", " ");
    // Jackson appends where an object began, always the start of this line.
    int detail = reason.indexOf(" (start marker at");
    if (detail > 0) {
      reason = reason.substring(0, detail);
    }
    if (reason.length() > LONGEST_REASON) {
      reason = reason.substring(0, LONGEST_REASON) + "...";
    }
    int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
    return String.format(
        Locale.ROOT,
        "malformed JSON at column %d: %s; every line must be one whole JSON object",
        column,
        reason);
  }
}
