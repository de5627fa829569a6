package io.github.polystill.corpora.wiki;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Running text of wikitext: without templates, tables, references, files, categories, headings and
 * all other markup. Takes time in proportion to the text, whatever the text is. What a line is, a
 * heading, an item or a row, is decided by what MediaWiki finds at its beginning, and not by what
 * is left there once markup is gone. Markup that is not closed stays as text, except for comments,
 * rows of tables and targets of links.
 */
public final class WikitextCleaner {
  /**
   * Raised whenever other text comes out, so that what was made of the text before is made anew.
   */
  public static final String VERSION = "2";

  private static final String LIST = "*#:;";
  private static final String ROW = "|!" + WikitextScanner.TABLE;
  private static final Pattern HEADING = Pattern.compile("=.+=\\s*", Pattern.DOTALL);
  private static final Pattern RULE = Pattern.compile("^-{4,}");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cs}]+");

  private final WikiNamespaces namespaces;
  private final ChineseVariant variant;

  private WikitextCleaner(WikiNamespaces namespaces, ChineseVariant variant) {
    this.namespaces = namespaces;
    this.variant = variant;
  }

  /** Leaves characters as they are, and reads the Simplified form of variant markup. */
  public static WikitextCleaner simplified(WikiNamespaces namespaces) {
    return new WikitextCleaner(namespaces, ChineseVariant.SIMPLIFIED);
  }

  /** Converts text to the Traditional characters of Taiwan, as variant markup asks for. */
  public static WikitextCleaner traditional(WikiNamespaces namespaces) {
    return new WikitextCleaner(namespaces, ChineseVariant.TRADITIONAL);
  }

  /** Paragraphs in order, none blank, white space reduced to single spaces. */
  public List<String> paragraphs(String wikitext) {
    WikitextScanner scanner = new WikitextScanner(wikitext, namespaces, variant);
    List<Line> lines = scanner.text().lines().map(Line::of).toList();
    VariantConversion conversion = new VariantConversion(variant, scanner.markup());
    List<String> paragraphs = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      // Rules in lines that are left out count too.
      String text = SPACE.matcher(conversion.convert(line.text)).replaceAll(" ").strip();
      boolean row =
          isRow(lines, i) && (line.first == '|' || isRow(lines, i - 1) || isRow(lines, i + 1));
      if (!line.isHeading() && !row && text.codePoints().anyMatch(Character::isLetterOrDigit)) {
        paragraphs.add(text);
      }
    }
    return paragraphs;
  }

  /** Whether a line may be a row of a table of which templates write the rest. */
  private static boolean isRow(List<Line> lines, int number) {
    return number >= 0 && number < lines.size() && ROW.indexOf(lines.get(number).first) >= 0;
  }

  /**
   * A line of what the scanner puts out.
   *
   * @param text without list marks and rules; with the scanner's marks
   * @param first what it begins with, which says what it is; a blank where markup that shows
   *     something comes first, and in lists
   */
  private record Line(String text, char first) {
    static Line of(String line) {
      int table = line.indexOf(WikitextScanner.TABLE);
      String written = table < 0 ? line : line.substring(0, table);
      StringBuilder text = new StringBuilder();
      boolean prose = false;
      int at = 0;
      for (int c; at < written.length() && !prose; at += Character.charCount(c)) {
        c = written.codePointAt(at);
        if (WikitextScanner.isMark(c)) {
          text.appendCodePoint(c);
        } else if (!Character.isWhitespace(c) && LIST.indexOf(c) < 0) {
          break;
        }
        prose = c == WikitextScanner.PROSE;
      }
      boolean listed = written.substring(0, at).chars().anyMatch(c -> LIST.indexOf(c) >= 0);
      String rest = written.substring(at);
      char first = prose || listed || rest.isEmpty() ? ' ' : rest.charAt(0);
      text.append(first == '-' ? RULE.matcher(rest).replaceFirst("") : rest);
      return new Line(text.toString(), table < 0 ? first : WikitextScanner.TABLE);
    }

    boolean isHeading() {
      return first == '=' && HEADING.matcher(WikitextScanner.withoutMarks(text)).matches();
    }
  }
}
