package io.github.polystill.evaluation;

import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads one file of {@link PredictionsCsv} and knows the line that it is at. */
final class PredictionsCsvReader {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Path file;
  private final List<String> ids = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final List<boolean[]> truth = new ArrayList<>();
  private final List<float[]> probabilities = new ArrayList<>();

  /** First line of the record at hand; a quoted value may hold line feeds. */
  private long line = 1;

  PredictionsCsvReader(Path file) {
    this.file = file;
  }

  Predictions read() throws IOException {
    InputFile.requireRegular(file);
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      skipByteOrderMark(reader);
      try (CSVParser parser = CSVParser.parse(reader, PredictionsCsv.FORMAT)) {
        return read(parser);
      }
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": no such file; give a predictions CSV of a run", e);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    } catch (CharacterCodingException | CSVException e) {
      throw unreadable(e);
    }
  }

  private Predictions read(CSVParser parser) {
    Iterator<CSVRecord> records = parser.iterator();
    if (!records.hasNext()) {
      throw invalid("is empty; expected the header id,<label>:true,<label>:probability,...");
    }
    LabelSet labels = labels(records.next());
    line = parser.getCurrentLineNumber() + 1;
    while (records.hasNext()) {
      CSVRecord row = records.next();
      if (!isBlankLine(row)) {
        add(row, labels);
      }
      line = parser.getCurrentLineNumber() + 1;
    }
    return new Predictions(
        labels,
        List.copyOf(ids),
        truth.toArray(boolean[][]::new),
        probabilities.toArray(float[][]::new));
  }

  private LabelSet labels(CSVRecord header) {
    if (!header.get(0).equals(PredictionsCsv.ID) || header.size() % 2 == 0) {
      throw invalid("expected the header id,<label>:true,<label>:probability,...");
    }
    List<String> names = new ArrayList<>();
    for (int column = 1; column < header.size(); column += 2) {
      String name = without(PredictionsCsv.TRUE, header.get(column));
      if (!without(PredictionsCsv.PROBABILITY, header.get(column + 1)).equals(name)) {
        throw invalid(
            "column \"%s\" must be followed by \"%s%s\"",
            header.get(column), name, PredictionsCsv.PROBABILITY);
      }
      if (names.contains(name)) {
        throw invalid("label \"%s\" occurs twice; keep one", name);
      }
      names.add(name);
    }
    return LabelSet.of(names);
  }

  private String without(String suffix, String column) {
    if (!column.endsWith(suffix)) {
      throw invalid("column \"%s\" must end in \"%s\"", column, suffix);
    }
    return column.substring(0, column.length() - suffix.length());
  }

  // The parser could skip these itself, but then the line of the next record would be wrong.
  private static boolean isBlankLine(CSVRecord row) {
    return row.size() == 1 && row.get(0).isEmpty();
  }

  private void add(CSVRecord row, LabelSet labels) {
    int columns = 1 + 2 * labels.size();
    if (row.size() != columns) {
      throw invalid("%d columns where the header has %d", row.size(), columns);
    }
    if (!seen.add(row.get(0))) {
      throw invalid("document \"%s\" occurs twice; keep one", row.get(0));
    }
    boolean[] rowTruth = new boolean[labels.size()];
    float[] rowProbabilities = new float[labels.size()];
    for (int j = 0; j < labels.size(); j++) {
      rowTruth[j] = truth(row.get(1 + 2 * j), labels.name(j));
      rowProbabilities[j] = probability(row.get(2 + 2 * j), labels.name(j));
    }
    ids.add(row.get(0));
    truth.add(rowTruth);
    probabilities.add(rowProbabilities);
  }

  private boolean truth(String value, String label) {
    return switch (value) {
      case "0" -> false;
      case "1" -> true;
      default -> throw invalid("label \"%s\": true is \"%s\", must be 0 or 1", label, value);
    };
  }

  private float probability(String value, String label) {
    float probability;
    try {
      probability = Float.parseFloat(value);
    } catch (NumberFormatException e) {
      probability = Float.NaN;
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw invalid("label \"%s\": probability is \"%s\", must be a number in 0..1", label, value);
    }
    return probability;
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // @FormatMethod would be a dependency for one method
  private InvalidInputException invalid(String what, Object... parts) {
    return new InvalidInputException(
        file + ":" + line + ": " + String.format(Locale.ROOT, what, parts));
  }

  private InvalidInputException unreadable(IOException cause) {
    String what =
        cause instanceof CharacterCodingException ? "is not UTF-8" : "is not CSV as in RFC 4180";
    return InvalidInputException.of(
        cause, "%s:%d: %s from here on; write the file again", file, line, what);
  }
}
