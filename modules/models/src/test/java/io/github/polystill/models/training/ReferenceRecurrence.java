package io.github.polystill.models.training;

import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.Arrays;

/**
 * Recurrent layers, attention and pooling as loops over the words of one text, from the formulas of
 * Cho et al. (2014), Hochreiter and Schmidhuber (1997) and Yang et al. (2016).
 */
abstract class ReferenceRecurrence extends ReferenceNetwork {
  ReferenceRecurrence(EmbeddingChannels channels) {
    super(channels);
  }

  final double[][] vectors(int[] words) {
    return Arrays.stream(words).mapToObj(this::vector).toArray(double[][]::new);
  }

  /** States of a GRU, in the order of the inputs also where it reads them backwards. */
  final double[][] gru(String name, double[][] inputs, boolean backward) {
    double[] candidateBias = weights(name + ".candidate_bias");
    int units = candidateBias.length;
    double[][] states = new double[inputs.length][];
    double[] h = new double[units];
    for (int i = 0; i < inputs.length; i++) {
      int t = backward ? inputs.length - 1 - i : i;
      double[] x =
          addProduct(weights(name + ".bias").clone(), inputs[t], weights(name + ".kernel"));
      double[] u = addProduct(new double[3 * units], h, weights(name + ".recurrent_kernel"));
      double[] next = new double[units];
      for (int k = 0; k < units; k++) {
        double z = sigmoid(x[k] + u[k]);
        double r = sigmoid(x[units + k] + u[units + k]);
        double n = Math.tanh(x[2 * units + k] + r * (u[2 * units + k] + candidateBias[k]));
        next[k] = z * h[k] + (1 - z) * n;
      }
      states[t] = next;
      h = next;
    }
    return states;
  }

  /** States of a GRU in each direction side by side. */
  final double[][] bidirectionalGru(String name, double[][] inputs) {
    return joined(gru(name + ".forward", inputs, false), gru(name + ".backward", inputs, true));
  }

  /** States of two layers side by side. */
  static double[][] joined(double[][] forward, double[][] backward) {
    double[][] states = new double[forward.length][];
    Arrays.setAll(states, t -> joined(forward[t], backward[t]));
    return states;
  }

  /** Outputs of an LSTM, likewise; gates in the order i, f, o, g. */
  final double[][] lstm(String name, double[][] inputs, boolean backward) {
    double[][] states = new double[inputs.length][];
    int units = weights(name + ".bias").length / 4;
    double[] h = new double[units];
    double[] c = new double[units];
    for (int i = 0; i < inputs.length; i++) {
      int t = backward ? inputs.length - 1 - i : i;
      double[] a =
          addProduct(weights(name + ".bias").clone(), inputs[t], weights(name + ".kernel"));
      addProduct(a, h, weights(name + ".recurrent_kernel"));
      double[] next = new double[units];
      for (int k = 0; k < units; k++) {
        double written = sigmoid(a[k]) * Math.tanh(a[3 * units + k]);
        c[k] = sigmoid(a[units + k]) * c[k] + written;
        next[k] = sigmoid(a[2 * units + k]) * Math.tanh(c[k]);
      }
      states[t] = next;
      h = next;
    }
    return states;
  }

  /** The sum of the states, weighted by a softmax of their products with the context; 0 of none. */
  final double[] attention(String name, double[][] states, int size) {
    double[] shares = new double[states.length];
    for (int t = 0; t < states.length; t++) {
      double[] u = dense(name, states[t]);
      double score = 0;
      for (int k = 0; k < u.length; k++) {
        score += Math.tanh(u[k]) * weights(name + ".context")[k];
      }
      shares[t] = Math.exp(score);
    }
    double sum = Arrays.stream(shares).sum();
    double[] result = new double[size];
    for (int t = 0; t < states.length; t++) {
      for (int k = 0; k < size; k++) {
        result[k] += shares[t] / sum * states[t][k];
      }
    }
    return result;
  }

  /** The largest of each column; 0 of none. */
  static double[] max(double[][] states, int size) {
    double[] result = new double[size];
    for (int k = 0; k < size; k++) {
      int column = k;
      result[k] = Arrays.stream(states).mapToDouble(state -> state[column]).max().orElse(0);
    }
    return result;
  }

  /** The mean of each column; 0 of none. */
  static double[] mean(double[][] states, int size) {
    double[] result = new double[size];
    for (int k = 0; k < size; k++) {
      int column = k;
      result[k] = Arrays.stream(states).mapToDouble(state -> state[column]).average().orElse(0);
    }
    return result;
  }

  static double[] joined(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
