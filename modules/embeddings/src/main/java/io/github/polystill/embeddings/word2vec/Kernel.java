package io.github.polystill.embeddings.word2vec;

/**
 * The arithmetic of a step. Every array begins at the same index, which lets the JIT compiler turn
 * the update into vector instructions; it may not reorder a sum, so several are formed at once.
 */
final class Kernel {
  private static final float SIGMOID_LIMIT = 8;
  private static final int STEPS_PER_UNIT = 256;
  private static final float[] SIGMOIDS = sigmoids();

  private Kernel() {}

  /** Dot products of an input with the first {@code n} outputs. */
  static void dots(float[] input, float[][] outputs, int n, float[] sums) {
    int j = 0;
    for (; j + 6 <= n; j += 6) {
      dots6(input, outputs, j, sums);
    }
    for (; j + 3 <= n; j += 3) {
      dots3(input, outputs, j, sums);
    }
    for (; j < n; j++) {
      sums[j] = dot(input, outputs[j]);
    }
  }

  private static void dots6(float[] input, float[][] outputs, int j, float[] sums) {
    float[] a = outputs[j];
    float[] b = outputs[j + 1];
    float[] c = outputs[j + 2];
    float[] d = outputs[j + 3];
    float[] e = outputs[j + 4];
    float[] f = outputs[j + 5];
    float sumA = 0;
    float sumB = 0;
    float sumC = 0;
    float sumD = 0;
    float sumE = 0;
    float sumF = 0;
    for (int i = 0; i < input.length; i++) {
      float x = input[i];
      sumA += x * a[i];
      sumB += x * b[i];
      sumC += x * c[i];
      sumD += x * d[i];
      sumE += x * e[i];
      sumF += x * f[i];
    }
    sums[j] = sumA;
    sums[j + 1] = sumB;
    sums[j + 2] = sumC;
    sums[j + 3] = sumD;
    sums[j + 4] = sumE;
    sums[j + 5] = sumF;
  }

  private static void dots3(float[] input, float[][] outputs, int j, float[] sums) {
    float[] a = outputs[j];
    float[] b = outputs[j + 1];
    float[] c = outputs[j + 2];
    float sumA = 0;
    float sumB = 0;
    float sumC = 0;
    for (int i = 0; i < input.length; i++) {
      float x = input[i];
      sumA += x * a[i];
      sumB += x * b[i];
      sumC += x * c[i];
    }
    sums[j] = sumA;
    sums[j + 1] = sumB;
    sums[j + 2] = sumC;
  }

  private static float dot(float[] x, float[] y) {
    float sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** Adds {@code g * output} to the gradient, then {@code g * input} to the output. */
  static void update(float g, float[] input, float[] output, float[] gradient) {
    for (int i = 0; i < input.length; i++) {
      float old = output[i];
      gradient[i] += g * old;
      output[i] = old + g * input[i];
    }
  }

  static void add(float[] source, float[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] += source[i];
    }
  }

  static void subtract(float[] source, float[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] -= source[i];
    }
  }

  /** The logistic function from a table, exact to about a thousandth and 0 or 1 beyond 8. */
  static float sigmoid(float x) {
    if (x >= SIGMOID_LIMIT) {
      return 1;
    }
    // Not a number must not become an index.
    return x > -SIGMOID_LIMIT ? SIGMOIDS[(int) ((x + SIGMOID_LIMIT) * STEPS_PER_UNIT + 0.5f)] : 0;
  }

  private static float[] sigmoids() {
    float[] table = new float[(int) (2 * SIGMOID_LIMIT * STEPS_PER_UNIT) + 1];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (1 / (1 + Math.exp(SIGMOID_LIMIT - (double) i / STEPS_PER_UNIT)));
    }
    return table;
  }
}
