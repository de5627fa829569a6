package io.github.polystill.corpora.text;

import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.text.TextReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Documents of a file of text: those of a corpus as they are, whatever its form; any other text is
 * cut at the ends of its paragraphs, long ones at the ends of sentences.
 */
public final class TextDocuments implements Closeable {
  private final Iterator<String> whole;
  private final TextReader paragraphs;
  private final int length;
  private final Deque<String> pieces = new ArrayDeque<>();

  private TextDocuments(Iterator<String> whole, TextReader paragraphs, int length) {
    this.whole = whole;
    this.paragraphs = paragraphs;
    this.length = length;
  }

  /**
   * Opens a file, plain or compressed.
   *
   * @param field of a corpus that holds the texts
   * @param length about how many characters a document has that is cut
   * @throws io.github.polystill.data.InvalidInputException where it cannot be read
   */
  public static TextDocuments open(Path file, String field, int length) throws IOException {
    if (TextKind.AUTO.resolve(file, field) != TextKind.CORPUS) {
      TextReader paragraphs = TextSources.of(file, TextKind.AUTO, field, false).open();
      return new TextDocuments(List.<String>of().iterator(), paragraphs, length);
    }
    CorpusReader.requireText(file);
    List<String> texts = CorpusReader.readTexts(file, CorpusFormat.defaults().withText(field));
    return new TextDocuments(texts.iterator(), new WholeTextReader(List.of(), 0), length);
  }

  /** The next document; null at the end. */
  public String next() throws IOException {
    if (whole.hasNext()) {
      return whole.next();
    }
    StringBuilder document = new StringBuilder();
    for (String piece = peek(); piece != null; piece = peek()) {
      // Whichever is nearer to the length: with the piece or without.
      if (document.length() > 0 && 2 * document.length() + piece.length() > 2 * length) {
        break;
      }
      document.append(pieces.remove());
    }
    return document.length() == 0 ? null : document.toString().strip();
  }

  /** What comes next of the paragraphs, in one piece with its line end. */
  private String peek() throws IOException {
    while (pieces.isEmpty()) {
      String paragraph = paragraphs.next();
      if (paragraph == null) {
        return null;
      }
      if (paragraph.length() <= length) {
        pieces.add(paragraph);
      } else {
        addSentences(paragraph);
      }
      pieces.add(pieces.removeLast() + "\n");
    }
    return pieces.element();
  }

  private void addSentences(String paragraph) {
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(paragraph);
    int from = 0;
    for (int to = sentences.next(); to != BreakIterator.DONE; to = sentences.next()) {
      while (to - from > 2 * length) { // no sentence, so anywhere
        int cut = from + length;
        cut += Character.isLowSurrogate(paragraph.charAt(cut)) ? 1 : 0;
        pieces.add(paragraph.substring(from, cut));
        from = cut;
      }
      pieces.add(paragraph.substring(from, to));
      from = to;
    }
  }

  @Override
  public void close() throws IOException {
    paragraphs.close();
  }
}
