package io.github.polystill.models.training;

import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * TextCNN and its loss once more: loops over windows in double precision, text by text, from the
 * formulas of {@link io.github.polystill.models.layers.TokenConvolution}, {@link
 * io.github.polystill.models.TextCnn} and {@link WeightedCrossEntropy}.
 */
final class ReferenceTextCnn {
  private final TextCnnSettings settings;
  private final int dimensions;
  private final int outputs;
  private final Map<String, double[]> weights = new HashMap<>();

  ReferenceTextCnn(
      TextCnnSettings settings, int dimensions, int outputs, Map<String, float[]> weights) {
    this.settings = settings;
    this.dimensions = dimensions;
    this.outputs = outputs;
    weights.forEach(
        (name, values) -> {
          double[] doubles = new double[values.length];
          Arrays.setAll(doubles, i -> values[i]);
          this.weights.put(name, doubles);
        });
  }

  /** The live values of a parameter: a change of an element changes the network. */
  double[] weights(String name) {
    return weights.get(name);
  }

  double[] logits(int[] text) {
    double[] pooled = new double[settings.widths().size() * settings.chunks() * settings.filters()];
    double[][] words = Arrays.stream(text).mapToObj(this::vector).toArray(double[][]::new);
    int slot = 0;
    for (int i = 0; i < settings.widths().size(); i++) {
      int width = settings.widths().get(i);
      pool(words, width, slot, pooled, i * settings.chunks() * settings.filters());
      slot += width;
    }
    double[] hidden = dense("bottleneck", pooled, settings.bottleneck());
    return dense("output", relu(hidden), outputs);
  }

  private void pool(double[][] words, int width, int slot, double[] pooled, int offset) {
    int windows = Math.max(words.length - width + 1, 1);
    int chunks = settings.chunks();
    for (int filter = 0; filter < settings.filters(); filter++) {
      double bias = weights("convolution.bias_" + width)[filter];
      for (int chunk = 0; chunk < chunks; chunk++) {
        int from = (int) Math.floor((double) chunk * windows / chunks);
        int to = (int) Math.ceil((chunk + 1.0) * windows / chunks);
        double maximum = Double.NEGATIVE_INFINITY;
        for (int t = from; t < to; t++) {
          maximum = Math.max(maximum, feature(words, t, width, slot, filter));
        }
        pooled[offset + chunk * settings.filters() + filter] = Math.max(maximum + bias, 0);
      }
    }
  }

  private double feature(double[][] words, int start, int width, int slot, int filter) {
    int columns = settings.widths().stream().mapToInt(Integer::intValue).sum() * settings.filters();
    double[] kernel = weights("convolution.weights");
    double sum = 0;
    for (int j = 0; j < width && start + j < words.length; j++) {
      int column = (slot + j) * settings.filters() + filter;
      for (int d = 0; d < words[start + j].length; d++) {
        sum += words[start + j][d] * kernel[d * columns + column];
      }
    }
    return sum;
  }

  private double[] vector(int word) {
    EmbeddingChannels channels = settings.channels();
    double[] vector = new double[dimensions * channels.count()];
    int next = 0;
    if (channels.frozen()) {
      System.arraycopy(weights("embedding.frozen"), word * dimensions, vector, 0, dimensions);
      next = dimensions;
    }
    if (channels.fineTuned()) {
      double[] table = weights("embedding.fine_tuned");
      System.arraycopy(table, word * dimensions, vector, next, dimensions);
    }
    return vector;
  }

  private double[] dense(String name, double[] input, int units) {
    double[] result = weights(name + ".bias").clone();
    for (int i = 0; i < input.length; i++) {
      for (int unit = 0; unit < units; unit++) {
        result[unit] += input[i] * weights(name + ".weights")[i * units + unit];
      }
    }
    return result;
  }

  private static double[] relu(double[] values) {
    return Arrays.stream(values).map(value -> Math.max(value, 0)).toArray();
  }

  double loss(int[][] texts, float[][] targets, double classWeight) {
    double sum = 0;
    for (int i = 0; i < texts.length; i++) {
      double[] logits = logits(texts[i]);
      for (int output = 0; output < outputs; output++) {
        double probability = 1 / (1 + Math.exp(-logits[output]));
        double target = targets[i][output];
        sum -=
            classWeight * target * Math.log(probability) + (1 - target) * Math.log(1 - probability);
      }
    }
    return sum / (texts.length * outputs);
  }

  /** Central finite difference of the loss for one element of a parameter. */
  double derivative(
      String name, int element, int[][] texts, float[][] targets, double classWeight) {
    double[] values = weights(name);
    double old = values[element];
    double epsilon = 1e-6;
    values[element] = old + epsilon;
    double above = loss(texts, targets, classWeight);
    values[element] = old - epsilon;
    double below = loss(texts, targets, classWeight);
    values[element] = old;
    return (above - below) / (2 * epsilon);
  }
}
