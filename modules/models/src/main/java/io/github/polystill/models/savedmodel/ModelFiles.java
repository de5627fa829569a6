package io.github.polystill.models.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * Looks through a SavedModel before TensorFlow loads it. A model is data from elsewhere: it may
 * read no file but its own, so no path in it leads out of its directory and no operation opens
 * files.
 */
final class ModelFiles {
  /** Operations that open files, or run what is not in the graph. */
  private static final Pattern FILE_OPERATIONS =
      Pattern.compile(
          "(Read|Write)File|MatchingFiles|.*Reader(V2)?|.*Dataset(V[0-9]+)?|.*Iterator.*|PyFunc.*"
              + "|EagerPyFunc|PrintV2|ImmutableConst|(De|En)codeProto(V2)?|.*Vocab.*|.*SummaryWriter"
              + "|.*SummaryFileWriter|Save(V2|Slices)?|Restore(V2|Slice)?|MergeV2Checkpoints"
              + "|.*Remote.*|.*Rpc.*|XlaLaunch.*|.*Plugin.*");

  /** Those with which any model saves and restores its variables; no request may reach them. */
  private static final Set<String> OF_SAVER = Set.of("SaveV2", "RestoreV2", "MergeV2Checkpoints");

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
    List<String> assets =
        metaGraph.getAssetFileDefList().stream()
            .map(asset -> InferenceGraphWriter.nodeName(asset.getTensorInfo().getName()))
            .toList();
    Set<String> ofRequests = reachableByRequests(metaGraph);
    for (NodeDef node : metaGraph.getGraphDef().getNodeList()) {
      boolean ofSaver = OF_SAVER.contains(node.getOp()) && !ofRequests.contains(node.getName());
      boolean reads = node.getOp().startsWith("InitializeTableFromTextFile");
      boolean ofAsset = reads && assets.contains(InferenceGraphWriter.nodeName(node.getInput(1)));
      if ((isOfFiles(node) && !ofSaver) || (reads && !ofAsset)) {
        throw opensFiles(node);
      }
    }
    metaGraph.getGraphDef().getLibrary().getFunctionList().stream()
        .flatMap(function -> function.getNodeDefList().stream())
        .filter(ModelFiles::isOfFiles)
        .findFirst()
        .ifPresent(
            node -> {
              throw opensFiles(node);
            });
  }

  private static boolean isOfFiles(NodeDef node) {
    return FILE_OPERATIONS.matcher(node.getOp()).matches();
  }

  /** What signatures compute, and what runs when the model is loaded. */
  private static Set<String> reachableByRequests(MetaGraphDef metaGraph) {
    List<String> roots = InferenceGraphWriter.outputNodes(metaGraph.getSignatureDefMap().values());
    metaGraph
        .getCollectionDefMap()
        .values()
        .forEach(collection -> roots.addAll(collection.getNodeList().getValueList()));
    return InferenceGraphWriter.reachable(metaGraph.getGraphDef(), roots);
  }

  private InvalidInputException opensFiles(NodeDef node) {
    return new InvalidInputException(
        directory
            + ": operation "
            + node.getName()
            + " ("
            + node.getOp()
            + ") reads or writes files outside the model; polystill loads only models that polystill export wrote");
  }

  private InvalidInputException leadsOut(String file) {
    return new InvalidInputException(
        directory
            + ": its file "
            + file
            + " leads out of the model's directory; polystill loads only models that polystill export wrote");
  }
}
