package io.github.polystill.models.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
  private static final Set<String> FILE_OPERATIONS =
      Set.of(
          "ReadFile",
          "WriteFile",
          "MatchingFiles",
          "TextLineReader",
          "TextLineReaderV2",
          "WholeFileReader",
          "WholeFileReaderV2",
          "TFRecordReader",
          "TFRecordReaderV2",
          "FixedLengthRecordReader",
          "FixedLengthRecordReaderV2",
          "TextLineDataset",
          "TFRecordDataset",
          "TFRecordDatasetV2",
          "FixedLengthRecordDataset",
          "FixedLengthRecordDatasetV2",
          "PyFunc",
          "PyFuncStateless",
          "EagerPyFunc",
          "PrintV2");

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
    Stream<NodeDef> nodes =
        Stream.concat(
            metaGraph.getGraphDef().getNodeList().stream(),
            metaGraph.getGraphDef().getLibrary().getFunctionList().stream()
                .flatMap(function -> function.getNodeDefList().stream()));
    List<String> assets =
        metaGraph.getAssetFileDefList().stream()
            .map(asset -> InferenceGraphWriter.nodeName(asset.getTensorInfo().getName()))
            .toList();
    nodes.forEach(
        node -> {
          boolean reads = node.getOp().startsWith("InitializeTableFromTextFile");
          if (FILE_OPERATIONS.contains(node.getOp())
              || (reads && !assets.contains(InferenceGraphWriter.nodeName(node.getInput(1))))) {
            throw new InvalidInputException(
                directory
                    + ": operation "
                    + node.getName()
                    + " ("
                    + node.getOp()
                    + ") reads or writes files outside the model; polystill loads only models that polystill export wrote");
          }
        });
  }

  private InvalidInputException leadsOut(String file) {
    return new InvalidInputException(
        directory
            + ": its file "
            + file
            + " leads out of the model's directory; polystill loads only models that polystill export wrote");
  }
}
