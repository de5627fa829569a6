package io.github.polystill.models.savedmodel;

import io.github.polystill.data.segmentation.TextNormalizer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.strings.StaticRegexReplace;
import org.tensorflow.op.strings.UnicodeDecode;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/**
 * Cuts raw text into words in the graph as the segmenter {@code characters} does: every code point
 * is one, a run of ASCII letters and digits is one, and white space is none but for line ends,
 * which are words of their own here.
 *
 * <p>Text is normalised before, as {@link TextNormalizer} does but code point by code point: an
 * accent that stands behind its letter as a character of its own is not joined to it. Text in NFKC
 * gives just what training saw; so does nearly all Chinese text.
 */
final class CharacterWords {
  private static final int OTHER = 0;
  private static final int SPACE = 1;
  private static final int ALPHANUMERIC = 2;
  private static final int LINE_END = 3;
  private static final CodePointTable KINDS = CodePointTable.of(CharacterWords::kind);

  /** Nothing, or several things. */
  private static final int UNCERTAIN = 0;

  /** Adds to a word, or starts one. */
  private static final int LETTERS = 1;

  /** Ends a word. */
  private static final int PARTS = 2;

  /** Is a word, or several. */
  private static final int WORD = 3;

  private static final CodePointTable EFFECTS = CodePointTable.of(CharacterWords::effect);

  /** What normalisation makes of the code points that it changes. */
  private static final SortedMap<Integer, String> NORMAL_FORMS = normalForms();

  private final Ops tf;
  private final Masks masks;
  private final Operand<TInt32> zero;
  private final Operand<TInt32> one;
  private final int mostWords;

  private CharacterWords(Ops tf, int mostWords) {
    this.tf = tf;
    this.masks = new Masks(tf);
    this.zero = tf.constant(0);
    this.one = tf.constant(1);
    this.mostWords = mostWords;
  }

  /**
   * The words of texts, of each no more than some; what lies behind is given up as early as it can
   * be told, so that a text costs little more than its model reads of it.
   *
   * @param texts [B]
   * @param mostWords line ends not counted, of which there is none before the first word and one at
   *     most between two
   * @return [B, n], padded with {@link TokenPlacement#NONE}
   */
  static Operand<TString> of(Ops tf, Operand<TString> texts, int mostWords) {
    return new CharacterWords(tf, mostWords).words(texts);
  }

  private Operand<TString> words(Operand<TString> texts) {
    Operand<TString> lines =
        tf.strings.staticRegexReplace(texts, "\r\n", "\n", StaticRegexReplace.replaceGlobal(true));
    UnicodeDecode<TInt32> raw = tf.strings.unicodeDecode(lines, "UTF-8", TInt32.class);
    Operand<TInt32> textOfRaw = masks.rowOf(raw.rowSplits(), raw.charValues());
    Operand<TInt32> read = masks.where(maybeRead(raw, textOfRaw));
    Operand<TString> normalised = normalised(masks.at(raw.charValues(), read));
    UnicodeDecode<TInt32> decoded = tf.strings.unicodeDecode(normalised, "UTF-8", TInt32.class);
    Operand<TInt32> codePoints = decoded.charValues();
    Operand<TInt32> text =
        masks.at(masks.at(textOfRaw, read), masks.rowOf(decoded.rowSplits(), codePoints));
    Operand<TInt32> kind = KINDS.lookUp(tf, codePoints);
    Operand<TInt32> alphanumeric = masks.equal(kind, ALPHANUMERIC);
    Operand<TInt32> visible = masks.not(masks.equal(kind, SPACE));
    Operand<TInt32> before = previous(masks.indexes(text));
    Operand<TInt32> isFirst = masks.equal(masks.indexes(text), 0);
    Operand<TInt32> joins =
        masks.and(
            masks.and(alphanumeric, masks.at(alphanumeric, before)),
            masks.and(masks.equal(text, masks.at(text, before)), masks.not(isFirst)));
    Operand<TInt32> starts = masks.and(visible, masks.not(joins));
    Operand<TInt32> kept = masks.where(visible);
    Operand<TInt32> count = tf.reduceSum(starts, zero);
    Operand<TInt32> number = tf.math.sub(masks.at(tf.math.cumsum(starts, zero), kept), one);
    Operand<TString> words =
        tf.strings.unsortedSegmentJoin(encoded(masks.at(codePoints, kept)), number, count);
    Operand<TInt32> first = masks.where(starts);
    Operand<TInt32> textOfWord = masks.at(text, first);
    Operand<TInt32> rows = masks.dimension(texts, 0);
    Operand<TInt32> lineEnd = masks.equal(masks.at(kind, first), LINE_END);
    Operand<TInt32> shown = masks.where(shown(lineEnd, textOfWord, rows));
    return grid(masks.at(words, shown), masks.at(textOfWord, shown), rows);
  }

  /**
   * Which characters of raw texts may belong to the first words of their text: all before one that
   * surely starts a word when so many have surely started before.
   */
  private Operand<TInt32> maybeRead(UnicodeDecode<TInt32> raw, Operand<TInt32> text) {
    Operand<TInt32> firstOfText = masks.at(masks.withoutLast(raw.rowSplits()), text);
    Operand<TInt32> index = masks.indexes(text);
    Operand<TInt32> effect = EFFECTS.lookUp(tf, raw.charValues());
    Operand<TInt32> before = masks.at(effect, previous(index));
    Operand<TInt32> afterEnd =
        masks.or(
            masks.equal(index, firstOfText), masks.equal(before, PARTS), masks.equal(before, WORD));
    Operand<TInt32> starts =
        masks.or(masks.equal(effect, WORD), masks.and(masks.equal(effect, LETTERS), afterEnd));
    return masks.not(
        masks.atLeast(inText(masks.through(starts), starts, firstOfText), mostWords + 1));
  }

