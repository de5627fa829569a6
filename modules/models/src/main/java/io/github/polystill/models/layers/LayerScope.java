package io.github.polystill.models.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a layer needs while one pass of a network is built: the graph's operations, the parameters,
 * and in a training pass the seed of the dropout masks and the list of hand-written gradients.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class LayerScope {
  /** Name of the frozen embedding table, which all networks of a graph share. */
  public static final String FROZEN_TABLE = "embedding.frozen";

  /** Name of a network's own embedding table. */
  public static final String FINE_TUNED_TABLE = "embedding.fine_tuned";

  /** Dropout layers of a network, at most: so many seeds are set apart for each step. */
  public static final int DROPOUTS_AT_MOST = 16;

  private final Ops tf;
  private final Parameters parameters;
  private final String prefix;
  private final Optional<Placeholder<TInt32>> dropoutSeed;
  private final OptionalInt experts;
  private final boolean tabled;
  private final boolean served;
  private final Map<String, Operand<TFloat32>> wordProjections = new LinkedHashMap<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Operand<TFloat32>> attentions = new ArrayList<>();
  private int dropouts;

  private LayerScope(
      Ops tf,
      Parameters parameters,
      String prefix,
      Optional<Placeholder<TInt32>> dropoutSeed,
      OptionalInt experts,
      boolean tabled,
      boolean served) {
    this.tf = tf;
    this.parameters = parameters;
    this.prefix = prefix;
    this.dropoutSeed = dropoutSeed;
    this.experts = experts;
    this.tabled = tabled;
    this.served = served;
    stages.add(new Stage(Optional.empty()));
  }

  /**
   * A part of a network that automatic differentiation goes through at once. It ends where the next
   * one starts; what lies between two stages are the hand-written parts of the second.
   *
   * @param entry what it starts from; the first one starts from tokens, which have no gradient
   * @param reads the dense parameters it reads, each with the tensor to differentiate with respect
   *     to; empty where one of its parts gives the gradient
   * @param parts the hand-written parts that it starts with
   */
  public record Stage(
      Optional<Operand<TFloat32>> entry,
      Map<Parameter, Optional<Operand<TFloat32>>> reads,
      List<GradientPart> parts) {
    private Stage(Optional<Operand<TFloat32>> entry) {
      this(entry, new LinkedHashMap<>(), new ArrayList<>());
    }
  }

  /**
   * A scope for training.
   *
   * @param dropoutSeed int32 [2], fed anew in every step
   */
  public static LayerScope training(
      Ops tf, Parameters parameters, Placeholder<TInt32> dropoutSeed) {
    return new LayerScope(
        tf, parameters, "", Optional.of(dropoutSeed), OptionalInt.empty(), false, false);
  }

  /**
   * A scope for prediction: no dropout, no gradients.
   *
   * @param prefix put before the names of dense parameters and fine-tuned tables, so that several
   *     networks fit into one graph; frozen tables are shared by all
   */
  public static LayerScope prediction(Ops tf, Parameters parameters, String prefix) {
    return new LayerScope(
        tf, parameters, prefix, Optional.empty(), OptionalInt.empty(), false, false);
  }

  /**
   * A scope for the predictions of several networks of one shape at once: each parameter but the
   * frozen table has all their weights in a first dimension of its own, and so has what is computed
   * of them, up to logits of [experts, B, outputs]. Products of matrices become batched ones, and a
   * step of a loop is one for all.
   *
   * @param prefix as in {@link #prediction}
   * @param experts number of networks
   */
  public static LayerScope stacked(Ops tf, Parameters parameters, String prefix, int experts) {
    return new LayerScope(
        tf, parameters, prefix, Optional.empty(), OptionalInt.of(experts), false, false);
  }

  /**
   * The same, for a prediction, but what depends on a word alone is read from a table of all words.
   */
  public LayerScope tabled() {
    return new LayerScope(tf, parameters, prefix, dropoutSeed, experts, true, served);
  }

  /** The same, for a prediction, in a graph that is built once and asked for single texts. */
  public LayerScope served() {
    return new LayerScope(tf, parameters, prefix, dropoutSeed, experts, tabled, true);
  }

  boolean isServed() {
    return served;
  }

  /**
   * The product of words' vectors with the weights of the layer that reads them, which depends on
   * the word alone, or its rows in a table that holds it for all words.
   *
   * @param name unique in the network
   * @param columns of the product
   * @param product the product for {@code words}
   */
  Operand<TFloat32> wordProjection(
      String name, EmbeddedTokens words, int columns, Operand<TFloat32> product) {
    wordProjections.put(name, product);
    if (!tabled) {
      return product;
    }
    Shape shape = Shape.of(words.table().words(), columns);
    Parameter table = denseParameter(name, shape, Initializer.ZEROS);
    return table.rows(tf, words.ids(), isStacked() ? 1 : 0);
  }

  /** A prediction's products of words, [words, columns], by the name of the table for them. */
  public Map<String, Operand<TFloat32>> wordProjections() {
    return Collections.unmodifiableMap(wordProjections);
  }

  public Ops tf() {
    return tf;
  }

  boolean isTraining() {
    return dropoutSeed.isPresent();
  }

  /** Number of networks that are computed at once, each with a first dimension; empty for one. */
  OptionalInt experts() {
    return experts;
  }

  boolean isStacked() {
    return experts.isPresent();
  }

  /** A shape as a vector, with the experts in front where there are some. */
  @SafeVarargs
  final Operand<TInt32> shape(Operand<TInt32>... dimensions) {
    List<Operand<TInt32>> all = new ArrayList<>();
    experts.ifPresent(count -> all.add(tf.constant(count)));
    for (Operand<TInt32> dimension : dimensions) {
      all.add(dimension);
    }
    return tf.stack(all);
  }

  /** Size of a dimension, scalar. */
  Operand<TInt32> sizeOf(Operand<?> tensor, int axis) {
    return tf.gather(tf.shape(tensor), tf.constant(axis), tf.constant(0));
  }

  /** The product of two matrices, for each expert where one of them has experts. */
  Operand<TFloat32> matMul(Operand<TFloat32> a, Operand<TFloat32> b) {
    return matMul(tf, a, b);
  }

  /** The same with the operations of a function. */
  Operand<TFloat32> matMul(Ops f, Operand<TFloat32> a, Operand<TFloat32> b) {
    return isStacked() ? f.train.batchMatMul(a, b, TFloat32.class) : f.linalg.matMul(a, b);
  }

  /** A parameter that automatic differentiation looks after. */
  Operand<TFloat32> dense(String name, Shape shape, Initializer initializer) {
    Parameter parameter = denseParameter(name, shape, initializer);
    return stage()
        .reads()
        .computeIfAbsent(parameter, key -> Optional.of(key.value(tf)))
        .orElseThrow();
  }

  /**
   * A dense parameter whose gradient a {@link GradientPart} gives, in one line with those of {@link
   * #dense}.
   */
  Parameter denseOfPart(String name, Shape shape, Initializer initializer) {
    Parameter parameter = denseParameter(name, shape, initializer);
    stage().reads().putIfAbsent(parameter, Optional.empty());
    return parameter;
  }

  /** Some rows of a parameter that predictions alone read. */
  public Operand<TFloat32> rows(String name, Shape shape, Operand<TInt32> rows) {
    return denseParameter(name, shape, Initializer.ZEROS).rows(tf, rows, 0);
  }

  /** A dense parameter whose gradient a {@link GradientPart} of the caller gives. */
  Parameter denseParameter(String name, Shape shape, Initializer initializer) {
    return parameter(name, shape, Parameter.Role.DENSE, initializer);
  }

  /** The same in some role. */
  Parameter parameter(String name, Shape shape, Parameter.Role role, Initializer initializer) {
    if (role == Parameter.Role.FROZEN_TABLE) {
      return parameters.get(name, shape, role, initializer);
    }
    Shape own = isStacked() ? stacked(shape) : shape;
    return parameters.get(prefix + name, own, role, initializer);
  }

  /** [experts, rows, columns]; a vector is a matrix of one row, which can be added to others. */
  private Shape stacked(Shape shape) {
    long rows = shape.numDimensions() == 1 ? 1 : shape.get(0);
    return Shape.of(experts.getAsInt(), rows, shape.get(-1));
  }

  /**
   * Inverted dropout (Srivastava et al. 2014): in training zeroes a share of the values and scales
   * the others by 1 / (1 - rate); else the input itself. The mask depends on the fed seed and on
   * the layer's number alone.
   *
   * @throws IllegalStateException where the network has {@link #DROPOUTS_AT_MOST} already: the next
   *     would share its mask with a layer of the next step
   */
  public Operand<TFloat32> dropout(Operand<TFloat32> input, double rate) {
    if (dropoutSeed.isEmpty() || rate == 0) {
      return input;
    }
    if (dropouts == DROPOUTS_AT_MOST) {
      throw new IllegalStateException(
          "a network has at most " + DROPOUTS_AT_MOST + " dropout layers");
    }
    Operand<TInt32> seed = tf.math.add(dropoutSeed.get(), tf.array(0, dropouts++));
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(tf.shape(input), seed);
    Operand<TFloat32> mask =
        tf.dtypes.cast(tf.math.greaterEqual(uniform, tf.constant((float) rate)), TFloat32.class);
    return tf.math.mul(input, tf.math.mul(mask, tf.constant((float) (1 / (1 - rate)))));
  }

  void addGradientPart(GradientPart part) {
    if (isTraining()) {
      stage().parts().add(part);
    }
  }

  /**
   * Starts a new stage of the network. What follows may read earlier results only through
   * hand-written parts that take {@code entry} as their input and give its gradient.
   */
  void enter(Operand<TFloat32> entry) {
    stages.add(new Stage(Optional.of(entry)));
  }

  private Stage stage() {
    return stages.get(stages.size() - 1);
  }

  /** The stages in the order of the forward pass. */
  public List<Stage> stages() {
    return Collections.unmodifiableList(stages);
  }

  void addAttention(Operand<TFloat32> weights) {
    attentions.add(weights);
  }

  /**
   * The weights of each attention in the order of the network, [T, B], with experts [T, experts,
   * B]: of its steps in each row, adding up to 1 over time, or all 0 in a row without steps.
   */
  public List<Operand<TFloat32>> attentions() {
    return Collections.unmodifiableList(attentions);
  }

  /** A name for functions of the graph that no other layer of it has. */
  String functionName(String layer) {
    return parameters.functionName(prefix + layer);
  }
}
