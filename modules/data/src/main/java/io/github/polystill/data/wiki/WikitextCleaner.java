package io.github.polystill.data.wiki;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Running text of wikitext: without templates, tables, references, files, categories, headings and
 * all other markup. Takes time in proportion to the text, whatever the text is; markup that is not
 * closed stays as text, except for comments.
 */
public final class WikitextCleaner {
  /**
   * Raised whenever other text comes out, so that what was made of the text before is made anew.
   */
  public static final String VERSION = "1";

  private static final Pattern LIST = Pattern.compile("^[*#:;\\s]+");
  private static final Pattern NOT_PROSE =
      Pattern.compile("^\\s*(=|\\||!|\\{\\||----).*", Pattern.DOTALL);
  private static final Pattern SPACE = Pattern.compile("[\\s\\u00A0\\u3000]+");

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
    String text = scanner.text();
    VariantConversion conversion = new VariantConversion(variant, scanner.markup());
    List<String> paragraphs = new ArrayList<>();
    text.lines()
        .map(line -> paragraph(line, conversion))
        .flatMap(Optional::stream)
        .forEach(paragraphs::add);
    return paragraphs;
  }

  private static Optional<String> paragraph(String line, VariantConversion conversion) {
    int start = 0;
    while (start < line.length() && WikitextScanner.isMark(line.codePointAt(start))) {
      start += Character.charCount(line.codePointAt(start));
    }
    String written = line.substring(start);
    // Before a heading is left out, the rules in it are read.
    String text =
        conversion.convert(line.substring(0, start) + LIST.matcher(written).replaceFirst(""));
    if (NOT_PROSE.matcher(written).matches()) {
      return Optional.empty();
    }
    text = SPACE.matcher(text).replaceAll(" ").strip();
    boolean words = text.codePoints().anyMatch(Character::isLetterOrDigit);
    return words ? Optional.of(text) : Optional.empty();
  }
}
