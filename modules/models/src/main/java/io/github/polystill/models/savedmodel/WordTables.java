package io.github.polystill.models.savedmodel;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Parameters;
import io.github.polystill.models.layers.WeightStorage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The first product of a network for all words of its vocabulary: vectors times the weights that
 * read them. It depends on the word alone, so a model can look it up instead of computing it, and
 * then needs neither the vectors nor those weights.
 */
final class WordTables {
  private WordTables() {}

  /** Size of the tables of some networks, in bytes; 0 where they have nothing to tabulate. */
  static long bytes(ServedNetworks networks, WeightStorage storage) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      long columns =
          scope(tf, new Parameters(tf), networks.spec()).wordProjections().values().stream()
              .mapToLong(product -> product.shape().get(-1))
              .sum();
      int bytes = storage.isHalf() ? Short.BYTES : Float.BYTES;
      return columns * networks.spec().table().words() * networks.weights().size() * bytes;
    }
  }

  /** The weights of each network with its tables added, by name. */
  static List<Map<String, float[]>> addedTo(ServedNetworks networks, EmbeddingMatrix vectors) {
    List<Map<String, float[]>> all = new ArrayList<>();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Parameters parameters = new Parameters(tf);
      Map<String, Operand<TFloat32>> products =
          new LinkedHashMap<>(scope(tf, parameters, networks.spec()).wordProjections());
      VariableAssignment assignment = new VariableAssignment(tf, parameters.all());
      try (Session session = new Session(graph, SessionOptions.singleThreaded())) {
        for (Map<String, float[]> network : networks.weights()) {
          Map<String, float[]> values = new HashMap<>(network);
          values.put(LayerScope.FROZEN_TABLE, vectors.values());
          assignment.run(session, values);
          Map<String, float[]> added = new HashMap<>(network);
          products.forEach((name, product) -> added.put(name, fetch(session, product)));
          all.add(added);
        }
      }
    }
    return all;
  }

  /** A network that reads a text of all words in their order, each once. */
  private static LayerScope scope(Ops tf, Parameters parameters, NetworkSpec spec) {
    int words = spec.table().words();
    Operand<TInt32> all =
        tf.reshape(
            tf.range(tf.constant(0), tf.constant(words), tf.constant(1)), tf.array(1, words));
    LayerScope scope = LayerScope.prediction(tf, parameters, "");
    spec.architecture().logits(scope, all, spec.table(), spec.outputs());
    return scope;
  }

  private static float[] fetch(Session session, Operand<TFloat32> product) {
    try (Result result = session.runner().fetch(product).run()) {
      return ((DenseTensor.Floats) SignatureCalls.copyOf(result.get(0))).values();
    }
  }
}
