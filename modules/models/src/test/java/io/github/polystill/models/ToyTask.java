package io.github.polystill.models;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Seeded texts whose labels follow a rule, for tests that a network learns it. Words 1 and 2
 * decide; all others are there to distract.
 *
 * @param words number of rows of the embedding table
 * @param texts token ids, [documents][length]
 * @param targets 0 or 1, [documents][outputs]
 */
@SuppressWarnings("ArrayRecordComponent")
public record ToyTask(int words, int[][] texts, float[][] targets) {
  private static final int WORDS = 26;
  private static final int LONGEST = 20;
  private static final int FIRST = 1;
  private static final int SECOND = 2;

  /** Two outputs, the first right where word 1 is in the text, the second where word 2 is. */
  public static ToyTask word(long seed, int documents) {
    int[][] texts = new RandomInputs(seed).texts(documents, WORDS, LONGEST);
    float[][] targets = new float[documents][2];
    for (int i = 0; i < documents; i++) {
      for (int word : texts[i]) {
        if (word == FIRST || word == SECOND) {
          targets[i][word - FIRST] = 1;
        }
      }
    }
    return new ToyTask(WORDS, texts, targets);
  }

  /** One output, right where word 1 comes before word 2; both are in every text, once. */
  public static ToyTask order(long seed, int documents) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] texts = new int[documents][];
    float[][] targets = new float[documents][1];
    for (int i = 0; i < documents; i++) {
      texts[i] = distraction(random, random.nextInt(2, LONGEST + 1));
      int[] places = twoBelow(random, texts[i].length);
      texts[i][places[0]] = FIRST;
      texts[i][places[1]] = SECOND;
      targets[i][0] = places[0] < places[1] ? 1 : 0;
    }
    return new ToyTask(WORDS, texts, targets);
  }

  /**
   * One output, right where words 1 and 2 are in the same sentence; both are in every text, once,
   * in either order. In the sentence layout: sentence s begins at token s * wordsPerSentence.
   *
   * @param sentences most sentences of a text; each has at least two
   * @param wordsPerSentence most words of a sentence; each has at least two
   */
  public static ToyTask sameSentence(
      long seed, int documents, int sentences, int wordsPerSentence) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] texts = new int[documents][];
    float[][] targets = new float[documents][1];
    for (int i = 0; i < documents; i++) {
      int[][] text = new int[random.nextInt(2, sentences + 1)][];
      Arrays.setAll(text, s -> distraction(random, random.nextInt(2, wordsPerSentence + 1)));
      int[] of = twoBelow(random, text.length);
      if (random.nextBoolean()) {
        int[] places = twoBelow(random, text[of[0]].length);
        text[of[0]][places[0]] = FIRST;
        text[of[0]][places[1]] = SECOND;
        targets[i][0] = 1;
      } else {
        text[of[0]][random.nextInt(text[of[0]].length)] = FIRST;
        text[of[1]][random.nextInt(text[of[1]].length)] = SECOND;
      }
      texts[i] = laidOut(text, wordsPerSentence);
    }
    return new ToyTask(WORDS, texts, targets);
  }

  /**
   * The same words and targets in the sentence layout, each text cut into sentences of random
   * lengths.
   *
   * @throws IllegalArgumentException where a text does not fit
   */
  public ToyTask inSentences(long seed, int sentences, int wordsPerSentence) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] laidOut = new int[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      laidOut[i] = laidOut(cut(random, texts[i], sentences, wordsPerSentence), wordsPerSentence);
    }
    return new ToyTask(words, laidOut, targets);
  }

  private static int[][] cut(SplittableRandom random, int[] text, int sentences, int longest) {
    if (text.length > sentences * longest) {
      throw new IllegalArgumentException(
          text.length + " words for " + sentences + " sentences of " + longest);
    }
    int[][] result = new int[sentences][0];
    int from = 0;
    for (int s = 0; s < sentences && from < text.length; s++) {
      int left = text.length - from;
      int atLeast = Math.max(1, left - (sentences - s - 1) * longest);
      int length = random.nextInt(atLeast, Math.min(left, longest) + 1);
      result[s] = Arrays.copyOfRange(text, from, from + length);
      from += length;
    }
    return result;
  }

  /** Without the padding behind the last word. */
  private static int[] laidOut(int[][] text, int wordsPerSentence) {
    int[] flat = new int[text.length * wordsPerSentence];
    int end = 0;
    for (int s = 0; s < text.length; s++) {
      System.arraycopy(text[s], 0, flat, s * wordsPerSentence, text[s].length);
      end = text[s].length == 0 ? end : s * wordsPerSentence + text[s].length;
    }
    return Arrays.copyOf(flat, end);
  }

  private static int[] distraction(SplittableRandom random, int length) {
    return random.ints(length, SECOND + 1, WORDS).toArray();
  }

  /** Two different numbers below a limit, in either order. */
  private static int[] twoBelow(SplittableRandom random, int limit) {
    int first = random.nextInt(limit);
    int second = random.nextInt(limit - 1);
    return new int[] {first, second < first ? second : second + 1};
  }
}
