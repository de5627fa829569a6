package io.github.polystill.models;

import io.github.polystill.embeddings.EmbeddingMatrix;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Seeded random texts, vectors, targets and weights. */
public final class RandomInputs {
  private final SplittableRandom random;

  public RandomInputs(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Values uniform in ±scale. */
  public float[] values(int size, double scale) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  /** Word vectors; that of padding is not zero, since no network may read it. */
  public EmbeddingMatrix vectors(int words, int dimensions) {
    return new EmbeddingMatrix(values(words * dimensions, 1), words, dimensions);
  }

  /** Texts of the given lengths, words 1 up to {@code words} exclusive. */
  public int[][] texts(int words, int... lengths) {
    int[][] texts = new int[lengths.length][];
    for (int i = 0; i < lengths.length; i++) {
      texts[i] = random.ints(lengths[i], 1, words).toArray();
    }
    return texts;
  }

  /** Texts of random lengths from 0 to {@code longest}. */
  public int[][] texts(int count, int words, int longest) {
    return texts(words, random.ints(count, 0, longest + 1).toArray());
  }

  /**
   * A text in the sentence layout: from every sentence some words at its end are taken away, and
   * the padding behind the last word that is left.
   */
  public int[] inSentences(int[] text, int wordsPerSentence) {
    int[] cut = text.clone();
    int end = 0;
    for (int from = 0; from < text.length; from += wordsPerSentence) {
      int to = Math.min(text.length, from + wordsPerSentence);
      int kept = random.nextInt(from, to + 1);
      Arrays.fill(cut, kept, to, 0);
      end = kept > from ? kept : end;
    }
    return Arrays.copyOf(cut, end);
  }

  /** Responses in [0, 1], or their rounded values. */
  public float[][] targets(int rows, int outputs, boolean soft) {
    float[][] targets = new float[rows][outputs];
    for (float[] row : targets) {
      for (int i = 0; i < outputs; i++) {
        double response = random.nextDouble();
        row[i] = (float) (soft ? response : Math.rint(response));
      }
    }
    return targets;
  }

  /** Other values for the given weights, biases not zero. */
  public Map<String, float[]> weightsLike(Map<String, float[]> weights) {
    Map<String, float[]> others = new TreeMap<>();
    new TreeMap<>(weights).forEach((name, old) -> others.put(name, values(old.length, 0.6)));
    return others;
  }
}
