package io.github.polystill.corpora.synthetic;

import java.util.ArrayList;
import java.util.List;

/**
 * One section of a resource file: a header line {@code @kind argument ...} and the lines below it.
 * Blank lines and lines that start with {@code #} are left out.
 *
 * @param source the header's file and line, as {@code file:line}
 * @param kind first word of the header
 * @param arguments the header's other words
 * @param lines never empty
 */
record Section(String source, String kind, List<String> arguments, List<Line> lines) {
  Section {
    arguments = List.copyOf(arguments);
    lines = List.copyOf(lines);
  }

  /**
   * A line of a section.
   *
   * @param source file and line, as {@code file:line}
   */
  record Line(String source, String text) {}

  /**
   * Reads the sections of a file in their order.
   *
   * @throws IllegalArgumentException naming file and line, for text before the first header, a
   *     header without a kind, an empty section, and lines with blanks at either end
   */
  static List<Section> parse(String file, String content) {
    List<Section> sections = new ArrayList<>();
    String header = null;
    String headerSource = "";
    List<Line> lines = new ArrayList<>();
    String[] all = content.split("\n", -1);
    for (int i = 0; i < all.length; i++) {
      String text = all[i];
      String source = file + ":" + (i + 1);
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      require(text.equals(text.strip()), source, "blanks at the start or end of the line");
      if (text.startsWith("@")) {
        if (header != null) {
          sections.add(section(header, headerSource, lines));
        }
        header = text;
        headerSource = source;
        lines = new ArrayList<>();
      } else {
        require(header != null, source, "text before the first @header");
        lines.add(new Line(source, text));
      }
    }
    if (header != null) {
      sections.add(section(header, headerSource, lines));
    }
    return sections;
  }

  private static Section section(String header, String source, List<Line> lines) {
    List<String> words = List.of(header.substring(1).split(" ", -1));
    require(words.stream().noneMatch(String::isEmpty), source, "header without a kind: " + header);
    require(!lines.isEmpty(), source, "empty section: " + header);
    return new Section(source, words.get(0), words.subList(1, words.size()), lines);
  }

  /** The header's arguments, of which there must be {@code count}. */
  List<String> arguments(int count) {
    require(
        arguments.size() == count,
        source,
        "@" + kind + " takes " + count + " arguments, got " + arguments);
    return arguments;
  }

  static void require(boolean condition, String source, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(source + ": " + problem);
    }
  }
}
