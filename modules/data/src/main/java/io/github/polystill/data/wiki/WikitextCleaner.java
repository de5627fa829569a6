package io.github.polystill.data.wiki;

import io.github.polystill.data.segmentation.TraditionalChinese;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.text.StringEscapeUtils;

/**
 * Running text of wikitext: without templates, tables, references, files, categories, headings and
 * all other markup. Takes time in proportion to the text, whatever the text is; markup that is not
 * closed stays as text.
 */
public final class WikitextCleaner {
  private static final Pattern LIST = Pattern.compile("^[*#:;\\s]+");
  private static final Pattern NOT_PROSE = Pattern.compile("^\\s*(=|\\||!|\\{\\||----).*");
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
    String text = new WikitextScanner(wikitext, namespaces, variant).text();
    List<String> paragraphs = new ArrayList<>();
    text.lines().map(this::paragraph).flatMap(Optional::stream).forEach(paragraphs::add);
    return paragraphs;
  }

  private Optional<String> paragraph(String line) {
    if (NOT_PROSE.matcher(line).matches()) {
      return Optional.empty();
    }
    String text = LIST.matcher(line).replaceFirst("");
    text = unescape(text);
    text = SPACE.matcher(finish(text)).replaceAll(" ").strip();
    boolean words = text.codePoints().anyMatch(Character::isLetterOrDigit);
    return words ? Optional.of(text) : Optional.empty();
  }

  private static String unescape(String text) {
    try {
      return StringEscapeUtils.unescapeHtml4(text);
    } catch (IllegalArgumentException e) {
      return text; // a number beyond Unicode, such as &#x110000;
    }
  }

  /** Converts what variant markup did not fix, and takes the marks around the rest away. */
  private String finish(String text) {
    StringBuilder result = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      int fixed = indexOrEnd(text, WikitextScanner.FIXED, start);
      String free = text.substring(start, fixed).replace(WikitextScanner.FREE, "");
      result.append(
          variant == ChineseVariant.TRADITIONAL ? TraditionalChinese.convert(free) : free);
      start = indexOrEnd(text, WikitextScanner.FREE, fixed);
      result.append(text.substring(fixed, start).replace(WikitextScanner.FIXED, ""));
    }
    return result.toString();
  }

  private static int indexOrEnd(String text, String mark, int from) {
    int index = text.indexOf(mark, from);
    return index < 0 ? text.length() : index;
  }
}
