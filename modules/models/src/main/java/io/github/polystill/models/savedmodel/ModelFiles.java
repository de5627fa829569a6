package io.github.polystill.models.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
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
                  + " Greater GreaterEqual Identity InplaceUpdate Less Log LowerBound MatMul Max"
                  + " Maximum Minimum Mul NotEqual OnesLike Pack PadV2 Range Relu Reshape ScatterNd"
                  + " SelectV2 Shape Sigmoid Size Slice SparseSegmentSum SplitV Sqrt Squeeze"
                  + " StaticRegexReplace StopGradient StridedSlice Sub Sum Tanh TensorScatterUpdate"
                  + " Tile TopKV2 Transpose UnicodeDecode UnicodeEncode UniqueV2"
                  + " UnsortedSegmentJoin UpperBound Where ZerosLike")
              .split(" "));

  /** Those that besides stand in the graph itself, but in none of its functions. */
  private static final Set<String> OF_GRAPH =
      Set.of("HashTableV2 LookupTableFindV2 NoOp Placeholder StatelessWhile VariableV2".split(" "));

  /** Other files that TensorFlow takes for the graph, even beside saved_model.pb. */
  private static final List<String> OTHER_GRAPHS = List.of("saved_model.cpb", "saved_model.pbtxt");

  /** The signature whose output runs when a model is loaded, in newer SavedModels. */
  private static final String INIT_SIGNATURE = "__saved_model_init_op";

  /** The attribute of a loop that TensorFlow takes apart, and then cannot cancel. */
  private static final String LOWERED = "_lower_using_switch_merge";

  /** Attributes of nodes are numbers of inputs, axes, and characters of Unicode. */
  private static final long LARGEST = Character.MAX_CODE_POINT;

  private static final String OWN_ONLY = "polystill loads only models that polystill export wrote";

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
    files.requireRegular();
    files.requireOneGraph();
    SavedModel model = files.read();
    for (MetaGraphDef metaGraph : model.getMetaGraphsList()) {
      files.checkAssets(metaGraph.getAssetFileDefList());
      files.checkOperations(metaGraph);
    }
  }

  private void requireFile(String name, String remedy) {
    if (!Files.isRegularFile(directory.resolve(name))) {
      throw error("no " + name + " there; " + remedy);
    }
  }

  private SavedModel read() throws IOException {
    try {
      return SavedModel.parseFrom(Files.readAllBytes(directory.resolve("saved_model.pb")));
    } catch (InvalidProtocolBufferException e) {
      throw DamagedModel.because(directory, "saved_model.pb is no SavedModel", e);
    }
  }

  /** No file of the directory is a link to somewhere else. */
  private void requireInside() throws IOException {
    Path home = directory.toRealPath();
    List<Path> links;
    try (Stream<Path> walk = Files.walk(directory)) {
      links = walk.filter(Files::isSymbolicLink).filter(file -> !file.equals(directory)).toList();
    }
    for (Path link : links) {
      if (!Files.exists(link) || !link.toRealPath().startsWith(home)) {
        throw leadsOut(directory.relativize(link).toString());
      }
    }
  }

  /** TensorFlow would wait for a pipe. */
  private void requireRegular() throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      walk.filter(file -> !Files.isDirectory(file)).forEach(InputFile::requireRegular);
    }
  }

  private void requireOneGraph() {
    for (String name : OTHER_GRAPHS) {
      if (Files.exists(directory.resolve(name))) {
        throw error("a second graph, " + name + "; " + OWN_ONLY);
      }
    }
  }

  private void checkAssets(List<AssetFileDef> assets) {
    Path home = directory.resolve(AssetFiles.DIRECTORY).normalize();
    for (AssetFileDef asset : assets) {
      String name = asset.getFilename();
      Path file;
      try {
        file = home.resolve(name).normalize();
      } catch (InvalidPathException e) {
        throw leadsOut(name);
      }
      if (name.isEmpty() || !file.startsWith(home) || file.equals(home)) {
        throw leadsOut(name);
      }
      requireFile(
          AssetFiles.DIRECTORY + "/" + name,
          "the model needs it; export it again with polystill export");
    }
  }

  private void checkOperations(MetaGraphDef metaGraph) {
    GraphDef graph = metaGraph.getGraphDef();
    Map<String, SignatureDef> signatures = new HashMap<>(metaGraph.getSignatureDefMap());
    List<String> atLoading = new ArrayList<>();
    for (CollectionDef collection : metaGraph.getCollectionDefMap().values()) {
      atLoading.addAll(collection.getNodeList().getValueList());
    }
    SignatureDef init = signatures.remove(INIT_SIGNATURE);
    if (init != null) {
      atLoading.addAll(InferenceGraphWriter.outputNodes(List.of(init)));
    }
    String restore = InferenceGraphWriter.nodeName(metaGraph.getSaverDef().getRestoreOpName());
    // What signatures compute; what runs at loading, with the paths of assets; what reads the
    // variables, with the path of the checkpoint.
    Set<String> requested =
        InferenceGraphWriter.reachable(
            graph, InferenceGraphWriter.outputNodes(signatures.values()));
    Set<String> loaded = InferenceGraphWriter.reachable(graph, atLoading);
    Set<String> restored = InferenceGraphWriter.reachable(graph, List.of(restore));
    Set<String> assets =
        replaced(
            graph,
            metaGraph.getAssetFileDefList().stream().map(it -> it.getTensorInfo().getName()));
    Set<String> checkpoint =
        replaced(graph, Stream.of(metaGraph.getSaverDef().getFilenameTensorName()));
    for (NodeDef node : graph.getNodeList()) {
      boolean atRequest = requested.contains(node.getName());
      boolean atLoad = loaded.contains(node.getName());
      boolean atRestore = restored.contains(node.getName());
      boolean allowed =
          switch (node.getOp()) {
            case "InitializeTableFromTextFileV2" ->
                !atRequest && !atRestore && assets.contains(input(node, 1));
            case "RestoreV2" -> !atRequest && !atLoad && checkpoint.contains(input(node, 0));
            case "Assign" -> !atRequest && !atLoad;
            case "SaveV2" -> !atRequest && !atLoad && !atRestore;
            // One that has no end is stopped at a request, where CallLimit watches.
            case "StatelessWhile" -> !atLoad && !atRestore && !node.containsAttr(LOWERED);
            default -> COMPUTING.contains(node.getOp()) || OF_GRAPH.contains(node.getOp());
          };
      require(allowed, node);
      requireSound(node);
    }
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      for (NodeDef node : function.getNodeDefList()) {
        require(COMPUTING.contains(node.getOp()), node);
        requireSound(node);
      }
    }
  }

  /** TensorFlow checks these late or not at all, and ends the process with an error of its own. */
  private void requireSound(NodeDef node) {
    AttrValue none = AttrValue.getDefaultInstance();
    DataType value = node.getAttrOrDefault("value", none).getTensor().getDtype();
    if (node.getOp().equals("Const") && node.getAttrOrDefault("dtype", none).getType() != value) {
      throw unsound(node, "is a constant of two types");
    }
    if (node.getAttrOrDefault("batch_dims", none).getI() != 0) {
      throw unsound(node, "has batch dimensions");
    }
    if (node.getAttrMap().values().stream().anyMatch(it -> it.getI() > LARGEST)) {
      throw unsound(node, "has too large a number");
    }
  }

  private InvalidInputException unsound(NodeDef node, String why) {
    return error(
        String.format(
            Locale.ROOT,
            "the SavedModel is damaged (node %s %s); export it again with polystill export",
            node.getName(),
            why));
  }

  /**
   * Those of some tensors whose value a loader replaces as a whole, as nodes: they have one output
   * and compute nothing. Of a node with two outputs one could be replaced and the other read.
   */
  private static Set<String> replaced(GraphDef graph, Stream<String> tensors) {
    Set<String> constants =
        graph.getNodeList().stream()
            .filter(node -> node.getOp().equals("Const") || node.getOp().equals("Placeholder"))
            .filter(node -> node.getInputCount() == 0)
            .map(NodeDef::getName)
            .collect(Collectors.toSet());
    return tensors
        .map(ModelFiles::nodeOfFirstOutput)
        .filter(constants::contains)
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

  private void require(boolean allowed, NodeDef node) {
    if (!allowed) {
      throw error(
          String.format(
              Locale.ROOT,
              "operation %s (%s) does not belong there, it may read or write files outside the model or"
                  + " never end; %s",
              node.getName(),
              node.getOp(),
              OWN_ONLY));
    }
  }

  private InvalidInputException leadsOut(String file) {
    return error("its file " + file + " leads out of the model's directory; " + OWN_ONLY);
  }

  private InvalidInputException error(String what) {
    return new InvalidInputException(directory + ": " + what);
  }
}
