package io.github.polystill.models.savedmodel;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Parameter;
import io.github.polystill.models.layers.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Writes a SavedModel that does nothing but predict: no training operations, no optimiser slots, no
 * dropout. One network gives a student; several, each with one output, give a teacher whose outputs
 * stand side by side in their order. The frozen embedding table is there once for all.
 *
 * <p>Signature {@value #SIGNATURE}: {@value #TOKEN_IDS} int32 [-1, length] in, {@value
 * #PROBABILITIES} and {@value #LOGITS} float32 [-1, outputs] out.
 */
public final class InferenceGraphWriter {
  public static final String SIGNATURE = "serving_default";
  public static final String TOKEN_IDS = "token_ids";
  public static final String PROBABILITIES = "probabilities";
  public static final String LOGITS = "logits";

  private static final String METHOD_NAME = "tensorflow/serving/predict";

  /** A run that assigns has its fill of variables when their weights are more than this. */
  private static final long VALUES_PER_RUN = 1 << 22;

  private InferenceGraphWriter() {}

  /**
   * Writes the model's {@code saved_model.pb} and {@code variables}.
   *
   * @param directory an existing, empty directory
   * @param spec shape of each network
   * @param networks trained weights of each network, by parameter name
   * @param vectors the word vectors that training started from
   * @param length tokens per document
   */
  public static void write(
      Path directory,
      NetworkSpec spec,
      List<Map<String, float[]>> networks,
      EmbeddingMatrix vectors,
      int length)
      throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TInt32> tokens =
          tf.withName(TOKEN_IDS).placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, length)));
      Parameters parameters = new Parameters(tf);
      List<Operand<TFloat32>> parts = new ArrayList<>();
      for (int i = 0; i < networks.size(); i++) {
        LayerScope scope = LayerScope.prediction(tf, parameters, prefix(networks.size(), i));
        parts.add(spec.architecture().logits(scope, tokens, spec.table(), spec.outputs()));
      }
      Operand<TFloat32> joined =
          parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(1));
      Operand<TFloat32> logits = tf.withName(LOGITS).identity(joined);
      Operand<TFloat32> probabilities = tf.withName(PROBABILITIES).math.sigmoid(logits);
      Signature signature =
          Signature.builder()
              .key(SIGNATURE)
              .methodName(METHOD_NAME)
              .input(TOKEN_IDS, tokens)
              .output(PROBABILITIES, probabilities)
              .output(LOGITS, logits)
              .build();
      try (Session session = new Session(graph, SessionOptions.singleThreaded())) {
        assign(tf, session, parameters, valuesByName(networks, vectors));
        SavedModelBundle.exporter(directory.toString())
            .withSession(session)
            .withSignature(signature)
            .export();
      }
    }
    dropUnused(directory.resolve("saved_model.pb"));
  }

  private static String prefix(int networks, int index) {
    return networks == 1 ? "" : "expert" + index + ".";
  }

  private static Map<String, float[]> valuesByName(
      List<Map<String, float[]>> networks, EmbeddingMatrix vectors) {
    Map<String, float[]> values = new HashMap<>();
    values.put(LayerScope.FROZEN_TABLE, vectors.values());
    for (int i = 0; i < networks.size(); i++) {
      String prefix = prefix(networks.size(), i);
      networks.get(i).forEach((name, value) -> values.put(prefix + name, value));
    }
    return values;
  }

  /**
   * Gives the variables their values. The graph is complete before the first run, for a session
   * takes in all of a graph that has grown; and a run takes many variables, for it prepares all of
   * the graph however few it sets.
   */
  private static void assign(
      Ops tf, Session session, Parameters parameters, Map<String, float[]> values) {
    Map<Parameter, Placeholder<TFloat32>> feeds = new LinkedHashMap<>();
    Map<Parameter, Op> assignments = new HashMap<>();
    for (Parameter parameter : parameters.all()) {
      Placeholder<TFloat32> feed =
          tf.placeholder(TFloat32.class, Placeholder.shape(parameter.shape()));
      feeds.put(parameter, feed);
      assignments.put(parameter, tf.assign(parameter.variable(), feed));
    }
    List<Parameter> together = new ArrayList<>();
    long size = 0;
    for (Parameter parameter : parameters.all()) {
      together.add(parameter);
      size += parameter.size();
      if (size > VALUES_PER_RUN) {
        assignTogether(session, together, feeds, assignments, values);
        together.clear();
        size = 0;
      }
    }
    assignTogether(session, together, feeds, assignments, values);
  }

  private static void assignTogether(
      Session session,
      List<Parameter> together,
      Map<Parameter, Placeholder<TFloat32>> feeds,
      Map<Parameter, Op> assignments,
      Map<String, float[]> values) {
    if (together.isEmpty()) {
      return;
    }
    Session.Runner runner = session.runner();
    List<TFloat32> tensors = new ArrayList<>();
    try {
      for (Parameter parameter : together) {
        float[] value = values.get(parameter.name());
        if (value == null || value.length != parameter.size()) {
          throw new IllegalArgumentException(
              "weights of "
                  + parameter.name()
                  + " are missing or not of shape "
                  + parameter.shape());
        }
        TFloat32 tensor = TFloat32.tensorOf(parameter.shape(), DataBuffers.of(value));
        tensors.add(tensor);
        runner.feed(feeds.get(parameter), tensor).addTarget(assignments.get(parameter));
      }
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  /** Takes out the assignments above and all else that neither predicts nor loads variables. */
  private static void dropUnused(Path savedModel) throws IOException {
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(savedModel)).toBuilder();
    MetaGraphDef.Builder metaGraph = model.getMetaGraphsBuilder(0);
    GraphDef graph = metaGraph.getGraphDef();
    Set<String> used =
        reachable(
            graph,
            List.of(
                PROBABILITIES,
                nodeName(metaGraph.getSaverDef().getSaveTensorName()),
                nodeName(metaGraph.getSaverDef().getRestoreOpName())));
    GraphDef.Builder kept = graph.toBuilder().clearNode();
    for (NodeDef node : graph.getNodeList()) {
      if (used.contains(node.getName())) {
        kept.addNode(node);
      }
    }
    metaGraph.setGraphDef(kept);
    Files.write(savedModel, model.build().toByteArray());
  }

  private static Set<String> reachable(GraphDef graph, List<String> roots) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Set<String> seen = new HashSet<>(roots);
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      for (String input : nodes.get(open.remove()).getInputList()) {
        String name = nodeName(input);
        if (seen.add(name)) {
          open.add(name);
        }
      }
    }
    return seen;
  }

  /** {@code ^name} and {@code name:1} are the node {@code name}. */
  private static String nodeName(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
