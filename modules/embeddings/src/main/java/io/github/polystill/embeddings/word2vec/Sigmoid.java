package io.github.polystill.embeddings.word2vec;

/** The logistic function from a table, exact to about a thousandth and 0 or 1 beyond 8. */
final class Sigmoid {
  private static final float LIMIT = 8;
  private static final int STEPS_PER_UNIT = 256;
  private static final float[] TABLE = table();

  private Sigmoid() {}

  static float of(float x) {
    if (x >= LIMIT) {
      return 1;
    }
    // Not a number must not become an index.
    return x > -LIMIT ? TABLE[(int) ((x + LIMIT) * STEPS_PER_UNIT + 0.5f)] : 0;
  }

  private static float[] table() {
    float[] table = new float[(int) (2 * LIMIT * STEPS_PER_UNIT) + 1];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (1 / (1 + Math.exp(LIMIT - (double) i / STEPS_PER_UNIT)));
    }
    return table;
  }
}
