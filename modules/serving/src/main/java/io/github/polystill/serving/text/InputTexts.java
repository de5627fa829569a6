package io.github.polystill.serving.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.NearestName;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.DelimitedRows;
import io.github.polystill.data.corpus.PlainLine;
import io.github.polystill.data.corpus.Utf8Lines;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Texts of a stream, read as they are needed. */
public final class InputTexts implements Closeable {
  private static final String ID = "id";

  /** White space that may stand before an array. */
  private static final int LONGEST_START = 1 << 10;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Of an array: more follows, its other elements. */
  private static final ObjectReader ELEMENT =
      JSON.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Where the records of a file have what is read of them.
   *
   * @param text field or column of the text
   * @param id that of the id; where it is not given, "id" if there is one
   */
  public record Fields(String text, Optional<String> id) {}

  private final String name;
  private final Fields fields;
  private final TextStream.Source source;
  private final Closeable stream;

  /** Elements of an array that have begun. */
  private long elements;

  private InputTexts(InputStream in, String name, InputFormat format, Fields fields)
      throws IOException {
    this.name = name;
    this.fields = fields;
    if (format == InputFormat.CSV || format == InputFormat.TSV) {
      char delimiter = format == InputFormat.CSV ? ',' : '\t';
      DelimitedRows rows = DelimitedRows.open(in, name, delimiter);
      stream = rows;
      source = ofRows(rows);
      return;
    }
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    if (format == InputFormat.JSONL && isArray(buffered)) {
      JsonParser parser = JSON.createParser(buffered);
      stream = parser;
      source = () -> ofArray(parser);
    } else {
      Utf8Lines lines = Utf8Lines.ofStream(buffered);
      stream = lines;
      source = () -> ofLines(lines, format);
    }
  }

