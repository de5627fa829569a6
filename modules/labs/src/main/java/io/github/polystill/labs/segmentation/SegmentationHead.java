package io.github.polystill.labs.segmentation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a word begins at, by the states that an encoder has for a character and for some on either
 * side: one hidden layer, trained by Adam on the logistic loss. The same for any number of threads.
 */
final class SegmentationHead {
  private static final int BATCH = 256;
  private static final float RATE = 1e-3f;

  /**
   * The states of a text, those of its first and last token among them, and which characters begin
   * a word.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Example(float[] states, boolean[] begins) {}

  private final int width;
  private final int window;
  private final int units;

  /** [(2 window + 1) width x units], then the biases; and the layer above with its bias. */
  private final float[] hidden;

  private final float[] above;
  private final Adam ofHidden;
  private final Adam ofAbove;

  SegmentationHead(int width, int window, int units, long seed) {
    this.width = width;
    this.window = window;
    this.units = units;
    SplittableRandom random = new SplittableRandom(seed);
    int inputs = (2 * window + 1) * width;
    this.hidden = new float[(inputs + 1) * units];
    this.above = new float[units + 1];
    float range = (float) Math.sqrt(6.0 / inputs);
    for (int i = 0; i < inputs * units; i++) {
      hidden[i] = (2 * random.nextFloat() - 1) * range;
    }
    for (int i = 0; i < units; i++) {
      above[i] = (2 * random.nextFloat() - 1) * (float) Math.sqrt(6.0 / units);
    }
    this.ofHidden = new Adam(hidden);
    this.ofAbove = new Adam(above);
  }

  private static final class Adam {
    final float[] values;
    final float[] gradient;
    private final float[] mean;
    private final float[] square;

    Adam(float[] values) {
      this.values = values;
      this.gradient = new float[values.length];
      this.mean = new float[values.length];
      this.square = new float[values.length];
    }

    void step(int from, int to, int steps, float rate) {
      float scale =
          (float) (rate * Math.sqrt(1 - Math.pow(0.999, steps)) / (1 - Math.pow(0.9, steps)));
      for (int i = from; i < to; i++) {
        float g = gradient[i];
        mean[i] += 0.1f * (g - mean[i]);
        square[i] += 0.001f * (g * g - square[i]);
        values[i] -= scale * mean[i] / ((float) Math.sqrt(square[i]) + 1e-8f);
        gradient[i] = 0;
      }
    }
  }

  /** Trains on all characters of some texts, in another order in each epoch. */
  void train(List<Example> examples, int epochs, long seed) {
    int[] texts = new int[examples.stream().mapToInt(it -> it.begins().length).sum()];
    int[] characters = new int[texts.length];
    int all = 0;
    for (int text = 0; text < examples.size(); text++) {
      for (int i = 0; i < examples.get(text).begins().length; i++) {
        texts[all] = text;
        characters[all++] = i;
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    int steps = 0;
    int last = (all + BATCH - 1) / BATCH * epochs;
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int i = all - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        swap(texts, i, j);
        swap(characters, i, j);
      }
      for (int begin = 0; begin < all; begin += BATCH) {
        int end = Math.min(begin + BATCH, all);
        step(
            examples,
            Arrays.copyOfRange(texts, begin, end),
            Arrays.copyOfRange(characters, begin, end),
            ++steps,
            RATE * (1 - (float) steps / (last + 1)));
      }
    }
  }

  private static void swap(int[] values, int i, int j) {
    int kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }

