package io.github.polystill.data.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.polystill.data.Excerpt;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Documents from JSON objects: one per line, blank lines ignored, or those of one array. */
final class JsonParser {
  private static final int LONGEST_REASON = 160;
  private static final String ONE_PER_LINE = "every line must be one whole JSON object";

  private final DocumentCollector collector;
  private final RecordReader records;
  private final JsonMapper mapper =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private final ObjectReader wholeLine =
      mapper.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  JsonParser(CorpusFormat format, DocumentCollector collector) {
    this.collector = collector;
    this.records = new RecordReader(format, collector);
  }

  void parseLines(Utf8Lines lines) throws IOException {
    for (Optional<Utf8Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!line.get().isBlank()) {
        collector.begin(line.get().number());
        parseLine(line.get());
      }
    }
    records.finish();
  }

  private void parseLine(Utf8Lines.Line line) throws IOException {
    if (line.damage().isPresent()) {
      collector.reject(line.damage().get());
      return;
    }
    try {
      records.read(
          wholeLine.readValue(line.text()),
          "; JSON Lines have one object per line (an array is taken apart by: jq -c '.[]')");
    } catch (JsonProcessingException e) {
      collector.reject(malformed(e, ONE_PER_LINE));
    }
  }

  void parseArray(Utf8Lines lines) throws IOException {
    TrackedReader reader = new TrackedReader(lines);
    try (com.fasterxml.jackson.core.JsonParser json = mapper.createParser(reader)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        collector.rejectFile(
            1, "does not begin with [; corpus.format: json is an array of objects, jsonl is lines");
        return;
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        long line = json.currentTokenLocation().getLineNr();
        JsonNode node = json.readValueAsTree();
        collector.beginElement(line);
        Optional<String> damage = reader.damageOf(line, json.currentLocation().getLineNr());
        if (damage.isPresent()) {
          collector.reject(damage.get());
        } else {
          records.read(node, "; the array must hold objects");
        }
      }
      if (json.nextToken() != null) {
        collector.rejectFile(
            json.currentTokenLocation().getLineNr(),
            "more follows after the array; remove it, or put one array into each file");
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      collector.rejectFile(
          line, malformed(e, "the file must be one JSON array. Nothing after this was read"));
      return;
    }
    records.finish();
  }

  private static String malformed(JsonProcessingException e, String rule) {
    // The only mismatch with a tree is a second value on the line.
    String reason =
        e instanceof MismatchedInputException
            ? "more follows after the first value"
            : e.getOriginalMessage().replaceAll("\\s+", " ");
    // Jackson appends where an object began, which the line says already.
    int detail = reason.indexOf(" (start marker at");
    String shown = Excerpt.of(detail > 0 ? reason.substring(0, detail) : reason, LONGEST_REASON);
    int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
    return String.format(Locale.ROOT, "malformed JSON at column %d: %s; %s", column, shown, rule);
  }
}
