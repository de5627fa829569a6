package io.github.polystill.labs.segmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A word segmenter of random weights that computes as much as one of CKIP's: what it says means
 * nothing.
 *
 * @param layers that have their own weights in a BERT and the same ones in an ALBERT
 * @param inner units of the feed-forward part
 * @param factor width of the embeddings; another than {@code width} in an ALBERT
 */
public record RandomBert(
    String name, int layers, int heads, int width, int inner, int factor, boolean isAlbert) {
  /** ckiplab/bert-tiny-chinese, as its configuration has it. */
  public static final RandomBert TINY = new RandomBert("bert-tiny", 4, 12, 312, 1248, 312, false);

  /** ckiplab/bert-base-chinese. */
  public static final RandomBert BASE = new RandomBert("bert-base", 12, 12, 768, 3072, 768, false);

  /** ckiplab/albert-tiny-chinese. */
  public static final RandomBert ALBERT_TINY =
      new RandomBert("albert-tiny", 4, 12, 312, 1248, 128, true);

  /** ckiplab/albert-base-chinese. */
  public static final RandomBert ALBERT_BASE =
      new RandomBert("albert-base", 12, 12, 768, 3072, 128, true);

  private static final int VOCABULARY = 21128;
  private static final int POSITIONS = 512;
  private static final int FIRST_CHARACTER = 0x4E00;

  /** Writes the files of a CKIP model. */
  public void write(Path directory) throws IOException {
    List<String> vocabulary = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
    for (int i = 0; vocabulary.size() < VOCABULARY; i++) {
      vocabulary.add(Character.toString(FIRST_CHARACTER + i));
    }
    new Writer(new SplittableRandom(1)).write(directory, vocabulary);
  }

  private final class Writer {
    private final SplittableRandom random;
    private final OnnxGraph graph = OnnxGraph.ofBert();

    Writer(SplittableRandom random) {
      this.random = random;
    }

    void write(Path directory, List<String> vocabulary) throws IOException {
      String length = graph.node("Gather", graph.node("Shape", "input_ids"), graph.wholeNumbers(1));
      String positions =
          graph.node("Slice", matrix(POSITIONS, factor), graph.wholeNumbers(0), length);
      String x =
          graph.node(
              "Add",
              graph.node("Gather", matrix(VOCABULARY, factor), "input_ids"),
              graph.node("Gather", matrix(2, factor), "token_type_ids"));
      x = norm(graph.node("Add", x, positions), factor);
      if (factor != width) {
        x = linear(x, factor, width);
      }
      String kept =
          graph.node(
              "Cast",
              graph.node("Unsqueeze", "attention_mask", graph.wholeNumbers(1, 2)),
              OnnxGraph.number("to", 1));
      String mask =
          graph.node(
              "Mul", graph.node("Sub", graph.constant(1), kept), graph.constant(-Float.MAX_VALUE));
      for (int layer = 0; layer < layers; layer++) {
        x = layer(x, mask);
      }
      graph.write(directory, linear(x, width, 2), vocabulary);
    }

    private String layer(String x, String mask) {
      String query = heads(x, 0, 2, 1, 3);
      String key = heads(x, 0, 2, 3, 1);
      String scores = graph.node("MatMul", query, key);
      scores = graph.node("Div", scores, graph.constant((float) Math.sqrt((double) width / heads)));
      String shares =
          graph.node("Softmax", graph.node("Add", scores, mask), OnnxGraph.number("axis", -1));
      String mixed =
          graph.node(
              "Transpose",
              graph.node("MatMul", shares, heads(x, 0, 2, 1, 3)),
              OnnxGraph.numbers("perm", 0, 2, 1, 3));
      mixed = graph.node("Reshape", mixed, graph.wholeNumbers(0, 0, width));
      String attended = norm(graph.node("Add", x, linear(mixed, width, width)), width);
      String units = linear(attended, width, inner);
      String curve =
          graph.node("Erf", graph.node("Div", units, graph.constant((float) Math.sqrt(2))));
      String activated =
          graph.node(
              "Mul",
              graph.node("Mul", units, graph.constant(0.5f)),
              graph.node("Add", curve, graph.constant(1)));
      return norm(graph.node("Add", attended, linear(activated, inner, width)), width);
    }

    private String heads(String x, long... order) {
      String split =
          graph.node(
              "Reshape", linear(x, width, width), graph.wholeNumbers(0, 0, heads, width / heads));
      return graph.node("Transpose", split, OnnxGraph.numbers("perm", order));
    }

    private String linear(String x, int rows, int columns) {
      return graph.node(
          "Add",
          graph.node("MatMul", x, matrix(rows, columns)),
          graph.constant(new float[columns], columns));
    }

    private String norm(String x, int size) {
      float[] ones = new float[size];
      Arrays.fill(ones, 1);
      return graph.node(
          "LayerNormalization",
          x,
          graph.constant(ones, size),
          graph.constant(new float[size], size),
          OnnxGraph.number("axis", -1));
    }

    private String matrix(int rows, int columns) {
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = (random.nextFloat() - 0.5f) / 10;
      }
      return graph.constant(values, rows, columns);
    }
  }
}
