package io.github.polystill.models.savedmodel;

import io.github.polystill.data.segmentation.TextNormalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private CharacterWords() {}

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
    Flags flags = new Flags(tf);
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    Operand<TString> lines =
        tf.strings.staticRegexReplace(texts, "\r\n", "\n", StaticRegexReplace.replaceGlobal(true));
    UnicodeDecode<TInt32> raw = tf.strings.unicodeDecode(lines, "UTF-8", TInt32.class);
    Operand<TInt32> textOfRaw = flags.rowOf(raw.rowSplits(), raw.charValues());
    Operand<TInt32> read = flags.where(maybeRead(tf, flags, raw, textOfRaw, mostWords));
    Operand<TString> normalised = normalised(tf, flags.at(raw.charValues(), read));
    UnicodeDecode<TInt32> decoded = tf.strings.unicodeDecode(normalised, "UTF-8", TInt32.class);
    Operand<TInt32> codePoints = decoded.charValues();
    Operand<TInt32> text =
        flags.at(flags.at(textOfRaw, read), flags.rowOf(decoded.rowSplits(), codePoints));

    Operand<TInt32> kind = KINDS.lookUp(tf, codePoints);
    Operand<TInt32> alphanumeric = flags.equal(kind, ALPHANUMERIC);
    Operand<TInt32> visible = flags.not(flags.equal(kind, SPACE));
    Operand<TInt32> before = tf.math.maximum(tf.math.sub(flags.indexes(text), one), zero);
    Operand<TInt32> isFirst = flags.equal(flags.indexes(text), 0);
    Operand<TInt32> joins =
        flags.and(
            flags.and(alphanumeric, flags.at(alphanumeric, before)),
            flags.and(flags.equal(text, flags.at(text, before)), flags.not(isFirst)));
    Operand<TInt32> starts = flags.and(visible, flags.not(joins));

    Operand<TInt32> kept = flags.where(visible);
    Operand<TInt32> count = tf.reduceSum(starts, zero);
    Operand<TInt32> number = tf.math.sub(flags.at(tf.math.cumsum(starts, zero), kept), one);
    Operand<TString> words =
        tf.strings.unsortedSegmentJoin(encoded(tf, flags.at(codePoints, kept)), number, count);
    Operand<TInt32> first = flags.where(starts);
    Operand<TInt32> textOfWord = flags.at(text, first);
    Operand<TInt32> rows = flags.dimension(texts, 0);
    Operand<TInt32> lineEnd = flags.equal(flags.at(kind, first), LINE_END);
    Operand<TInt32> shown = flags.where(shown(tf, flags, lineEnd, textOfWord, rows, mostWords));
    return grid(tf, flags, flags.at(words, shown), flags.at(textOfWord, shown), rows);
  }

  /**
   * Which characters of raw texts may belong to the first words of their text: all before one that
   * surely starts a word when so many have surely started before.
   */
  private static Operand<TInt32> maybeRead(
      Ops tf, Flags flags, UnicodeDecode<TInt32> raw, Operand<TInt32> text, int mostWords) {
    Operand<TInt32> firstOfText = flags.at(flags.withoutLast(raw.rowSplits()), text);
    Operand<TInt32> index = flags.indexes(text);
    Operand<TInt32> effect = EFFECTS.lookUp(tf, raw.charValues());
    Operand<TInt32> before =
        flags.at(effect, tf.math.maximum(tf.math.sub(index, tf.constant(1)), tf.constant(0)));
    Operand<TInt32> afterEnd =
        flags.or(
            flags.equal(index, firstOfText), flags.equal(before, PARTS), flags.equal(before, WORD));
    Operand<TInt32> starts =
        flags.or(flags.equal(effect, WORD), flags.and(flags.equal(effect, LETTERS), afterEnd));
    return flags.not(
        flags.atLeast(inText(tf, flags.through(starts), starts, firstOfText), mostWords + 1));
  }

  /** A running count as one that starts anew at the first element of each text. */
  private static Operand<TInt32> inText(
      Ops tf, Operand<TInt32> through, Operand<TInt32> counted, Operand<TInt32> firstOfText) {
    Flags flags = new Flags(tf);
    return tf.math.sub(through, flags.at(flags.before(counted), firstOfText));
  }

  /** The first words of each text, and the line ends between two of them, of several the first. */
  private static Operand<TInt32> shown(
      Ops tf,
      Flags flags,
      Operand<TInt32> lineEnd,
      Operand<TInt32> text,
      Operand<TInt32> rows,
      int mostWords) {
    Operand<TInt32> index = flags.indexes(text);
    Operand<TInt32> firstOfText = flags.at(firsts(tf, text, rows), text);
    Operand<TInt32> word = flags.not(lineEnd);
    Operand<TInt32> wordsBefore = inText(tf, flags.before(word), word, firstOfText);
    Operand<TInt32> previous = tf.math.maximum(tf.math.sub(index, tf.constant(1)), tf.constant(0));
    Operand<TInt32> idle =
        flags.and(lineEnd, flags.or(flags.equal(index, firstOfText), flags.at(lineEnd, previous)));
    return flags.and(flags.not(idle), flags.not(flags.atLeast(wordsBefore, mostWords)));
  }

  /** Where the words of each text begin among all of them. */
  private static Operand<TInt32> firsts(Ops tf, Operand<TInt32> text, Operand<TInt32> rows) {
    Operand<TInt32> zero = tf.constant(0);
    return tf.reshape(
        tf.lowerBound(
            tf.expandDims(text, zero), tf.expandDims(tf.range(zero, rows, tf.constant(1)), zero)),
        tf.array(-1));
  }

  /** Words by text as rows. */
  private static Operand<TString> grid(
      Ops tf, Flags flags, Operand<TString> words, Operand<TInt32> text, Operand<TInt32> rows) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> index = flags.indexes(words);
    Operand<TInt32> column = tf.math.sub(index, flags.at(firsts(tf, text, rows), text));
    Operand<TInt32> width = tf.math.maximum(tf.math.add(tf.reduceMax(column, zero), one), zero);
    Operand<TInt32> cells =
        tf.scatterNd(
            tf.stack(List.of(text, column), Stack.axis(1L)),
            tf.math.add(index, one),
            tf.stack(List.of(rows, width)));
    Operand<TString> withNone = tf.concat(List.of(tf.array(TokenPlacement.NONE), words), zero);
    return flags.at(withNone, cells);
  }

  /** Each code point as a text of its own. */
  private static Operand<TString> encoded(Ops tf, Operand<TInt32> codePoints) {
    Operand<TInt32> end = tf.math.add(tf.size(codePoints), tf.constant(1));
    return tf.strings.unicodeEncode(
        codePoints, tf.range(tf.constant(0), end, tf.constant(1)), "UTF-8");
  }

  /** What normalisation makes of each code point. */
  private static Operand<TString> normalised(Ops tf, Operand<TInt32> codePoints) {
    List<Integer> changed = new ArrayList<>();
    List<String> becomes = new ArrayList<>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      boolean isSurrogate =
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      String text = Character.toString(codePoint);
      String normal = isSurrogate ? text : TextNormalizer.normalize(text);
      if (!normal.equals(text)) {
        changed.add(codePoint);
        becomes.add(normal);
      }
    }
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> keys = tf.constant(changed.stream().mapToInt(Integer::intValue).toArray());
    Operand<TInt32> found =
        tf.math.minimum(
            tf.reshape(
                tf.lowerBound(tf.expandDims(keys, zero), tf.expandDims(codePoints, zero)),
                tf.array(-1)),
            tf.constant(changed.size() - 1));
    Operand<TString> values = tf.array(becomes.toArray(String[]::new));
    return tf.select(
        tf.math.equal(tf.gather(keys, found, zero), codePoints),
        tf.gather(values, found, zero),
        encoded(tf, codePoints));
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
    return Character.isWhitespace(codePoint) ? SPACE : 0;
  }

  /** What a code point of raw text does, whatever stands around it. */
  private static int effect(int codePoint) {
    boolean isSurrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    int[] kinds =
        isSurrogate
            ? new int[0]
            : TextNormalizer.normalize(Character.toString(codePoint))
                .codePoints()
                .map(CharacterWords::kind)
                .toArray();
    if (kinds.length == 0) {
      return UNCERTAIN;
    }
    if (Arrays.stream(kinds).allMatch(kind -> kind == ALPHANUMERIC)) {
      return LETTERS;
    }
    if (Arrays.stream(kinds).allMatch(kind -> kind == SPACE || kind == LINE_END)) {
      return PARTS;
    }
    return Arrays.stream(kinds).allMatch(kind -> kind == 0) ? WORD : UNCERTAIN;
  }
}
