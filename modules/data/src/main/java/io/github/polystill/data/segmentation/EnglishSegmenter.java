package io.github.polystill.data.segmentation;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.FilteredBreakIteratorBuilder;
import com.ibm.icu.util.ULocale;
import com.ibm.icu.util.VersionInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Words and sentences by Unicode's rules (UAX #29, ICU) for languages that put spaces between
 * words. Words are in lower case, {@code don't}, {@code 3.5} and {@code U.S} are one each, every
 * mark of punctuation is one of its own, and the apostrophe U+2019 becomes U+0027. A full stop
 * behind one of ICU's English abbreviations, such as {@code Dr.}, ends no sentence.
 */
final class EnglishSegmenter implements Segmenter {
  // Never moved, only cloned: an iterator belongs to one thread.
  private static final BreakIterator WORDS = BreakIterator.getWordInstance(ULocale.ENGLISH);
  private static final BreakIterator SENTENCES = sentenceInstance();

  /** ICU's own list of abbreviations lacks this one. */
  private static BreakIterator sentenceInstance() {
    FilteredBreakIteratorBuilder abbreviations =
        FilteredBreakIteratorBuilder.getInstance(ULocale.ENGLISH);
    abbreviations.suppressBreakAfter("Dr.");
    return abbreviations.wrapIteratorWithFilter(BreakIterator.getSentenceInstance(ULocale.ENGLISH));
  }

  @Override
  public String name() {
    return "english";
  }

  @Override
  public String version() {
    return "icu-" + VersionInfo.ICU_VERSION + "/1";
  }

  @Override
  public List<String> segment(String text) {
    List<String> words = new ArrayList<>();
    for (String piece : pieces(text, WORDS)) {
      // A combining mark behind spaces is one piece with them.
      String word = piece.strip();
      if (!word.isEmpty()) {
        words.add(word.replace('\u2019', '\'').toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  @Override
  public List<String> sentences(String line) {
    return pieces(line, SENTENCES);
  }

  private static List<String> pieces(String text, BreakIterator kind) {
    BreakIterator breaks = kind.clone();
    breaks.setText(text);
    List<String> pieces = new ArrayList<>();
    int begin = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      pieces.add(text.substring(begin, end));
      begin = end;
    }
    return pieces;
  }
}
