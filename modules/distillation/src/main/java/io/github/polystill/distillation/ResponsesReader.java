package io.github.polystill.distillation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.NearestName;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.DelimitedRows;
import io.github.polystill.data.corpus.Utf8Lines;
import io.github.polystill.distillation.ResponsesFormat.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a file of {@link ResponsesFormat}. */
final class ResponsesReader {
  /** How near a probability comes to 0 and 1, of which logits are infinite; Keras' epsilon. */
  private static final double LEAST = 1e-7;

  /** A number as people write it; Java's parser takes NaN, 0x1p3 and 1f too. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");

  private static final ObjectReader JSON =
      RecordsJson.mapper().reader().with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final InputStream content;
  private final String file;
  private final LabelSet labels;
  private final Set<String> documents;
  private final Map<String, Long> lineOfId = new LinkedHashMap<>();
  private final List<float[]> rows = new ArrayList<>();
  private boolean hasLogits;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  ResponsesReader(InputStream content, String file, Corpus corpus) {
    this.content = content;
    this.file = file;
    this.labels = corpus.labels();
    this.documents = corpus.documents().stream().map(Document::id).collect(Collectors.toSet());
  }

  /** A column of CSV. */
  private record Column(int label, Scale scale) {}

  Responses read() throws IOException {
    FileType type =
        CorpusFormat.typeByName(file)
            .orElseThrow(
                () ->
                    InvalidInputException.of(
                        "%s: is no file of answers by its name; give CSV or JSON Lines, as .csv or"
                            + " .jsonl",
                        file));
    if (type == FileType.JSONL) {
      readLines();
    } else {
      readRows(type == FileType.TSV ? '\t' : ',');
    }
    if (rows.isEmpty()) {
      throw InvalidInputException.of("%s: has no answers; give some for each document", file);
    }
    if (hasLogits && (least >= 0 || greatest <= 0)) {
      throw InvalidInputException.of(
          "%s: its logits are all on one side of 0 (%s to %s), as a teacher's are not; if they are"
              + " probabilities, call them so",
          file, least, greatest);
    }
    return Responses.of(
        List.copyOf(lineOfId.keySet()), labels.names(), rows.toArray(float[][]::new));
  }

  private void readRows(char delimiter) throws IOException {
    try (DelimitedRows csv = DelimitedRows.open(content, file, delimiter)) {
      List<String> header = csv.header();
      int id = header.indexOf(ResponsesFormat.ID);
      if (id < 0) {
        throw at(csv.headerLine(), "the header has no column id; add it");
      }
      Map<Integer, Column> columns = columns(header, id, csv.headerLine());
      for (var row = csv.next(); row.isPresent(); row = csv.next()) {
        long line = row.get().line();
        float[] logits = begin(row.get().cells().get(id).strip(), line);
        for (Map.Entry<Integer, Column> column : columns.entrySet()) {
          String cell = row.get().cells().get(column.getKey()).strip();
          if (!NUMBER.matcher(cell).matches()) {
            throw at(line, "\"%s\" is no number", cell);
          }
          int label = column.getValue().label();
          logits[label] = logit(Double.parseDouble(cell), label, column.getValue().scale(), line);
        }
      }
    }
  }

