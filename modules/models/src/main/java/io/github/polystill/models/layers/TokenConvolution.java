package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Squeeze;
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
 * token of the batch, and a window adds up k of its rows. In training the filters are computed in
 * groups, one after the other, so that more of what a group computes is still in the processor's
 * cache when it is read; a prediction's one product may also come from a table. Backwards, only the
 * winning windows carry a gradient, so that of the products is sparse, and so are the matrix
 * products that give those of W and x.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class TokenConvolution implements GradientPart {
  /** Columns of a group's products at most, where a filter has no more: 2 MB for 2,000 words. */
  private static final int COLUMNS_AT_ONCE = 256;

  private final LayerScope scope;
  private final Ops tf;
  private final List<Integer> widths;
  private final int filters;
  private final int chunks;
  private final int slots;
  private final EmbeddedTokens tokens;
  private final Operand<TFloat32> weights;
  private final Parameter weightsParameter;
  private final List<Parameter> biasParameters = new ArrayList<>();
  private final List<Operand<TFloat32>> outputs = new ArrayList<>();
  private final List<Operand<TInt32>> winners = new ArrayList<>();
  private final int vectorSize;

  /** For the operations of the next group of filters, which wait for those of the last one. */
  private Ops nextGroup;

  /**
   * Products of the distinct tokens with some filters.
   *
   * @param rows [U * slots, filters], with experts [experts * U * slots, filters]
   * @param slots rows of a token, one after the other
   * @param firstSlot the first of a token's rows that belongs to the width
   * @param filters of the layer or of a group
   */
  private record Products(Operand<TFloat32> rows, int slots, int firstSlot, int filters) {}

  /**
   * Where the windows of one width start, chunk by chunk, as positions in the flat batch of {@link
   * EmbeddedTokens#indexes()}.
   *
   * @param first first window of each chunk, [B, chunks, 1]
   * @param last last window of each chunk, [B, chunks, 1]
   * @param longest windows of the longest chunk
   * @param all the windows of each chunk, [B, chunks, longest]; behind its end a chunk repeats its
   *     last window, which changes no maximum
   */
  private record ChunkWindows(
      Operand<TInt32> first, Operand<TInt32> last, Operand<TInt32> longest, Operand<TInt32> all) {

    /**
     * The windows of all texts: m = max(n - width + 1, 1) of a text of n tokens, of which chunk c
     * has those from floor(c m / chunks) to ceil((c + 1) m / chunks) exclusive.
     */
    static ChunkWindows of(Ops tf, EmbeddedTokens tokens, int width, int chunks) {
      Operand<TInt32> one = tf.constant(1);
      Operand<TInt32> p = tf.constant(chunks);
      Operand<TInt32> windows =
          tf.expandDims(
              tf.math.maximum(tf.math.sub(tokens.lengths(), tf.constant(width - 1)), one), one);
      Operand<TInt32> chunk = tf.range(tf.constant(0), p, one);
      Operand<TInt32> start = tf.math.floorDiv(tf.math.mul(windows, chunk), p);
      Operand<TInt32> end =
          tf.math.floorDiv(
              tf.math.add(tf.math.mul(windows, tf.math.add(chunk, one)), tf.constant(chunks - 1)),
              p);
      Operand<TInt32> longest = tf.reduceMax(tf.math.sub(end, start), tf.array(0, 1));
      Operand<TInt32> texts = tf.range(tf.constant(0), tf.size(tokens.lengths()), one);
      Operand<TInt32> textStart = tf.expandDims(tf.math.mul(texts, tokens.width()), one);
      Operand<TInt32> first = tf.expandDims(tf.math.add(start, textStart), tf.constant(2));
      Operand<TInt32> last =
          tf.expandDims(tf.math.sub(tf.math.add(end, textStart), one), tf.constant(2));
      Operand<TInt32> all =
          tf.math.minimum(tf.math.add(first, tf.range(tf.constant(0), longest, one)), last);
      return new ChunkWindows(first, last, longest, all);
    }
  }

  /**
   * Adds the layer.
   *
   * @param ids [B, T] token ids, padded with 0 behind the last token; T may be 0
   * @return [B, widths * chunks * filters], with experts [experts, B, ..]
   */
  public static Operand<TFloat32> apply(
      LayerScope scope,
      Operand<TInt32> ids,
      EmbeddingTableShape table,
      EmbeddingChannels channels,
      List<Integer> widths,
      int filters,
      int chunks) {
    int widest = Collections.max(widths);
    EmbeddedTokens tokens = EmbeddedTokens.of(scope, ids, widest, table, channels);
    TokenConvolution layer = new TokenConvolution(scope, tokens, widths, filters, chunks);
    scope.addGradientPart(layer);
    return layer.flattened();
  }

  private TokenConvolution(
      LayerScope scope, EmbeddedTokens tokens, List<Integer> widths, int filters, int chunks) {
    this.scope = scope;
    this.tokens = tokens;
    this.tf = scope.tf();
    this.nextGroup = tf;
    this.widths = widths;
    this.filters = filters;
    this.chunks = chunks;
    this.slots = widths.stream().mapToInt(Integer::intValue).sum();
    this.vectorSize = tokens.size();
    this.weightsParameter =
        scope.denseParameter(
            "convolution.weights",
            Shape.of(vectorSize, (long) slots * filters),
            this::initialWeights);
    this.weights = weightsParameter.value(tf);
    Optional<Operand<TFloat32>> ofAllFilters =
        scope.isTraining() ? Optional.empty() : Optional.of(productsOfAll());
    int slot = 0;
    for (int width : widths) {
      addWidth(ofAllFilters, width, slot);
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

  private void addWidth(Optional<Operand<TFloat32>> ofAllFilters, int width, int slot) {
    ChunkWindows windows = ChunkWindows.of(tf, tokens, width, chunks);
    Operand<TFloat32> maxima =
        ofAllFilters
            .map(rows -> maxima(features(new Products(rows, slots, slot, filters), windows, width)))
            .orElseGet(() -> maximaAndWinners(windows, width, slot));
    Parameter bias =
        scope.denseParameter("convolution.bias_" + width, Shape.of(filters), Initializer.ZEROS);
    biasParameters.add(bias);
    outputs.add(
        tf.nn.relu(
            tf.math.add(tf.squeeze(maxima, Squeeze.axis(List.of(-2L))), biasOfFilters(bias))));
  }

  /** The products with the filters of all widths, which a table of words may hold. */
  private Operand<TFloat32> productsOfAll() {
    Operand<TFloat32> products =
        scope.wordProjection(
            "convolution.word_projections",
            tokens,
            slots * filters,
            scope.matMul(tokens.vectors(), weights));
    return tf.reshape(products, tf.array(-1, filters));
  }

  /** The maxima of one width, group by group; their winners are remembered. */
  private Operand<TFloat32> maximaAndWinners(ChunkWindows windows, int width, int slot) {
    int filtersAtOnce = Math.max(1, COLUMNS_AT_ONCE / width);
    int groups = (filters + filtersAtOnce - 1) / filtersAtOnce;
    List<Operand<TFloat32>> maxima = new ArrayList<>();
    List<Operand<TFloat32>> worths = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      int from = group * filters / groups;
      int to = (group + 1) * filters / groups;
      Operand<TFloat32> features =
          features(productsOfGroup(width, slot, from, to - from), windows, width);
      Operand<TFloat32> best = maxima(features);
      Operand<TFloat32> worth = worthOfWinners(features, best, windows);
      nextGroup = tf.withControlDependencies(worth);
      maxima.add(best);
      worths.add(worth);
    }
    winners.add(winners(join(worths, 2), windows));
    return join(maxima, 3);
  }

  private Products productsOfGroup(int width, int slot, int firstFilter, int filtersOfGroup) {
    Operand<TFloat32> bySlot = tf.reshape(weights, tf.array(vectorSize, slots, filters));
    Operand<TFloat32> ofGroup =
        nextGroup.slice(
            bySlot, tf.array(0, slot, firstFilter), tf.array(vectorSize, width, filtersOfGroup));
    Operand<TFloat32> products =
        nextGroup.linalg.matMul(
            tokens.vectors(), tf.reshape(ofGroup, tf.array(vectorSize, width * filtersOfGroup)));
    return new Products(
        tf.reshape(products, tf.array(-1, filtersOfGroup)), width, 0, filtersOfGroup);
  }

  private Operand<TFloat32> maxima(Operand<TFloat32> features) {
    return tf.reduceMax(features, tf.constant(-2), ReduceMax.keepDims(true));
  }

  private Operand<TFloat32> biasOfFilters(Parameter bias) {
    Operand<TFloat32> value = bias.value(tf);
    return scope.isStacked()
        ? tf.reshape(value, scope.shape(tf.constant(1), tf.constant(1), tf.constant(filters)))
        : value;
  }

  /**
   * Filters by windows, [B, chunks, longest chunk, filters]: each the sum of {@code width} rows.
   * With experts, [experts, B, ..].
   */
  private Operand<TFloat32> features(Products products, ChunkWindows windows, int width) {
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> window = tf.reshape(windows.all(), tf.array(-1, 1));
    Operand<TInt32> positions = tf.math.add(window, tf.constant(ascending(0, width)));
    Operand<TInt32> token = tf.gather(tokens.indexes(), positions, tf.constant(0));
    Operand<TInt32> rows =
        tf.math.add(
            tf.math.mul(token, tf.constant(products.slots())),
            tf.constant(ascending(products.firstSlot(), width)));
    Operand<TInt32> ofFeatures =
        tf.concat(List.of(tf.shape(windows.all()), tf.array(products.filters())), tf.constant(0));
    if (scope.isStacked()) {
      rows = rowsOfExperts(rows, products.rows());
      ofFeatures =
          tf.concat(List.of(tf.array(scope.experts().getAsInt()), ofFeatures), tf.constant(0));
    }
    Operand<TInt32> count = scope.sizeOf(rows, 0);
    Operand<TInt32> number = tf.range(tf.constant(0), count, one);
    Operand<TInt32> sums = tf.broadcastTo(tf.expandDims(number, one), tf.shape(rows));
    return tf.reshape(
        tf.sparse.sparseSegmentSum(
            products.rows(), tf.reshape(rows, tf.array(-1)), tf.reshape(sums, tf.array(-1))),
        ofFeatures);
  }

  /** The same rows in the products of each expert, which follow each other. */
  private Operand<TInt32> rowsOfExperts(Operand<TInt32> rows, Operand<TFloat32> products) {
    int experts = scope.experts().getAsInt();
    Operand<TInt32> all = scope.sizeOf(products, 0);
    Operand<TInt32> ofOne = tf.math.floorDiv(all, tf.constant(experts));
    Operand<TInt32> begins =
        tf.math.mul(tf.reshape(tf.constant(ascending(0, experts)), tf.array(-1, 1, 1)), ofOne);
    Operand<TInt32> width = scope.sizeOf(rows, 1);
    return tf.reshape(tf.math.add(rows, begins), tf.stack(List.of(tf.constant(-1), width)));
  }

  /**
   * What the first window of each chunk that has the maximum is worth, [B, chunks, filters]: the
   * number of windows from it to the end. This runs vectorised, an ArgMax does not.
   */
  private Operand<TFloat32> worthOfWinners(
      Operand<TFloat32> features, Operand<TFloat32> maxima, ChunkWindows windows) {
    Operand<TInt32> remaining = tf.range(windows.longest(), tf.constant(0), tf.constant(-1));
    Operand<TFloat32> worth =
        tf.expandDims(tf.dtypes.cast(remaining, TFloat32.class), tf.constant(1));
    return tf.reduceMax(
        tf.math.mul(tf.dtypes.cast(tf.math.equal(features, maxima), TFloat32.class), worth),
        tf.constant(2));
  }

  /** The windows that are worth that, [B, filters, chunks]. */
  private Operand<TInt32> winners(Operand<TFloat32> worth, ChunkWindows windows) {
    // As floats: oneDNN transposes no integers on every processor.
    Operand<TInt32> byFilter =
        tf.dtypes.cast(tf.linalg.transpose(worth, tf.array(0, 2, 1)), TInt32.class);
    Operand<TInt32> first = tf.reshape(windows.first(), tf.array(-1, 1, chunks));
    Operand<TInt32> last = tf.reshape(windows.last(), tf.array(-1, 1, chunks));
    Operand<TInt32> index = tf.math.sub(windows.longest(), byFilter);
    return tf.math.minimum(tf.math.add(first, index), last);
  }

  private Operand<TFloat32> flattened() {
    int columns = chunks * filters;
    List<Operand<TFloat32>> flat = new ArrayList<>();
    for (Operand<TFloat32> output : outputs) {
      flat.add(tf.reshape(output, scope.shape(tf.constant(-1), tf.constant(columns))));
    }
    return join(flat, -1);
  }

  @Override
  public List<Operand<TFloat32>> outputs() {
    return List.copyOf(outputs);
  }

  @Override
  public Gradients backward(List<Operand<TFloat32>> outputGradients) {
    Map<Parameter, Operand<TFloat32>> dense = new LinkedHashMap<>();
    List<Operand<TInt32>> positions = new ArrayList<>();
    List<Operand<TFloat32>> values = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      int width = widths.get(i);
      Operand<TFloat32> active =
          tf.dtypes.cast(tf.math.greater(outputs.get(i), tf.constant(0f)), TFloat32.class);
      Operand<TFloat32> gradient = tf.math.mul(outputGradients.get(i), active);
      dense.put(biasParameters.get(i), tf.reduceSum(gradient, tf.array(0, 1)));
      Operand<TInt32> j = tf.reshape(tf.constant(ascending(0, width)), tf.array(width, 1, 1, 1));
      positions.add(tf.math.add(winners.get(i), j));
      Operand<TFloat32> byFilter = tf.linalg.transpose(gradient, tf.array(0, 2, 1));
      values.add(tf.tile(tf.reshape(byFilter, tf.array(-1)), tf.array(width)));
    }
    SparseGradient products =
        new SparseGradient(
            tf, cells(join(positions, 0)), join(values, 0), tf.size(tokens.ids()), slots * filters);
    dense.put(weightsParameter, products.timesFromLeft(tokens.vectors(), vectorSize));
    Map<Parameter, RowGradient> rows = new LinkedHashMap<>();
    Optional<Parameter> table = tokens.fineTunedTable();
    table.ifPresent(parameter -> rows.put(parameter, tableGradient(parameter, products)));
    return new Gradients(dense, rows);
  }

  /**
   * Cells (token; slot and filter) of the products that the winners add up, [slots * B * filters *
   * chunks, 2]. A slot's come together, and in it a text's: so only the rows of a few tokens and
   * filters take part at a time, which keeps them in the processor's cache.
   *
   * @param positions where the tokens stand, [slots, B, filters, chunks]
   */
  private Operand<TInt32> cells(Operand<TInt32> positions) {
    Operand<TInt32> zero = tf.constant(0);
    Operand<TInt32> tokenCells =
        tf.pad(
            tf.expandDims(tokens.indexes(), tf.constant(1)),
            tf.constant(new int[][] {{0, 0}, {0, 1}}),
            zero);
    int[] column = new int[slots * filters * chunks * 2];
    for (int i = 1; i < column.length; i += 2) {
      column[i] = i / (2 * chunks);
    }
    Operand<TInt32> columns =
        tf.reshape(tf.constant(column), tf.array(slots, 1, filters, chunks, 2));
    Operand<TInt32> cells = tf.math.add(tf.gather(tokenCells, positions, zero), columns);
    return tf.reshape(cells, tf.array(-1, 2));
  }

  private <T extends TType> Operand<T> join(List<Operand<T>> parts, int axis) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(axis));
  }

  private RowGradient tableGradient(Parameter table, SparseGradient products) {
    int dimensions = (int) table.shape().get(1);
    Operand<TFloat32> own =
        tf.slice(
            weights, tf.array(vectorSize - dimensions, 0), tf.array(dimensions, slots * filters));
    return tokens.rowGradient(
        tf, products.times(tf.linalg.transpose(own, tf.array(1, 0)), dimensions));
  }

  private static int[] ascending(int first, int count) {
    return IntStream.range(first, first + count).toArray();
  }
}
