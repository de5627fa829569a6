package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Convolutions of several widths over embedded tokens, dynamic max pooling and ReLU (Liu et al.
 * 2017, section 3).
 *
 * <p>For a width k a text of n tokens has m = max(n - k + 1, 1) windows (shorter texts are padded
 * with zero vectors to k). Filter f at window t is {@code sum_j x[t + j] . W_kj[:, f]}. The windows
 * are cut into p chunks, chunk c from floor(c m / p) to ceil((c + 1) m / p) exclusive, which is
 * never empty; the maximum of each is {@code relu(max + b_k[f])}. All bounds follow the text's own
 * length, so padding changes nothing.
 *
 * <p>A product {@code x . W_kj} depends on the token alone, so it is computed once per distinct
 * token of the batch, and a window adds up k of its rows. Backwards, only the winning windows carry
 * a gradient: it is added up per distinct token, and two matrix products give those of W and x.
 */
public final class TokenConvolution implements GradientPart {
  private final Ops tf;
  private final List<Integer> widths;
  private final int filters;
  private final int chunks;
  private final int slots;
  private final DistinctTokens tokens;
  private final EmbeddingLookup embedding;
  private final Operand<TFloat32> weights;
  private final Parameter weightsParameter;
  private final List<Parameter> biasParameters = new ArrayList<>();
  private final List<Operand<TFloat32>> outputs = new ArrayList<>();
  private final List<Operand<TInt32>> winners = new ArrayList<>();
  private final int vectorSize;

  /**
   * Adds the layer.
   *
   * @param ids [B, T] token ids, padded with 0 behind the last token; T may be 0
   * @return [B, widths * chunks * filters]
   */
  public static Operand<TFloat32> apply(
      LayerScope scope,
      Operand<TInt32> ids,
      EmbeddingTableShape table,
      EmbeddingChannels channels,
      List<Integer> widths,
      int filters,
      int chunks) {
    TokenConvolution layer =
        new TokenConvolution(scope, ids, table, channels, widths, filters, chunks);
    scope.addGradientPart(layer);
    return layer.flattened();
  }

  private TokenConvolution(
      LayerScope scope,
      Operand<TInt32> ids,
      EmbeddingTableShape table,
      EmbeddingChannels channels,
      List<Integer> widths,
      int filters,
      int chunks) {
    this.tf = scope.tf();
    this.widths = widths;
    this.filters = filters;
    this.chunks = chunks;
    this.slots = widths.stream().mapToInt(Integer::intValue).sum();
    int widest = widths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    this.tokens = DistinctTokens.of(tf, ids, widest);
    this.embedding = new EmbeddingLookup(scope, table, channels, tokens.ids());
    this.vectorSize = table.dimensions() * channels.count();
    this.weightsParameter =
        scope.parameter(
            "convolution.weights",
            Shape.of(vectorSize, (long) slots * filters),
            Parameter.Role.DENSE,
            this::initialWeights);
    this.weights = tf.identity(weightsParameter.variable());
    Operand<TFloat32> products =
        tf.reshape(tf.linalg.matMul(embedding.vectors(), weights), tf.array(-1, filters));
    int slot = 0;
    for (int width : widths) {
      addWidth(scope, products, width, slot);
      slot += width;
    }
  }

  /**
   * Glorot-uniform for each width on its own: fan in width * vector size, fan out width * filters.
   */
  private float[] initialWeights(int size, SplittableRandom random) {
    float[] values = new float[size];
    int columns = slots * filters;
    int firstColumn = 0;
    for (int width : widths) {
      double limit = Math.sqrt(6.0 / ((double) width * vectorSize + (double) width * filters));
      for (int row = 0; row < vectorSize; row++) {
        for (int column = firstColumn; column < firstColumn + width * filters; column++) {
          values[row * columns + column] = (float) (limit * (2 * random.nextDouble() - 1));
        }
      }
      firstColumn += width * filters;
    }
    return values;
  }

