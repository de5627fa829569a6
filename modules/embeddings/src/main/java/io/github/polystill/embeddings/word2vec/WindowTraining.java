package io.github.polystill.embeddings.word2vec;

import java.util.Arrays;

/**
 * Trains on one sentence. All pairs of a window share their negative samples (Ji et al. 2016),
 * which are then fetched once per window instead of once per pair. There are more of them than the
 * settings say, each with less weight: the gradient is the same on average and varies less. Within
 * a window the pairs follow one another as in the original program, each seeing the outputs as the
 * one before left them.
 */
final class WindowTraining {
  /** Rows of a matrix as one thread sees them, padding included. */
  interface RowAccess {
    /** Copies a row. */
    void load(int row, float[] target);

    /** Adds to a row. */
    void add(int row, float[] change);
  }

  /** Shared negatives for each one that a pair is to meet, rounded up. */
  private static final double SHARED_PER_PAIR = 1.5;

  private final Word2VecSettings settings;
  private final RowAccess inputs;
  private final RowAccess outputs;
  private final AliasTable negatives;
  private final RandomState random;

  private final float negativeWeight;
  private final int[] targets;
  private final float[] weights;
  private final float[][] outputRows;
  private final float[][] loadedRows;
  private final float[] logits;
  private final float[] input;
  private final float[] gradient;

  WindowTraining(
      Word2VecSettings settings,
      RowAccess inputs,
      RowAccess outputs,
      AliasTable negatives,
      RandomState random) {
    this.settings = settings;
    this.inputs = inputs;
    this.outputs = outputs;
    this.negatives = negatives;
    this.random = random;
    int stride = FloatRows.stride(settings.dimensions());
    int shared = (int) Math.ceil(SHARED_PER_PAIR * settings.negatives());
    this.negativeWeight = (float) settings.negatives() / shared;
    this.targets = new int[1 + shared];
    this.weights = new float[targets.length];
    this.outputRows = new float[targets.length][stride];
    this.loadedRows = new float[targets.length][stride];
    this.logits = new float[targets.length];
    this.input = new float[stride];
    this.gradient = new float[stride];
  }

  /** Trains on all windows of the first words of an array. */
  void train(int[] sentence, int length, float alpha) {
    for (int centre = 0; centre < length; centre++) {
      int reach = 1 + random.below(settings.window());
      int begin = Math.max(0, centre - reach);
      int end = Math.min(length, centre + reach + 1);
      if (end - begin > 1) {
        int count = drawTargets(sentence[centre]);
        trainWindow(sentence, begin, centre, end, count, alpha);
      }
    }
  }

  void trainWindow(int[] sentence, int begin, int centre, int end, int count, float alpha) {
    for (int j = 0; j < count; j++) {
      outputs.load(targets[j], outputRows[j]);
      System.arraycopy(outputRows[j], 0, loadedRows[j], 0, outputRows[j].length);
    }
    if (settings.algorithm() == Algorithm.SKIP_GRAM) {
      skipGram(sentence, begin, centre, end, count, alpha);
    } else {
      cbow(sentence, begin, centre, end, count, alpha);
    }
    for (int j = 0; j < count; j++) {
      Kernel.subtract(loadedRows[j], outputRows[j]);
      outputs.add(targets[j], outputRows[j]);
    }
  }

  private void skipGram(int[] sentence, int begin, int centre, int end, int count, float alpha) {
    for (int i = begin; i < end; i++) {
      if (i != centre) {
        inputs.load(sentence[i], input);
        step(count, alpha);
        inputs.add(sentence[i], gradient);
      }
    }
  }

  private void cbow(int[] sentence, int begin, int centre, int end, int count, float alpha) {
    float[] mean = input;
    float[] row = gradient;
    Arrays.fill(mean, 0);
    for (int i = begin; i < end; i++) {
      if (i != centre) {
        inputs.load(sentence[i], row);
        Kernel.add(row, mean);
      }
    }
    int context = end - begin - 1;
    for (int d = 0; d < mean.length; d++) {
      mean[d] /= context;
    }
    step(count, alpha);
    for (int i = begin; i < end; i++) {
      if (i != centre) {
        inputs.add(sentence[i], gradient);
      }
    }
  }

  /** From the input to its gradient, changing the outputs. */
  private void step(int count, float alpha) {
    Kernel.dots(input, outputRows, count, logits);
    Arrays.fill(gradient, 0);
    for (int j = 0; j < count; j++) {
      float probability = Kernel.sigmoid(logits[j]);
      float g = (j == 0 ? 1 - probability : -probability * weights[j]) * alpha;
      Kernel.update(g, input, outputRows[j], gradient);
    }
  }

  /**
   * The word and its distinct negatives. A negative that is the word itself is left out, as in the
   * original; one drawn twice counts twice.
   */
  private int drawTargets(int word) {
    targets[0] = word;
    int count = 1;
    for (int draw = 1; draw < targets.length; draw++) {
      int drawn = negatives.draw(random);
      if (drawn != word) {
        int j = 1;
        while (j < count && targets[j] != drawn) {
          j++;
        }
        if (j == count) {
          targets[count++] = drawn;
          weights[j] = 0;
        }
        weights[j] += negativeWeight;
      }
    }
    return count;
  }
}