  /** The columns of labels, of each label one. */
  private Map<Integer, Column> columns(List<String> header, int id, long line) {
    Map<Integer, Column> columns = new LinkedHashMap<>();
    Map<Integer, String> named = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (i != id) {
        Scale scale =
            Arrays.stream(Scale.values())
                .filter(it -> name.endsWith(it.suffix()))
                .findFirst()
                .orElseThrow(
                    () ->
                        at(
                            line,
                            "the column \"%s\" does not say what it holds; name it LABEL:probability"
                                + " or LABEL:logit",
                            name));
        int label = label(name.substring(0, name.length() - scale.suffix().length()), line);
        if (named.put(label, name) != null) {
          throw at(line, "the label \"%s\" has two columns; take one out", labels.name(label));
        }
        columns.put(i, new Column(label, scale));
      }
    }
    for (int label = 0; label < labels.size(); label++) {
      requireAnswer(named.containsKey(label), label, line);
    }
    return columns;
  }

  private void readLines() throws IOException {
    try (Utf8Lines lines = Utf8Lines.ofStream(content)) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get().damage().isPresent()) {
          throw at(line.get().number(), "%s", line.get().damage().get());
        }
        if (!line.get().text().isBlank()) {
          readObject(line.get());
        }
      }
    }
  }

  private void readObject(Utf8Lines.Line line) {
    JsonNode object;
    try {
      object = JSON.readTree(line.text());
    } catch (JsonProcessingException e) {
      throw at(
          line.number(),
          "no JSON at column %d; every line must be an object such as {\"id\": \"1\","
              + " \"probabilities\": {\"LABEL\": 0.9, ...}}",
          e.getLocation() == null ? 1 : e.getLocation().getColumnNr());
    }
    JsonNode id = object.path(ResponsesFormat.ID);
    if (!id.isTextual() && !id.isIntegralNumber()) {
      throw at(line.number(), "has no id; give that of the document");
    }
    List<Scale> scales =
        Arrays.stream(Scale.values()).filter(it -> object.path(it.key()).isObject()).toList();
    if (scales.size() != 1) {
      throw at(
          line.number(),
          "must have either \"probabilities\" or \"logits\", an object with a number for each label");
    }
    float[] logits = begin(id.asText(), line.number());
    JsonNode answers = object.get(scales.get(0).key());
    for (Map.Entry<String, JsonNode> answer : answers.properties()) {
      int label = label(answer.getKey(), line.number());
      if (!answer.getValue().isNumber()) {
        throw at(line.number(), "\"%s\" is no number", answer.getValue().asText());
      }
      double value = answer.getValue().doubleValue();
      logits[label] = logit(value, label, scales.get(0), line.number());
    }
    for (int label = 0; label < labels.size(); label++) {
      requireAnswer(answers.has(labels.name(label)), label, line.number());
    }
  }

  private float[] begin(String id, long line) {
    if (!documents.contains(id)) {
      throw at(line, "the corpus has no document \"%s\"; take the line out", id);
    }
    Long before = lineOfId.putIfAbsent(id, line);
    if (before != null) {
      throw at(line, "the document \"%s\" is answered on line %d already; keep one", id, before);
    }
    float[] logits = new float[labels.size()];
    rows.add(logits);
    return logits;
  }

  private int label(String name, long line) {
    return labels
        .indexOf(name)
        .orElseThrow(
            () ->
                at(
                    line,
                    "\"%s\" is none of the corpus' labels%s",
                    name,
                    NearestName.hint(labels.names(), name)));
  }

  private void requireAnswer(boolean isThere, int label, long line) {
    if (!isThere) {
      throw at(line, "has no answer for the label \"%s\"; add it", labels.name(label));
    }
  }

  private float logit(double value, int label, Scale scale, long line) {
    if (scale == Scale.PROBABILITY) {
      if (!(value >= 0 && value <= 1)) {
        throw at(
            line,
            "the probability of \"%s\" is %s; it must be from 0 to 1, or be called a logit",
            labels.name(label),
            value);
      }
      double inside = Math.min(1 - LEAST, Math.max(LEAST, value));
      return (float) (StrictMath.log(inside) - StrictMath.log1p(-inside));
    }
    float logit = (float) value;
    if (!Float.isFinite(logit)) {
      throw at(line, "the logit of \"%s\" is %s; it must be finite", labels.name(label), value);
    }
    hasLogits = true;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    return logit;
  }

  private InvalidInputException at(long line, String problem, Object... arguments) {
    return new InvalidInputException(
        file + ":" + line + ": " + String.format(Locale.ROOT, problem, arguments));
  }
}