  private void addWidth(LayerScope scope, Operand<TFloat32> products, int width, int slot) {
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> p = tf.constant(chunks);
    Operand<TInt32> windows =
        tf.expandDims(
            tf.math.maximum(tf.math.sub(tokens.lengths(), tf.constant(width - 1)), one), one);
    Operand<TInt32> chunk = tf.constant(ascending(chunks));
    Operand<TInt32> start = tf.math.floorDiv(tf.math.mul(windows, chunk), p);
    Operand<TInt32> end =
        tf.math.floorDiv(
            tf.math.add(tf.math.mul(windows, tf.math.add(chunk, one)), tf.constant(chunks - 1)), p);
    Operand<TInt32> longest = tf.reduceMax(tf.math.sub(end, start), tf.array(0, 1));
    Operand<TInt32> rowStart = tf.expandDims(textOffsets(), tf.constant(1));
    Operand<TInt32> first = tf.expandDims(tf.math.add(start, rowStart), tf.constant(2));
    Operand<TInt32> last =
        tf.expandDims(tf.math.sub(tf.math.add(end, rowStart), one), tf.constant(2));
    // Behind its end a chunk repeats its last window, which changes no maximum.
    Operand<TInt32> window =
        tf.math.minimum(tf.math.add(first, tf.range(tf.constant(0), longest, one)), last);
    List<Operand<TFloat32>> terms = new ArrayList<>();
    for (int j = 0; j < width; j++) {
      terms.add(tf.gather(products, productRow(window, j, slot + j), tf.constant(0)));
    }
    Operand<TFloat32> features = width == 1 ? terms.get(0) : tf.math.addN(terms);
    Parameter bias =
        scope.parameter(
            "convolution.bias_" + width,
            Shape.of(filters),
            Parameter.Role.DENSE,
            Initializer.ZEROS);
    biasParameters.add(bias);
    outputs.add(
        tf.nn.relu(
            tf.math.add(tf.reduceMax(features, tf.constant(2)), tf.identity(bias.variable()))));
    if (scope.isTraining()) {
      Operand<TInt32> winner = tf.math.argMax(features, tf.constant(2), TInt32.class);
      winners.add(tf.math.minimum(tf.math.add(first, winner), last));
    }
  }

  /** Where in the flat batch each text starts, [B]. */
  private Operand<TInt32> textOffsets() {
    Operand<TInt32> texts = tf.size(tokens.lengths());
    return tf.math.mul(tf.range(tf.constant(0), texts, tf.constant(1)), tokens.width());
  }

  /** Rows of the token-by-slot products that hold the j-th term of the given windows. */
  private Operand<TInt32> productRow(Operand<TInt32> window, int j, int slot) {
    Operand<TInt32> token =
        tf.gather(tokens.indexes(), tf.math.add(window, tf.constant(j)), tf.constant(0));
    return tf.math.add(tf.math.mul(token, tf.constant(slots)), tf.constant(slot));
  }

  private Operand<TFloat32> flattened() {
    int columns = chunks * filters;
    List<Operand<TFloat32>> flat = new ArrayList<>();
    for (Operand<TFloat32> output : outputs) {
      flat.add(tf.reshape(output, tf.array(-1, columns)));
    }
    return flat.size() == 1 ? flat.get(0) : tf.concat(flat, tf.constant(1));
  }

  @Override
  public List<Operand<TFloat32>> outputs() {
    return List.copyOf(outputs);
  }

  @Override
  public Gradients backward(List<Operand<TFloat32>> outputGradients) {
    Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
    List<Operand<TFloat32>> values = new ArrayList<>();
    List<Operand<TInt32>> cells = new ArrayList<>();
    Operand<TInt32> filter = tf.constant(ascending(filters));
    int slot = 0;
    for (int i = 0; i < widths.size(); i++) {
      Operand<TFloat32> active =
          tf.dtypes.cast(tf.math.greater(outputs.get(i), tf.constant(0f)), TFloat32.class);
      Operand<TFloat32> gradient = tf.math.mul(outputGradients.get(i), active);
      dense.put(biasParameters.get(i), tf.reduceSum(gradient, tf.array(0, 1)));
      Operand<TFloat32> flat = tf.reshape(gradient, tf.array(-1));
      for (int j = 0; j < widths.get(i); j++) {
        Operand<TInt32> row = productRow(winners.get(i), j, slot + j);
        Operand<TInt32> cell = tf.math.add(tf.math.mul(row, tf.constant(filters)), filter);
        cells.add(tf.reshape(cell, tf.array(-1)));
        values.add(flat);
      }
      slot += widths.get(i);
    }
    Operand<TFloat32> products = productGradient(cells, values);
    dense.put(
        weightsParameter, tf.linalg.matMul(embedding.vectors(), products, MatMul.transposeA(true)));
    Map<Parameter, RowGradient> rows = new LinkedHashMap<>();
    Optional<Parameter> table = embedding.fineTunedTable();
    table.ifPresent(parameter -> rows.put(parameter, tableGradient(parameter, products)));
    return new Gradients(dense, rows);
  }

  /** Gradient of the token-by-slot products, [U, slots * filters]. */
  private Operand<TFloat32> productGradient(
      List<Operand<TInt32>> cells, List<Operand<TFloat32>> values) {
    int columns = slots * filters;
    Operand<TInt32> size = tf.math.mul(tf.size(tokens.ids()), tf.constant(columns));
    Operand<TFloat32> sums = tf.math.unsortedSegmentSum(join(values), join(cells), size);
    return tf.reshape(sums, tf.array(-1, columns));
  }

  private <T extends TType> Operand<T> join(List<Operand<T>> parts) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
  }

  private RowGradient tableGradient(Parameter table, Operand<TFloat32> products) {
    int dimensions = (int) table.shape().get(1);
    Operand<TFloat32> own =
        tf.slice(
            weights,
            tf.constant(new int[] {vectorSize - dimensions, 0}),
            tf.constant(new int[] {dimensions, slots * filters}));
    return embedding.rowGradient(tf.linalg.matMul(products, own, MatMul.transposeB(true)));
  }

  private static int[] ascending(int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }
}
