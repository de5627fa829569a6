package io.github.polystill.data.corpus;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Documents of one line each, without quotes or header: fastText's, or LibMultiLabel's.
 *
 * <p>fastText takes every word that begins with {@code __label__} for a label, wherever it stands.
 * LibMultiLabel has labels with blanks between them, a tab and the text, or before that an id and a
 * tab, in all lines alike. Blank lines are ignored.
 */
final class PlainLinesParser {
  static final String LABEL_PREFIX = "__label__";

  /** What fastText takes for white space. */
  private static final Pattern BLANKS = Pattern.compile("[ \t\u000B\f\0]+");

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
        fastText(line.get().text());
      } else {
        libMultiLabel(line.get().text());
      }
    }
  }

  private void fastText(String line) {
    List<String> labels = new ArrayList<>();
    String rest = line.strip();
    while (rest.startsWith(LABEL_PREFIX)) {
      String[] parts = BLANKS.split(rest, 2);
      labels.add(parts[0].substring(LABEL_PREFIX.length()));
      rest = parts.length == 1 ? "" : parts[1].strip();
    }
    if (rest.contains(LABEL_PREFIX)) {
      List<String> words = new ArrayList<>();
      for (String word : BLANKS.split(rest, -1)) {
        boolean label = word.startsWith(LABEL_PREFIX);
        (label ? labels : words).add(label ? word.substring(LABEL_PREFIX.length()) : word);
      }
      rest = String.join(" ", words);
    }
    collector.lacksId("fastText has no ids");
    collector.end(
        Optional.empty(),
        Optional.of(rest),
        Optional.of(labels),
        Optional.empty(),
        Optional.empty());
  }

  private void libMultiLabel(String line) {
    String[] parts = line.split("\t", -1);
    if (parts.length != 2 && parts.length != 3) {
      collector.reject(
          "has "
              + parts.length
              + " cells between tabs; LibMultiLabel has two (labels, text) or three (id, labels,"
              + " text)");
      return;
    }
    cells = cells == 0 ? parts.length : cells;
    if (parts.length != cells) {
      collector.reject(
          "has "
              + parts.length
              + " cells between tabs but the first line has "
              + cells
              + "; give all lines an id or none");
      return;
    }
    if (parts.length == 2) {
      collector.lacksId("the line has no id");
    }
    List<String> labels =
        Arrays.stream(parts[parts.length - 2].strip().split("\\s+"))
            .filter(label -> !label.isEmpty())
            .toList();
    collector.end(
        parts.length == 3 ? Optional.of(parts[0].strip()) : Optional.empty(),
        Optional.of(parts[parts.length - 1]),
        Optional.of(labels),
        Optional.empty(),
        Optional.empty());
  }
}
