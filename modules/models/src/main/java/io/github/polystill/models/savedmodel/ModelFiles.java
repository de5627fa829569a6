package io.github.polystill.models.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/**
 * Looks through a SavedModel before TensorFlow loads it. A model is data from elsewhere: it may
 * read no file but its own, so no path in it leads out of its directory, and it consists of
 * operations that {@link InferenceGraphWriter} writes, each where that puts it. TensorFlow has over
 * a thousand; which of them open files no list could tell for good.
 */
final class ModelFiles {
  /** Operations that compute outputs from inputs and touch nothing else. */
  private static final Set<String> COMPUTING =
      Set.of(
          ("Add AddN BatchMatMulV3 BiasAdd BroadcastTo Cast ConcatV2 Const Cumsum Div Empty"
                  + " EnsureShape Equal Exp ExpandDims Fill FloorDiv FloorMod GatherNd GatherV2"
                  + " Greater GreaterEqual Identity InplaceUpdate Less LowerBound MatMul Max"
                  + " Maximum Minimum Mul NotEqual OnesLike Pack PadV2 Range Relu Reshape ScatterNd"
                  + " SelectV2 Shape Sigmoid Size Slice SparseSegmentSum SplitV Squeeze"
                  + " StaticRegexReplace StopGradient StridedSlice Sub Sum Tanh TensorScatterUpdate"
                  + " Tile TopKV2 Transpose UnicodeDecode UnicodeEncode UniqueV2"
                  + " UnsortedSegmentJoin UpperBound Where ZerosLike")
              .split(" "));

  /** Those that besides stand in the graph itself, but in none of its functions. */
  private static final Set<String> OF_GRAPH =
      Set.of(
          "HashTableV2",
          "LookupTableFindV2",
          "NoOp",
          "Placeholder",
          "StatelessWhile",
          "VariableV2");

  private static final String INITIALIZES = "InitializeTableFromTextFileV2";
  private static final String ASSIGNS = "Assign";
  private static final String RESTORES = "RestoreV2";
  private static final String SAVES = "SaveV2";

  /** Other files that TensorFlow takes for the graph, even beside saved_model.pb. */
  private static final List<String> OTHER_GRAPHS = List.of("saved_model.cpb", "saved_model.pbtxt");

  /** The signature whose output runs when a model is loaded, in newer SavedModels. */
  private static final String INIT_SIGNATURE = "__saved_model_init_op";

  private final Path directory;

  private ModelFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Checks a model's directory.
   *
   * @throws InvalidInputException where it is no SavedModel, a file is missing, or one leads out
   */
  static void check(Path directory) throws IOException {
    ModelFiles files = new ModelFiles(directory);
    files.requireFile("saved_model.pb", "give the directory that polystill export wrote");
    // TensorFlow loads a model without it, and complains when it is to predict.
    files.requireFile("variables/variables.index", "export it again with polystill export");
    files.requireInside();
    files.requireOneGraph();
    SavedModel model = files.read();
    for (MetaGraphDef metaGraph : model.getMetaGraphsList()) {
      files.checkAssets(metaGraph.getAssetFileDefList());
      files.checkOperations(metaGraph);
    }
  }

  private void requireFile(String name, String remedy) {
    if (!Files.isRegularFile(directory.resolve(name))) {
      throw new InvalidInputException(directory + ": no " + name + " there; " + remedy);
    }
  }

