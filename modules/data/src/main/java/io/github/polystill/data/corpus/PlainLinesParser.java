package io.github.polystill.data.corpus;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.IOException;
import java.util.Optional;

/**
 * Documents of one {@link PlainLine} each, without header; those of LibMultiLabel have an id in all
 * lines or in none. Blank lines are ignored.
 */
final class PlainLinesParser {
  private final DocumentCollector collector;
  private int cells;

  /**
   * A parser for one file.
   *
   * @throws InvalidInputException where a field is asked for that such lines have not
   */
  PlainLinesParser(CorpusFormat format, DocumentCollector collector) {
    this.collector = collector;
    Optional<String> asked =
        format
            .part()
            .map(field -> field.kind().key())
            .or(() -> format.groupIsOptional() ? Optional.empty() : Optional.of("corpus.group"));
    if (asked.isPresent()) {
      throw new InvalidInputException(
          asked.get()
              + " names a field, but lines of fastText and LibMultiLabel have none; write the corpus"
              + " as JSON Lines or CSV");
    }
  }

  void parse(Utf8Lines lines, FileType type) throws IOException {
    for (Optional<Utf8Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (line.get().text().isBlank()) {
        continue;
      }
      collector.begin(line.get().number());
      if (line.get().damage().isPresent()) {
        collector.reject(line.get().damage().get());
      } else if (type == FileType.FASTTEXT) {
        end(PlainLine.ofFastText(line.get().text()));
      } else {
        libMultiLabel(line.get().text());
      }
    }
  }

  private void libMultiLabel(String line) {
    int count = line.split("\t", -1).length;
    cells = cells == 0 ? count : cells;
    Optional<PlainLine> read = PlainLine.ofLibMultiLabel(line);
    if (read.isEmpty()) {
      collector.reject(
          "has "
              + count
              + " cells between tabs; LibMultiLabel has two (labels, text) or three (id, labels,"
              + " text)");
    } else if (count != cells) {
      collector.reject(
          "has "
              + count
              + " cells between tabs but the first line has "
              + cells
              + "; give all lines an id or none");
    } else {
      end(read.get());
    }
  }

  private void end(PlainLine line) {
    if (line.id().isEmpty()) {
      collector.lacksId("the line has no id");
    }
    collector.end(
        line.id(),
        Optional.of(line.text()),
        Optional.of(line.labels()),
        Optional.empty(),
        Optional.empty());
  }
}
