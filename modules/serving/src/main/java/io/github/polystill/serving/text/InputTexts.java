package io.github.polystill.serving.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.Utf8Lines;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Texts of a stream, one line each, read as they are needed. */
public final class InputTexts implements Closeable {
  /** Bytes of the longest line that is taken for a text. */
  static final int LONGEST_LINE = 4 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String name;
  private final InputFormat format;
  private final Utf8Lines lines;

  private InputTexts(String name, InputFormat format, Utf8Lines lines) {
    this.name = name;
    this.format = format;
    this.lines = lines;
  }

  /**
   * Opens a stream, which is closed with this.
   *
   * @param name for errors
   */
  public static InputTexts open(InputStream in, String name, InputFormat format)
      throws IOException {
    return new InputTexts(name, format, Utf8Lines.notLongerThan(in, LONGEST_LINE));
  }

  /**
   * The next text; empty at the end.
   *
   * @throws InvalidInputException where a line is too long, no UTF-8, or no JSON object with a text
   */
  public Optional<InputText> next() throws IOException {
    for (Optional<Utf8Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      Utf8Lines.Line found = line.get();
      if (found.damage().isPresent()) {
        throw at(found, found.damage().get());
      }
      if (!found.text().isBlank()) {
        return Optional.of(
            format == InputFormat.JSONL
                ? parse(found)
                : new InputText(found.text(), name, found.number(), Optional.empty()));
      }
    }
    return Optional.empty();
  }

  private InputText parse(Utf8Lines.Line line) {
    JsonNode node;
    try {
      node = JSON.readTree(line.text());
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw at(
          line,
          "no JSON at column "
              + column
              + "; every line must be an object such as {\"text\": \"...\"}");
    }
    if (!node.path("text").isTextual()) {
      throw at(line, "has no string in the field \"text\"; put the text to classify there");
    }
    if (node.path("text").textValue().isBlank()) {
      throw at(line, "the text is blank; leave the line out");
    }
    return new InputText(
        node.path("text").textValue(), name, line.number(), Optional.ofNullable(node.get("id")));
  }

  private InvalidInputException at(Utf8Lines.Line line, String problem) {
    return new InvalidInputException(name + ":" + line.number() + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