  private void step(List<Example> examples, int[] texts, int[] characters, int steps, float rate) {
    int size = texts.length;
    float[][] inputs = new float[size][];
    float[][] active = new float[size][];
    float[] errors = new float[size];
    IntStream.range(0, size)
        .parallel()
        .forEach(
            i -> {
              Example its = examples.get(texts[i]);
              inputs[i] = input(its, characters[i]);
              active[i] = active(inputs[i]);
              float truth = its.begins()[characters[i]] ? 1 : 0;
              errors[i] = (sigmoid(logit(active[i])) - truth) / size;
            });
    for (int i = 0; i < size; i++) {
      for (int unit = 0; unit < units; unit++) {
        float through = active[i][unit] > 0 ? errors[i] * above[unit] : 0;
        ofAbove.gradient[unit] += errors[i] * active[i][unit];
        active[i][unit] = through;
      }
      ofAbove.gradient[units] += errors[i];
    }
    int rows = hidden.length / units;
    IntStream.range(0, rows)
        .parallel()
        .forEach(
            row -> {
              for (int i = 0; i < size; i++) {
                float value = row == rows - 1 ? 1 : inputs[i][row];
                float[] through = active[i];
                for (int unit = 0; unit < units; unit++) {
                  ofHidden.gradient[row * units + unit] += value * through[unit];
                }
              }
              ofHidden.step(row * units, (row + 1) * units, steps, rate);
            });
    ofAbove.step(0, above.length, steps, rate);
  }

  /** Whether a character begins a word. */
  boolean begins(Example example, int character) {
    return logit(active(input(example, character))) > 0;
  }

  /** The states around a character; beyond the text's tokens they are 0. */
  private float[] input(Example example, int character) {
    float[] input = new float[(2 * window + 1) * width];
    int from = (character + 1 - window) * width;
    int begin = Math.max(from, 0);
    int end = Math.min(from + input.length, example.states().length);
    System.arraycopy(example.states(), begin, input, begin - from, end - begin);
    return input;
  }

  private float[] active(float[] input) {
    float[] sums = Arrays.copyOfRange(hidden, hidden.length - units, hidden.length);
    for (int row = 0; row < input.length; row++) {
      float value = input[row];
      for (int unit = 0; unit < units; unit++) {
        sums[unit] += value * hidden[row * units + unit];
      }
    }
    for (int unit = 0; unit < units; unit++) {
      sums[unit] = Math.max(sums[unit], 0);
    }
    return sums;
  }

  private float logit(float[] active) {
    float logit = above[units];
    for (int unit = 0; unit < units; unit++) {
      logit += above[unit] * active[unit];
    }
    return logit;
  }

  private static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  /**
   * Appends it to a graph of an encoder.
   *
   * @param states name of its output [sequences, tokens, width]
   * @return the logits of B and I [sequences, tokens, 2]; that of I is 0
   */
  String append(OnnxGraph graph, String states) {
    int kernel = 2 * window + 1;
    float[] convolution = new float[kernel * width * units];
    for (int unit = 0; unit < units; unit++) {
      for (int place = 0; place < kernel; place++) {
        for (int i = 0; i < width; i++) {
          convolution[(unit * width + i) * kernel + place] =
              hidden[(place * width + i) * units + unit];
        }
      }
    }
    // What stands in the place of padding is not 0.
    String mask =
        graph.node(
            "Reshape",
            graph.node("Cast", "attention_mask", OnnxGraph.number("to", 1)),
            graph.wholeNumbers(0, 0, 1));
    String masked = graph.node("Mul", states, mask);
    String sums =
        graph.node(
            "Conv",
            graph.node("Transpose", masked, OnnxGraph.numbers("perm", 0, 2, 1)),
            graph.constant(convolution, units, width, kernel),
            graph.constant(Arrays.copyOfRange(hidden, hidden.length - units, hidden.length), units),
            OnnxGraph.numbers("pads", window, window));
    float[] both = new float[2 * units];
    for (int unit = 0; unit < units; unit++) {
      both[2 * unit] = above[unit];
    }
    String active =
        graph.node("Transpose", graph.node("Relu", sums), OnnxGraph.numbers("perm", 0, 2, 1));
    return graph.node(
        "Add",
        graph.node("MatMul", active, graph.constant(both, units, 2)),
        graph.constant(new float[] {above[units], 0}, 2));
  }
}