  /**
   * Opens a stream, which is closed with this.
   *
   * @param name for errors
   * @param fields of records; lines have none
   * @throws InvalidInputException where a table has no header, or not these columns
   */
  public static InputTexts open(InputStream in, String name, InputFormat format, Fields fields)
      throws IOException {
    try {
      return new InputTexts(in, name, format, fields);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The next text; empty at the end.
   *
   * @throws InvalidInputException where a line is too long, no UTF-8, or no record with a text
   */
  public Optional<InputText> next() throws IOException {
    return source.next();
  }

  private Optional<InputText> ofLines(Utf8Lines lines, InputFormat format) throws IOException {
    for (Optional<Utf8Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      Utf8Lines.Line found = line.get();
      if (found.damage().isPresent()) {
        throw at(found.number(), found.damage().get());
      }
      if (!found.text().isBlank()) {
        return Optional.of(ofLine(found, format));
      }
    }
    return Optional.empty();
  }

  private InputText ofLine(Utf8Lines.Line line, InputFormat format) {
    return switch (format) {
      case JSONL -> ofObject(parse(line), line.number());
      case FASTTEXT ->
          text(PlainLine.ofFastText(line.text()).text(), line.number(), Optional.empty());
      case LIBMULTILABEL -> {
        PlainLine read =
            PlainLine.ofLibMultiLabel(line.text())
                .orElseThrow(
                    () ->
                        at(
                            line.number(),
                            "must have two cells with a tab between them (labels, text) or three"
                                + " (id, labels, text), as LibMultiLabel's; or read it with `format: lines`"));
        yield text(read.text(), line.number(), read.id().map(TextNode::new));
      }
      case LINES, CSV, TSV -> new InputText(line.text(), name, line.number(), Optional.empty());
    };
  }

  private JsonNode parse(Utf8Lines.Line line) {
    try {
      return JSON.readTree(line.text());
    } catch (JsonProcessingException e) {
      throw noJson(e, line.number(), "every line must be an object such as {\"text\": \"...\"}");
    }
  }

  private InputText ofObject(JsonNode object, long line) {
    JsonNode text = object.path(fields.text());
    if (!text.isTextual() && CorpusReader.isOfLabelStudio(object)) {
      throw inRecord(
          line,
          "is of an export of Label Studio; make a corpus of it with polystill corpus import label-studio");
    }
    if (!text.isTextual()) {
      throw inRecord(
          line,
          "has no string in the field \"%s\"; put the text to classify there, or name its field with `textField`",
          fields.text());
    }
    JsonNode id = object.get(fields.id().orElse(ID));
    if (id == null && fields.id().isPresent()) {
      throw inRecord(line, "has no field \"%s\"; correct `idField`", fields.id().get());
    }
    return text(text.textValue(), line, Optional.ofNullable(id));
  }

  private InputText text(String text, long line, Optional<JsonNode> id) {
    if (text.isBlank()) {
      throw inRecord(line, "the text is blank; leave it out");
    }
    return new InputText(text, name, line, elements, id);
  }

  private static boolean isArray(BufferedInputStream in) throws IOException {
    in.mark(LONGEST_START);
    byte[] start = in.readNBytes(LONGEST_START);
    in.reset();
    int i = start.length > 2 && (start[0] & 0xFF) == 0xEF ? 3 : 0; // a byte order mark
    while (i < start.length && Character.isWhitespace(start[i])) {
      i++;
    }
    return i < start.length && start[i] == '[';
  }

  private Optional<InputText> ofArray(JsonParser parser) throws IOException {
    try {
      if (elements == 0) {
        parser.nextToken(); // the bracket
      }
      JsonToken token = parser.nextToken();
      if (token == JsonToken.END_ARRAY) {
        if (parser.nextToken() != null) {
          throw at(
              parser.currentLocation().getLineNr(), "more follows behind the array; remove it");
        }
        return Optional.empty();
      }
      long line = parser.currentTokenLocation().getLineNr();
      elements++;
      JsonNode object = ELEMENT.readValue(parser);
      return Optional.of(ofObject(object, line));
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw noJson(e, line, "the array must be of objects such as {\"text\": \"...\"}");
    }
  }

  private InvalidInputException noJson(JsonProcessingException e, long line, String remedy) {
    int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
    return at(line, "no JSON at column %d; %s", column, remedy);
  }

  private TextStream.Source ofRows(DelimitedRows rows) {
    int text = column(rows, fields.text(), "textField");
    int id =
        fields.id().isPresent() || rows.header().contains(ID)
            ? column(rows, fields.id().orElse(ID), "idField")
            : -1;
    return () -> {
      Optional<DelimitedRows.Row> row = rows.next();
      return row.map(
          it ->
              text(
                  it.cells().get(text),
                  it.line(),
                  id < 0
                      ? Optional.empty()
                      : Optional.of(new TextNode(it.cells().get(id).strip()))));
    };
  }

  private int column(DelimitedRows rows, String wanted, String parameter) {
    List<String> header = rows.header();
    int times = Collections.frequency(header, wanted);
    if (times == 0) {
      throw at(
          rows.headerLine(),
          "the header has no column \"%s\"%s; name the right one with `%s`",
          wanted,
          NearestName.hint(header, wanted),
          parameter);
    }
    if (times > 1) {
      throw at(
          rows.headerLine(),
          "the header has the column \"%s\" twice; rename or remove one",
          wanted);
    }
    return header.indexOf(wanted);
  }

  private InvalidInputException at(long line, String problem, Object... arguments) {
    return invalid(InputText.place(name, line, 0), problem, arguments);
  }

  /** The same of a whole record, which in an array has a number. */
  private InvalidInputException inRecord(long line, String problem, Object... arguments) {
    return invalid(InputText.place(name, line, elements), problem, arguments);
  }

  private static InvalidInputException invalid(String place, String problem, Object... arguments) {
    return new InvalidInputException(
        place + (arguments.length == 0 ? problem : String.format(Locale.ROOT, problem, arguments)));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
