package io.github.polystill.models.training;

import io.github.polystill.models.TextCnn;
import java.util.Arrays;

/** {@link io.github.polystill.models.TextCnn} as loops over windows. */
final class ReferenceTextCnn extends ReferenceNetwork {
  private final TextCnn settings;

  ReferenceTextCnn(TextCnn settings) {
    super(settings.channels());
    this.settings = settings;
  }

  @Override
  double[] features(int[] text) {
    double[] pooled = new double[settings.widths().size() * settings.chunks() * settings.filters()];
    double[][] words = Arrays.stream(text).mapToObj(this::vector).toArray(double[][]::new);
    int slot = 0;
    for (int i = 0; i < settings.widths().size(); i++) {
      int width = settings.widths().get(i);
      pool(words, width, slot, pooled, i * settings.chunks() * settings.filters());
      slot += width;
    }
    return relu(dense("bottleneck", pooled));
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

  private static double[] relu(double[] values) {
    return Arrays.stream(values).map(value -> Math.max(value, 0)).toArray();
  }
}