  /** The index before each, of the first itself. */
  private Operand<TInt32> previous(Operand<TInt32> index) {
    return tf.math.maximum(tf.math.sub(index, one), zero);
  }

  /** A running count as one that starts anew at the first element of each text. */
  private Operand<TInt32> inText(
      Operand<TInt32> through, Operand<TInt32> counted, Operand<TInt32> firstOfText) {
    return tf.math.sub(through, masks.at(masks.before(counted), firstOfText));
  }

  /** The first words of each text, and the line ends between two of them, of several the first. */
  private Operand<TInt32> shown(
      Operand<TInt32> lineEnd, Operand<TInt32> text, Operand<TInt32> rows) {
    Operand<TInt32> index = masks.indexes(text);
    Operand<TInt32> firstOfText = masks.at(firsts(text, rows), text);
    Operand<TInt32> word = masks.not(lineEnd);
    Operand<TInt32> wordsBefore = inText(masks.before(word), word, firstOfText);
    Operand<TInt32> idle =
        masks.and(
            lineEnd, masks.or(masks.equal(index, firstOfText), masks.at(lineEnd, previous(index))));
    return masks.and(masks.not(idle), masks.not(masks.atLeast(wordsBefore, mostWords)));
  }

  /** Where the words of each text begin among all of them. */
  private Operand<TInt32> firsts(Operand<TInt32> text, Operand<TInt32> rows) {
    return tf.reshape(
        tf.lowerBound(tf.expandDims(text, zero), tf.expandDims(tf.range(zero, rows, one), zero)),
        tf.array(-1));
  }

  /** Words by text as rows. */
  private Operand<TString> grid(
      Operand<TString> words, Operand<TInt32> text, Operand<TInt32> rows) {
    Operand<TInt32> index = masks.indexes(words);
    Operand<TInt32> column = tf.math.sub(index, masks.at(firsts(text, rows), text));
    Operand<TInt32> width = tf.math.maximum(tf.math.add(tf.reduceMax(column, zero), one), zero);
    Operand<TInt32> cells =
        tf.scatterNd(
            tf.stack(List.of(text, column), Stack.axis(1L)),
            tf.math.add(index, one),
            tf.stack(List.of(rows, width)));
    Operand<TString> withNone = tf.concat(List.of(tf.array(TokenPlacement.NONE), words), zero);
    return masks.at(withNone, cells);
  }

  /** Each code point as a text of its own. */
  private Operand<TString> encoded(Operand<TInt32> codePoints) {
    Operand<TInt32> end = tf.math.add(tf.size(codePoints), one);
    return tf.strings.unicodeEncode(codePoints, tf.range(zero, end, one), "UTF-8");
  }

  /** What normalisation makes of each code point. */
  private Operand<TString> normalised(Operand<TInt32> codePoints) {
    Operand<TInt32> keys =
        tf.constant(NORMAL_FORMS.keySet().stream().mapToInt(Integer::intValue).toArray());
    Operand<TInt32> found =
        tf.math.minimum(
            tf.reshape(
                tf.lowerBound(tf.expandDims(keys, zero), tf.expandDims(codePoints, zero)),
                tf.array(-1)),
            tf.constant(NORMAL_FORMS.size() - 1));
    Operand<TString> values = tf.array(NORMAL_FORMS.values().toArray(String[]::new));
    return tf.select(
        tf.math.equal(masks.at(keys, found), codePoints),
        masks.at(values, found),
        encoded(codePoints));
  }

  private static SortedMap<Integer, String> normalForms() {
    SortedMap<Integer, String> forms = new TreeMap<>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      String text = Character.toString(codePoint);
      String normal = isSurrogate(codePoint) ? text : TextNormalizer.normalize(text);
      if (!normal.equals(text)) {
        forms.put(codePoint, normal);
      }
    }
    return forms;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static int kind(int codePoint) {
    boolean alphanumeric =
        (codePoint >= '0' && codePoint <= '9')
            || (codePoint >= 'A' && codePoint <= 'Z')
            || (codePoint >= 'a' && codePoint <= 'z');
    if (alphanumeric) {
      return ALPHANUMERIC;
    }
    if (codePoint == '\n') {
      return LINE_END;
    }
    return Character.isWhitespace(codePoint) ? SPACE : OTHER;
  }

  /** What a code point of raw text does, whatever stands around it. */
  private static int effect(int codePoint) {
    if (isSurrogate(codePoint)) {
      return UNCERTAIN;
    }
    int[] kinds =
        TextNormalizer.normalize(Character.toString(codePoint))
            .codePoints()
            .map(CharacterWords::kind)
            .distinct()
            .toArray();
    if (IntStream.of(kinds).allMatch(kind -> kind == SPACE || kind == LINE_END)) {
      return kinds.length == 0 ? UNCERTAIN : PARTS;
    }
    if (kinds.length > 1) {
      return UNCERTAIN;
    }
    return kinds[0] == ALPHANUMERIC ? LETTERS : WORD;
  }
}
