package io.github.polystill.data.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A document on one line, without quotes: fastText's, or LibMultiLabel's.
 *
 * @param id of LibMultiLabel, where it is there
 * @param labels as they stand, possibly twice
 * @param text possibly blank
 */
public record PlainLine(Optional<String> id, List<String> labels, String text) {
  static final String LABEL_PREFIX = "__label__";

  /** What fastText takes for white space. */
  private static final Pattern BLANKS = Pattern.compile("[ \t\u000B\f\0]+");

  public PlainLine {
    labels = List.copyOf(labels);
  }

  /**
   * A line of fastText, which takes every word that begins with {@code __label__} for a label,
   * wherever it stands.
   */
  public static PlainLine ofFastText(String line) {
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
    return new PlainLine(Optional.empty(), labels, rest);
  }

  /**
   * A line of LibMultiLabel: labels with blanks between them, a tab and the text, or before that an
   * id and a tab; empty where it has fewer or more cells.
   */
  public static Optional<PlainLine> ofLibMultiLabel(String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length != 2 && cells.length != 3) {
      return Optional.empty();
    }
    List<String> labels =
        Arrays.stream(cells[cells.length - 2].strip().split("\\s+"))
            .filter(label -> !label.isEmpty())
            .toList();
    return Optional.of(
        new PlainLine(
            cells.length == 3 ? Optional.of(cells[0].strip()) : Optional.empty(),
            labels,
            cells[cells.length - 1]));
  }
}