  private SavedModel read() throws IOException {
    try {
      return SavedModel.parseFrom(Files.readAllBytes(directory.resolve("saved_model.pb")));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          directory
              + ": the SavedModel is damaged (saved_model.pb is no SavedModel); export it again with polystill export",
          e);
    }
  }

  /** No file of the directory is a link to somewhere else. */
  private void requireInside() throws IOException {
    Path home = directory.toRealPath();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(Files::isSymbolicLink).filter(file -> !file.equals(directory)).toList();
    }
    for (Path file : files) {
      if (!Files.exists(file) || !file.toRealPath().startsWith(home)) {
        throw leadsOut(directory.relativize(file).toString());
      }
    }
  }

  private void requireOneGraph() {
    for (String name : OTHER_GRAPHS) {
      if (Files.exists(directory.resolve(name))) {
        throw new InvalidInputException(
            directory
                + ": a second graph, "
                + name
                + "; polystill loads only models that polystill export wrote");
      }
    }
  }

  private void checkAssets(List<AssetFileDef> assets) {
    Path home = directory.resolve(AssetFiles.DIRECTORY).normalize();
    for (AssetFileDef asset : assets) {
      Path file;
      try {
        file = home.resolve(asset.getFilename()).normalize();
      } catch (InvalidPathException e) {
        throw leadsOut(asset.getFilename());
      }
      if (asset.getFilename().isEmpty() || !file.startsWith(home) || file.equals(home)) {
        throw leadsOut(asset.getFilename());
      }
      requireFile(
          AssetFiles.DIRECTORY + "/" + asset.getFilename(),
          "the model needs it; export it again with polystill export");
    }
  }

  private void checkOperations(MetaGraphDef metaGraph) {
    Map<String, SignatureDef> signatures = new HashMap<>(metaGraph.getSignatureDefMap());
    List<String> atLoading = new ArrayList<>();
    metaGraph
        .getCollectionDefMap()
        .values()
        .forEach(collection -> atLoading.addAll(collection.getNodeList().getValueList()));
    SignatureDef init = signatures.remove(INIT_SIGNATURE);
    if (init != null) {
      atLoading.addAll(InferenceGraphWriter.outputNodes(List.of(init)));
    }
    List<String> atRestoring =
        List.of(InferenceGraphWriter.nodeName(metaGraph.getSaverDef().getRestoreOpName()));
    GraphDef graph = metaGraph.getGraphDef();
    Reached reached =
        new Reached(
            InferenceGraphWriter.reachable(
                graph, InferenceGraphWriter.outputNodes(signatures.values())),
            InferenceGraphWriter.reachable(graph, atLoading),
            InferenceGraphWriter.reachable(graph, atRestoring));
    Set<String> fedNodes = nodesToFeed(graph);
    Set<String> assets =
        metaGraph.getAssetFileDefList().stream()
            .map(asset -> nodeOfFirstOutput(asset.getTensorInfo().getName()))
            .filter(fedNodes::contains)
            .collect(Collectors.toSet());
    Set<String> checkpoint =
        Stream.of(nodeOfFirstOutput(metaGraph.getSaverDef().getFilenameTensorName()))
            .filter(fedNodes::contains)
            .collect(Collectors.toSet());
    for (NodeDef node : graph.getNodeList()) {
      boolean allowed =
          switch (node.getOp()) {
            case INITIALIZES ->
                !reached.byRequests(node)
                    && !reached.byRestoring(node)
                    && assets.contains(input(node, 1));
            case RESTORES ->
                !reached.byRequests(node)
                    && !reached.byLoading(node)
                    && checkpoint.contains(input(node, 0));
            case ASSIGNS -> !reached.byRequests(node) && !reached.byLoading(node);
            case SAVES -> !reached.byAny(node);
            default -> COMPUTING.contains(node.getOp()) || OF_GRAPH.contains(node.getOp());
          };
      if (!allowed) {
        throw refused(node);
      }
    }
    graph.getLibrary().getFunctionList().stream()
        .flatMap(function -> function.getNodeDefList().stream())
        .filter(node -> !COMPUTING.contains(node.getOp()))
        .findFirst()
        .ifPresent(
            node -> {
              throw refused(node);
            });
  }

  /**
   * The nodes that run.
   *
   * @param requests what signatures compute
   * @param loading what runs when a model is loaded, with the paths of assets
   * @param restoring what reads the variables, with the path of the checkpoint
   */
  private record Reached(Set<String> requests, Set<String> loading, Set<String> restoring) {
    boolean byRequests(NodeDef node) {
      return requests.contains(node.getName());
    }

    boolean byLoading(NodeDef node) {
      return loading.contains(node.getName());
    }

    boolean byRestoring(NodeDef node) {
      return restoring.contains(node.getName());
    }

    boolean byAny(NodeDef node) {
      return byRequests(node) || byLoading(node) || byRestoring(node);
    }
  }

  /**
   * The nodes whose value a loader replaces as a whole: they have one output and compute nothing.
   * Of a node with two outputs one could be replaced and the other read.
   */
  private static Set<String> nodesToFeed(GraphDef graph) {
    return graph.getNodeList().stream()
        .filter(node -> node.getOp().equals("Const") || node.getOp().equals("Placeholder"))
        .filter(node -> node.getInputCount() == 0)
        .map(NodeDef::getName)
        .collect(Collectors.toSet());
  }

  /** The node whose first output an input is, as {@link #nodeOfFirstOutput}; "" for no input. */
  private static String input(NodeDef node, int index) {
    return index < node.getInputCount() ? nodeOfFirstOutput(node.getInput(index)) : "";
  }

  /**
   * {@code name:0} and {@code name} are the first output of the node {@code name}. Other tensors
   * stay as they are, and nodes have no such names.
   */
  private static String nodeOfFirstOutput(String tensor) {
    return tensor.endsWith(":0") ? tensor.substring(0, tensor.length() - 2) : tensor;
  }

  private InvalidInputException refused(NodeDef node) {
    return new InvalidInputException(
        directory
            + ": operation "
            + node.getName()
            + " ("
            + node.getOp()
            + ") does not belong there, it may read or write files outside the model; polystill loads only models that polystill export wrote");
  }

  private InvalidInputException leadsOut(String file) {
    return new InvalidInputException(
        directory
            + ": its file "
            + file
            + " leads out of the model's directory; polystill loads only models that polystill export wrote");
  }
}
