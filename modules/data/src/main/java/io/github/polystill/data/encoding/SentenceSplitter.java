package io.github.polystill.data.encoding;

import io.github.polystill.data.segmentation.SegmentedText;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Cuts the words of a text into sentences.
 *
 * <p>A sentence ends with its line, and behind <code>。 ！ ？ ；</code>, their half-width forms <code>
 * ｡ ! ? ;</code>, or an ellipsis: <code>…</code>, <code>⋯</code>, or three full stops and more,
 * which is what normalisation makes of <code>…</code>. Further such marks and closing quotes and
 * brackets behind it belong to the sentence they close. Of the straight quotes, which do not tell,
 * every second one in a line is a closing one. Marks before the first word of a sentence do not end
 * it.
 *
 * <p>Words are never cut: one that begins with such a mark belongs to the sentence before, even
 * where a segmenter joined a closing and an opening quote in it. The sentences together are the
 * words of the text in their order; none is empty.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
public final class SentenceSplitter {
  private static final int ELLIPSIS_STOPS = 3;

  private final List<List<String>> sentences = new ArrayList<>();
  private List<String> current = new ArrayList<>();
  private boolean hasText;
  private boolean ended;
  private int stops;
  private boolean quoteIsOpen;

  private SentenceSplitter() {}

  /** The sentences of a text, each as its words; empty words are left out. */
  public static List<List<String>> split(SegmentedText text) {
    SentenceSplitter splitter = new SentenceSplitter();
    int line = 0;
    for (int i = 0; i < text.words().size(); i++) {
      if (line < text.lineEnds().size() && text.lineEnds().get(line) == i) {
        splitter.endLine();
        line++;
      }
      if (!text.words().get(i).isEmpty()) {
        splitter.add(text.words().get(i));
      }
    }
    splitter.endLine();
    return splitter.sentences;
  }

  private void endLine() {
    endSentence();
    stops = 0;
    quoteIsOpen = false;
  }

  private void endSentence() {
    if (!current.isEmpty()) {
      sentences.add(current);
      current = new ArrayList<>();
    }
    hasText = false;
    ended = false;
  }

  private void add(String word) {
    if (ended && !belongsToEnd(word)) {
      endSentence();
    }
    current.add(word);
    word.codePoints().forEach(this::read);
  }

  private boolean belongsToEnd(String word) {
    CharacterRole first = CharacterRole.of(word.codePointAt(0));
    return first == CharacterRole.QUOTE ? quoteIsOpen : first.belongsToEnd();
  }

  private void read(int codePoint) {
    CharacterRole role = CharacterRole.of(codePoint);
    stops = role == CharacterRole.STOP ? stops + 1 : 0;
    if (role == CharacterRole.QUOTE) {
      quoteIsOpen = !quoteIsOpen;
    } else if (role == CharacterRole.END || stops >= ELLIPSIS_STOPS) {
      ended = hasText;
    } else if (!role.leavesEnd()) {
      ended = false;
      hasText |= role == CharacterRole.LETTER;
    }
  }
}
