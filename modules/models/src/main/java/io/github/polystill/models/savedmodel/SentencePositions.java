package io.github.polystill.models.savedmodel;

import io.github.polystill.data.encoding.CharacterRole;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.strings.UnicodeDecode;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/**
 * Where the words of texts stand in a layout of sentences, computed in the graph by the rules of
 * {@code SentenceSplitter}.
 *
 * <p>The splitter walks from character to character; a graph had better not. What saves it: call a
 * word a candidate if it does not belong to the sentence before and if the last character before it
 * that is neither mark nor quote ends a sentence. Behind a candidate the splitter's state is always
 * the same, that of a new sentence without text, whether it has split there or not. So a candidate
 * starts a sentence exactly where there is a letter between it and the candidate or line end before
 * it, and everything becomes running counts and look-ups of the last flag, for all texts at once.
 */
final class SentencePositions {
  private static final int ELLIPSIS_STOPS = 3;
  private static final List<CharacterRole> NUMBERED = List.of(CharacterRole.values());
  private static final CodePointTable ROLES =
      CodePointTable.of(codePoint -> number(CharacterRole.of(codePoint)));

  private final Ops tf;
  private final Masks masks;
  private final Operand<TInt32> isLineEnd;
  private final Operand<TInt32> isWord;
  private final Operand<TInt32> splits;
  private final Operand<TInt32> codePoints;

  private SentencePositions(Ops tf, Operand<TString> words) {
    this.tf = tf;
    this.masks = new Masks(tf);
    this.isLineEnd = masks.equal(words, tf.constant(TokenPlacement.LINE_END));
    this.isWord =
        masks.not(masks.or(isLineEnd, masks.equal(words, tf.constant(TokenPlacement.NONE))));
    UnicodeDecode<TInt32> decoded = tf.strings.unicodeDecode(words, "UTF-8", TInt32.class);
    this.splits = decoded.rowSplits();
    this.codePoints = decoded.charValues();
  }

  /**
   * The positions.
   *
   * @param words [B, n]; {@link TokenPlacement#NONE} is no word, {@link TokenPlacement#LINE_END} a
   *     line end
   * @param wordsPerSentence positions of a sentence
   * @return [B, n], without meaning where there is no word
   */
  static Operand<TInt32> of(Ops tf, Operand<TString> words, int wordsPerSentence) {
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> rows = new Masks(tf).dimension(words, 0);
    // A line end before each text, so that the texts can be read as one.
    Operand<TString> lineEnds =
        tf.fill(tf.stack(List.of(rows, one)), tf.constant(TokenPlacement.LINE_END));
    Operand<TString> all = tf.concat(List.of(lineEnds, words), one);
    SentencePositions flat = new SentencePositions(tf, tf.reshape(all, tf.array(-1)));
    Operand<TInt32> positions = flat.positions(rows, wordsPerSentence);
    return tf.slice(positions, tf.array(0, 1), tf.array(-1, -1));
  }

  private Operand<TInt32> positions(Operand<TInt32> rows, int wordsPerSentence) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> size = tf.constant(wordsPerSentence);
    Operand<TInt32> grid = tf.stack(List.of(rows, tf.constant(-1)));
    Operand<TInt32> wordsBefore = masks.before(isWord);
    Operand<TInt32> inLine = tf.math.sub(wordsBefore, masks.at(wordsBefore, masks.last(isLineEnd)));
    Operand<TInt32> starts = masks.and(isWord, masks.or(splits(), masks.equal(inLine, 0)));
    Operand<TInt32> sentence =
        tf.math.maximum(tf.math.sub(tf.math.cumsum(starts, zero), tf.constant(1)), tf.constant(0));
    Operand<TInt32> total = tf.expandDims(tf.reduceSum(isWord, zero), zero);
    // Words before each sentence of the batch, and at last all of them.
    Operand<TInt32> edges =
        tf.concat(List.of(masks.at(wordsBefore, masks.where(starts)), total), zero);
    Operand<TInt32> lengths = tf.math.sub(masks.withoutFirst(edges), masks.withoutLast(edges));
    Operand<TInt32> slots =
        tf.math.floorDiv(tf.math.add(lengths, tf.constant(wordsPerSentence - 1)), size);
    Operand<TInt32> slotEdges = tf.concat(List.of(tf.array(0), tf.math.cumsum(slots, zero)), zero);
    Operand<TInt32> firstOfText =
        tf.slice(tf.reshape(masks.before(starts), grid), tf.array(0, 0), tf.array(-1, 1));
    Operand<TInt32> slot =
        tf.math.sub(
            tf.reshape(masks.at(slotEdges, sentence), grid), masks.at(slotEdges, firstOfText));
    Operand<TInt32> inSentence = tf.math.sub(wordsBefore, masks.at(edges, sentence));
    return tf.math.add(tf.math.mul(slot, size), tf.reshape(inSentence, grid));
  }

  /** Which words start a sentence within their line. */
  private Operand<TInt32> splits() {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> index = masks.indexes(codePoints);
    Operand<TInt32> wordOf = masks.rowOf(splits, codePoints);
    Operand<TInt32> lineEnd = masks.at(isLineEnd, wordOf);
    Operand<TInt32> role = ROLES.lookUp(tf, codePoints);
    Operand<TInt32> stop = is(CharacterRole.STOP, role);
    Operand<TInt32> run = tf.math.sub(index, masks.last(masks.not(stop)));
    Operand<TInt32> end =
        masks.or(is(CharacterRole.END, role), masks.and(stop, masks.atLeast(run, ELLIPSIS_STOPS)));
    Operand<TInt32> letter = is(CharacterRole.LETTER, role);
    // A line feed within a line end's token is of role OTHER, and no letter or mark.
    Operand<TInt32> lastSpeaking = masks.last(masks.or(end, letter, is(CharacterRole.OTHER, role)));
    Operand<TInt32> quotes = masks.before(is(CharacterRole.QUOTE, role));
    Operand<TInt32> quotesInLine = tf.math.sub(quotes, masks.at(quotes, masks.last(lineEnd)));
    Operand<TInt32> quoteIsOpen = tf.math.floorMod(quotesInLine, tf.constant(2));
    Operand<TInt32> belongs =
        masks.or(
            is(CharacterRole.END, role),
            stop,
            is(CharacterRole.CLOSING, role),
            masks.and(is(CharacterRole.QUOTE, role), quoteIsOpen));

    Operand<TInt32> first =
        tf.math.minimum(masks.withoutLast(splits), tf.math.sub(tf.size(codePoints), one));
    Operand<TInt32> before = tf.math.maximum(tf.math.sub(first, one), zero);
    Operand<TInt32> candidate =
        masks.and(
            masks.and(isWord, masks.not(masks.at(belongs, first))),
            masks.at(end, masks.at(lastSpeaking, before)));
    Operand<TInt32> isFirst = masks.equal(masks.at(splits, wordOf), index);
    Operand<TInt32> reset =
        masks.last(masks.or(lineEnd, masks.and(isFirst, masks.at(candidate, wordOf))));
    Operand<TInt32> letters = masks.before(letter);
    Operand<TInt32> lettersSince =
        tf.math.sub(masks.at(letters, first), masks.at(letters, masks.at(reset, before)));
    return masks.and(candidate, masks.atLeast(lettersSince, 1));
  }

  private Operand<TInt32> is(CharacterRole role, Operand<TInt32> roles) {
    return masks.equal(roles, number(role));
  }

  private static int number(CharacterRole role) {
    return NUMBERED.indexOf(role);
  }
}
