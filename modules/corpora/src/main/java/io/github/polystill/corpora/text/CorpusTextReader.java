package io.github.polystill.corpora.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.Utf8Lines;
import io.github.polystill.data.text.TextReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Texts of a corpus in JSON Lines, line by line: such files may be larger than memory. */
final class CorpusTextReader implements TextReader {
  private final Path file;
  private final String field;
  private final CompressedFile stored;
  private final Utf8Lines lines;
  private final Deque<String> pending = new ArrayDeque<>();
  private Optional<Utf8Lines.Line> begun = Optional.empty();
  private final ObjectReader json =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private CorpusTextReader(Path file, String field) throws IOException {
    this.file = file;
    this.field = field;
    this.stored = CompressedFile.open(file);
    this.lines = Utf8Lines.ofRecords(stored);
  }

  /** Opens a corpus; those of other forms are read whole, exports in JSON Lines among them. */
  static TextReader open(Path file, String field) throws IOException {
    if (CorpusReader.recognise(file, field).orElse(FileType.JSONL) == FileType.JSONL) {
      CorpusTextReader reader = new CorpusTextReader(file, field);
      if (reader.beginsWithAText()) {
        return reader;
      }
      reader.close();
    }
    CorpusFormat format = CorpusFormat.defaults().withText(field);
    return new WholeTextReader(CorpusReader.readTexts(file, format), Files.size(file));
  }

  private boolean beginsWithAText() throws IOException {
    do {
      begun = lines.next();
    } while (begun.isPresent() && begun.get().isBlank());
    try {
      return begun.isPresent()
          && json.<JsonNode>readValue(begun.get().text()).path(field).isTextual();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  @Override
  public String next() throws IOException {
    while (pending.isEmpty()) {
      Optional<Utf8Lines.Line> line = begun.isPresent() ? begun : lines.next();
      begun = Optional.empty();
      if (line.isEmpty()) {
        return null;
      }
      if (!line.get().isBlank()) {
        text(line.get()).lines().filter(it -> !it.isBlank()).forEach(pending::add);
      }
    }
    return pending.remove();
  }

  private String text(Utf8Lines.Line line) throws IOException {
    if (line.damage().isPresent()) {
      throw wrong(line, line.damage().get());
    }
    JsonNode node;
    try {
      node = json.readValue(line.text());
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw wrong(
          line,
          "malformed JSON at column " + column + "; every line must be one whole JSON object");
    }
    JsonNode text = node.get(field);
    if (text == null || !text.isTextual()) {
      throw wrong(
          line,
          "no object with a string in the field \""
              + field
              + "\"; set vectors.train.textField to the field of the text");
    }
    return text.asText();
  }

  private InvalidInputException wrong(Utf8Lines.Line line, String problem) throws IOException {
    stored.requireUndamaged();
    return new InvalidInputException(file + ":" + line.number() + ": " + problem);
  }

  @Override
  public long bytesRead() {
    return stored.bytesRead();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
