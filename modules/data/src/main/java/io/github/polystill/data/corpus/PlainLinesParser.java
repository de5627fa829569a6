package io.github.polystill.data.corpus;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Documents of one {@link PlainLine} each, without header; those of LibMultiLabel have an id in all
 * lines or in none. Blank lines are ignored.
 */
final class PlainLinesParser {
  private final CorpusFormat format;
  private final DocumentCollector collector;
  private int cells;
  private boolean anyLabel;

  /**
   * A parser for one file.
   *
   * @throws InvalidInputException where a field is asked for that such lines have not
   */
  PlainLinesParser(CorpusFormat format, DocumentCollector collector) {
    this.format = format;
    this.collector = collector;
    Optional<String> asked =
        format
            .part()
            .map(field -> field.kind().key())
            .or(() -> format.groupIsOptional() ? Optional.empty() : Optional.of("corpus.group"));
    if (asked.isPresent()) {
      throw InvalidInputException.of(
          "%s names a field, but lines of fastText and LibMultiLabel have none; write the corpus as"
              + " JSON Lines or CSV",
          asked.get());
    }
  }

  void parse(Utf8Lines lines, FileType type) throws IOException {
    for (Optional<Utf8Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (line.get().isBlank()) {
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
    if (type == FileType.FASTTEXT
        && !anyLabel
        && collector.hasRecords()
        && !collector.textsOnly()) {
      collector.rejectFile(
          1,
          "no line has a label that begins with %s, so the file is not fastText's; give the format"
              + " that it has, or a file with labels",
          PlainLine.LABEL_PREFIX);
    }
  }

  private void libMultiLabel(String line) {
    List<String> parts = Stream.of(line.split("\t", -1)).map(LabelName::strip).toList();
    int count = parts.size();
    if (cells == 0 && parts.contains(format.text()) && parts.contains(format.labels())) {
      collector.leaveOut();
      collector.rejectFile(
          collector.line(), "is a header, which LibMultiLabel's files have not; the format is tsv");
      return;
    }
    cells = cells == 0 ? count : cells;
    Optional<PlainLine> read = PlainLine.ofLibMultiLabel(line);
    if (read.isEmpty()) {
      collector.reject(
          "has %s cells between tabs; LibMultiLabel has two (labels, text) or three (id, labels,"
              + " text)",
          count);
    } else if (count != cells) {
      collector.reject(
          "has %s cells between tabs but the first line has %s; give all lines an id or none",
          count, cells);
    } else {
      end(read.get());
    }
  }

  private void end(PlainLine line) {
    anyLabel |= !line.labels().isEmpty();
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
