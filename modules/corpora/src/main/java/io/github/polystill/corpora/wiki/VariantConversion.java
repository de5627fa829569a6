package io.github.polystill.corpora.wiki;

import io.github.polystill.data.segmentation.TraditionalChinese;
import java.util.List;

/**
 * Converts a page's lines, one after the other, decodes entities and takes the scanner's marks
 * away. A rule changes what follows it. MediaWiki looks up rules and dictionary together; here
 * rules come first, so that a rule for one character wins over a longer word of the dictionary.
 */
final class VariantConversion {
  private final ChineseVariant variant;
  private final List<VariantMarkup> markup;
  private final VariantRules rules = new VariantRules();
  private boolean fixed;

  /**
   * A conversion at the beginning of a page.
   *
   * @param markup that of {@link WikitextScanner#markup}
   */
  VariantConversion(ChineseVariant variant, List<VariantMarkup> markup) {
    this.variant = variant;
    this.markup = markup;
  }

  String convert(String line) {
    StringBuilder result = new StringBuilder(line.length());
    int start = 0;
    int next;
    for (int at = 0; at < line.length(); at = next) {
      int c = line.codePointAt(at);
      next = at + Character.charCount(c);
      if (WikitextScanner.isMark(c)) {
        append(line.substring(start, at), result);
        start = next;
        fixed = c == WikitextScanner.FIXED || (fixed && c != WikitextScanner.FREE);
        apply(c - WikitextScanner.FIRST_MARKUP);
      }
    }
    append(line.substring(start), result);
    return result.toString();
  }

  private void apply(int number) {
    if (number >= 0 && number < markup.size()) {
      VariantMarkup found = markup.get(number);
      switch (found.action()) {
        case ADD -> found.rules().forEach(rules::add);
        case REMOVE -> found.rules().keySet().forEach(rules::remove);
        case NONE -> {}
      }
    }
  }

  private void append(String written, StringBuilder result) {
    String text = Entities.decode(written);
    if (fixed || rules.isEmpty()) {
      result.append(fixed ? text : dictionary(text));
      return;
    }
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      VariantRules.Match match = rules.longest(text, at);
      if (match == null) {
        at++;
      } else {
        result.append(dictionary(text.substring(start, at))).append(match.to());
        start = match.end();
        at = start;
      }
    }
    result.append(dictionary(text.substring(start)));
  }

  private String dictionary(String text) {
    return variant == ChineseVariant.TRADITIONAL && !text.isEmpty()
        ? TraditionalChinese.convert(text)
        : text;
  }
}
