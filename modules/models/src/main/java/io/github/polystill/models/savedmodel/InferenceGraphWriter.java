package io.github.polystill.models.savedmodel;

import io.github.polystill.models.SessionOptions;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.layers.Parameter;
import io.github.polystill.models.layers.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/**
 * Writes a SavedModel that does nothing but predict: no training operations, no optimiser slots, no
 * dropout. One network gives a student; several, each with one output, give a teacher whose outputs
 * stand side by side in their order, or as the {@link ExpertMean} has it. The frozen embedding
 * table is there once for all.
 *
 * <p>{@link ServingSignatures} says what goes in and comes out.
 */
public final class InferenceGraphWriter {
  private InferenceGraphWriter() {}

  /**
   * Writes the model's {@code saved_model.pb}, {@code variables} and {@code assets}.
   *
   * @param directory an existing, empty directory
   * @throws IllegalStateException where the default locale has digits of its own
   */
  public static void write(Path directory, ServedModel model) throws IOException {
    SessionOptions.requireAsciiDigits();
    try (Graph whole = new Graph();
        Graph graph = new Graph()) {
      Ops tf = Ops.create(whole);
      Parameters parameters = new Parameters(tf, model.storage());
      List<SignatureTensors> signatures = new ServingSignatures(tf, parameters, model).all();
      // Of a network that reads tables, the variables behind these are not used, but would be
      // saved.
      List<String> roots = new ArrayList<>(List.of(AssetFiles.INITIALISER));
      signatures.forEach(signature -> roots.addAll(signature.outputNodes()));
      graph.importGraphDef(used(whole.toGraphDef(), roots));
      VariableAssignment assignment =
          new VariableAssignment(Ops.create(graph), usedIn(graph, parameters));
      try (Session session = new Session(graph, SessionOptions.singleThreaded())) {
        assignment.run(session, valuesByName(model));
        SavedModelBundle.exporter(directory.toString())
            .withSession(session)
            .withSignatures(signatures.stream().map(it -> it.in(graph)).toArray(Signature[]::new))
            .export();
      }
    }
    AssetFiles.write(directory, model);
    finish(directory.resolve("saved_model.pb"));
  }

  /** The parameters whose variables a graph has, as those of that graph. */
  private static List<Parameter> usedIn(Graph graph, Parameters parameters) {
    return parameters.all().stream()
        .filter(parameter -> graph.operation(parameter.stored().op().name()) != null)
        .map(parameter -> parameter.in(graph))
        .toList();
  }

  private static Map<String, float[]> valuesByName(ServedModel model) {
    Map<String, float[]> values = new HashMap<>();
    values.put(LayerScope.FROZEN_TABLE, model.vectors().values());
    for (int part = 0; part < model.networks().size(); part++) {
      ServedNetworks some = model.networks().get(part);
      String prefix = model.prefix(part);
      List<Map<String, float[]>> weights =
          model.tabled() ? WordTables.addedTo(some, model.vectors()) : some.weights();
      if (some.isStacked()) {
        weights.get(0).keySet().forEach(it -> values.put(prefix + it, stacked(weights, it)));
      } else {
        for (int i = 0; i < weights.size(); i++) {
          String own = prefix + some.prefix(i);
          weights.get(i).forEach((name, value) -> values.put(own + name, value));
        }
      }
    }
    List<LinearExperts> linear = model.mean().map(ExpertMean::linear).orElse(List.of());
    for (int part = 0; part < linear.size(); part++) {
      values.put(model.prefix(part) + LinearLogits.WEIGHTS, linear.get(part).byFeature());
    }
    return values;
  }

  /** The weights of all networks one after the other. */
  private static float[] stacked(List<Map<String, float[]>> networks, String name) {
    int size = networks.get(0).get(name).length;
    float[] all = new float[Math.multiplyExact(size, networks.size())];
    for (int i = 0; i < networks.size(); i++) {
      float[] own = networks.get(i).get(name);
      if (own == null || own.length != size) {
        throw new IllegalArgumentException(
            "weights of " + name + " differ in shape from network to network");
      }
      System.arraycopy(own, 0, all, i * size, size);
    }
    return all;
  }

  /**
   * Takes out assignments and all else that neither predicts nor loads variables, and declares what
   * TensorFlow Java's exporter does not: the assets and the operation that reads them.
   */
  private static void finish(Path savedModel) throws IOException {
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(savedModel)).toBuilder();
    MetaGraphDef.Builder metaGraph = model.getMetaGraphsBuilder(0);
    AssetFiles.declare(metaGraph);
    GraphDef graph = metaGraph.getGraphDef();
    List<String> roots = outputNodes(metaGraph.getSignatureDefMap().values());
    roots.add(nodeName(metaGraph.getSaverDef().getSaveTensorName()));
    roots.add(nodeName(metaGraph.getSaverDef().getRestoreOpName()));
    roots.add(AssetFiles.INITIALISER);
    metaGraph.setGraphDef(used(graph, roots));
    Files.write(savedModel, model.build().toByteArray());
  }

  /** The nodes that give the outputs of signatures. */
  static List<String> outputNodes(Collection<SignatureDef> signatures) {
    List<String> nodes = new ArrayList<>();
    for (SignatureDef signature : signatures) {
      signature.getOutputsMap().values().forEach(output -> nodes.add(nodeName(output.getName())));
    }
    return nodes;
  }

  /** The graph without the nodes that none of some others needs. */
  private static GraphDef used(GraphDef graph, List<String> roots) {
    Set<String> used = reachable(graph, roots);
    GraphDef.Builder kept = graph.toBuilder().clearNode();
    for (NodeDef node : graph.getNodeList()) {
      if (used.contains(node.getName())) {
        kept.addNode(node);
      }
    }
    return kept.build();
  }

  /** The nodes that some others need, and these; names that are none are left out. */
  static Set<String> reachable(GraphDef graph, List<String> roots) {
    Map<String, NodeDef> nodes = new HashMap<>();
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String name = open.remove();
      if (nodes.containsKey(name) && seen.add(name)) {
        nodes.get(name).getInputList().forEach(input -> open.add(nodeName(input)));
      }
    }
    return seen;
  }

  /** {@code ^name} and {@code name:1} are the node {@code name}. */
  static String nodeName(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
