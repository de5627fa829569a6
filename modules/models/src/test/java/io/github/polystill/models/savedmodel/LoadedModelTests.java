package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;

/** Directories that hold no usable model. */
class LoadedModelTests {
  @TempDir private static Path good;
  @TempDir private Path directory;

  @BeforeAll
  static void export() throws IOException {
    ExportedNetwork.write(good, 1, EmbeddingChannels.FROZEN);
  }

  @BeforeEach
  void copy() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(good)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path destination = directory.resolve(good.relativize(file).toString());
      Files.createDirectories(destination.getParent());
      Files.copy(file, destination);
    }
  }

  private Path graph() {
    return directory.resolve("saved_model.pb");
  }

  private void rewrite(UnaryOperator<MetaGraphDef> change) throws IOException {
    SavedModel model = SavedModel.parseFrom(Files.readAllBytes(graph()));
    MetaGraphDef changed = change.apply(model.getMetaGraphs(0));
    Files.write(graph(), model.toBuilder().setMetaGraphs(0, changed).build().toByteArray());
  }

  private void assertRejected(String why) {
    assertThatThrownBy(() -> LoadedModel.load(directory).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(directory.toString())
        .hasMessageContaining(why)
        .hasMessageContaining("polystill export")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void noModel() throws IOException {
    Files.delete(graph());
    assertRejected("no saved_model.pb");
  }

  @Test
  void noDirectory() {
    assertThatThrownBy(() -> LoadedModel.load(directory.resolve("none")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no saved_model.pb");
  }

  @Test
  void graphThatIsNone() throws IOException {
    Files.write(graph(), "this is no protocol buffer\n".getBytes(StandardCharsets.UTF_8));
    assertRejected("damaged");
  }

  @Test
  void truncatedGraph() throws IOException {
    byte[] whole = Files.readAllBytes(graph());
    for (int length : new int[] {0, 1, 10, whole.length / 2, whole.length - 1}) {
      Files.write(graph(), Arrays.copyOf(whole, length));
      assertRejected("damaged");
    }
  }

  @Test
  void truncatedVariables() throws IOException {
    for (String part : List.of(".data-", ".index")) {
      Path file;
      try (Stream<Path> files = Files.list(directory.resolve("variables"))) {
        file = files.filter(it -> it.toString().contains(part)).findFirst().orElseThrow();
      }
      byte[] whole = Files.readAllBytes(file);
      for (int length : new int[] {whole.length - 1, whole.length / 2, 0}) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertRejected("damaged");
      }
      Files.write(file, whole);
      LoadedModel.load(directory).close();
    }
  }

  @Test
  void noVariables() throws IOException {
    AtomicFiles.deleteRecursively(directory.resolve("variables"));
    assertRejected("no variables");
  }

  @Test
  void noValues() throws IOException {
    Files.delete(directory.resolve("variables/variables.data-00000-of-00001"));
    assertRejected("damaged");
  }

  @Test
  void noSignature() throws IOException {
    rewrite(graph -> graph.toBuilder().clearSignatureDef().build());
    assertRejected("no signature serving_default");
  }

  @Test
  void noAsset() throws IOException {
    for (String file : List.of("vocabulary.txt", "labels.txt")) {
      Path asset = directory.resolve("assets").resolve(file);
      byte[] whole = Files.readAllBytes(asset);
      Files.delete(asset);
      assertRejected("no assets/" + file + " there");
      Files.write(asset, whole);
    }
  }

  @Test
  void labelsThatAreCutOff() throws IOException {
    Files.writeString(directory.resolve("assets/labels.txt"), "感冒\n");
    assertRejected("labels");
  }

  @Test
  void pathsThatLeadOut() throws IOException {
    Path secret = Files.writeString(directory.resolveSibling("secret.txt"), "a\nb\nc\n");
    try {
      for (String name : List.of("../../secret.txt", secret.toString(), "..", "", "a/../../x")) {
        rewrite(graph -> withFirstAsset(graph, name));
        assertRejected(name + " leads out");
      }
      rewrite(graph -> withFirstAsset(graph, "vocabulary.txt"));
      LoadedModel.load(directory).close();
      Path labels = directory.resolve("assets/labels.txt");
      Files.delete(labels);
      Files.createSymbolicLink(labels, secret);
      assertRejected("assets/labels.txt leads out");
    } finally {
      Files.delete(secret);
    }
  }

  private static MetaGraphDef withFirstAsset(MetaGraphDef graph, String name) {
    return graph.toBuilder()
        .setAssetFileDef(0, graph.getAssetFileDef(0).toBuilder().setFilename(name))
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "WriteFile",
        "TextLineDataset",
        "TFRecordReaderV2",
        "PyFunc",
        "Save",
        "DebugIdentity",
        "LoadAndRemapMatrix",
        "StatefulPartitionedCall"
      })
  void operationsThatOpenFiles(String operation) throws IOException {
    rewrite(graph -> withNode(graph, NodeDef.newBuilder().setName("x").setOp(operation)));
    assertRejected("operation x (" + operation + ")");
  }

  /** Variables are saved when a model is written, and not when it is asked. */
  @Test
  void aSignatureThatSaves() throws IOException {
    rewrite(
        graph -> {
          MetaGraphDef.Builder changed =
              withNode(graph, NodeDef.newBuilder().setName("x").setOp("SaveV2")).toBuilder();
          return changed
              .putCollectionDef(
                  "saved_model_main_op",
                  CollectionDef.newBuilder()
                      .setNodeList(CollectionDef.NodeList.newBuilder().addValue("x"))
                      .build())
              .build();
        });
    assertRejected("operation x (SaveV2)");
  }

  @Test
  void aTableOfAFileThatIsNoAsset() throws IOException {
    rewrite(graph -> graph.toBuilder().removeAssetFileDef(0).build());
    assertRejected("may read or write files outside the model");
  }

  /**
   * A loader replaces one output of a loop by the path of the asset or checkpoint, while a file is
   * read whose path is another output.
   */
  @ParameterizedTest
  @ValueSource(strings = {"InitializeTableFromTextFileV2", "RestoreV2"})
  void aPathBesideTheOneThatIsReplaced(String operation) throws IOException {
    rewrite(graph -> withPathFrom(graph, operation, "loop", "loop:1"));
    assertRejected("(" + operation + ") does not belong there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"InitializeTableFromTextFileV2", "RestoreV2"})
  void aPathThatIsComputed(String operation) throws IOException {
    rewrite(graph -> withPathFrom(graph, operation, "loop", "loop:0"));
    assertRejected("(" + operation + ") does not belong there");
  }

  /** Operations of a kind take their path from one tensor, and loaders replace another. */
  private static MetaGraphDef withPathFrom(
      MetaGraphDef graph, String operation, String read, String replaced) {
    MetaGraphDef.Builder changed =
        withNode(
            graph,
            NodeDef.newBuilder()
                .setName("loop")
                .setOp("StatelessWhile")
                .addInput("a")
                .addInput("b"))
            .toBuilder();
    boolean isCheckpoint = operation.equals("RestoreV2");
    changed.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getOp().equals(operation))
        .forEach(node -> node.setInput(isCheckpoint ? 0 : 1, read));
    if (isCheckpoint) {
      changed.getSaverDefBuilder().setFilenameTensorName(replaced);
    } else {
      changed
          .getAssetFileDefBuilderList()
          .forEach(asset -> asset.getTensorInfoBuilder().setName(replaced));
    }
    return changed.build();
  }

  /** A table that a request would fill again, from where the model likes. */
  @Test
  void aSignatureThatFillsATable() throws IOException {
    rewrite(graph -> withOutputOn(graph, "fill_label_of_number"));
    assertRejected("operation fill_label_of_number (InitializeTableFromTextFileV2)");
  }

  @Test
  void aSignatureThatReadsOrAssignsVariables() throws IOException {
    for (String operation : List.of("RestoreV2", "Assign")) {
      rewrite(
          graph ->
              withOutputOn(
                  graph,
                  graph.getGraphDef().getNodeList().stream()
                      .filter(node -> node.getOp().equals(operation))
                      .findFirst()
                      .orElseThrow()
                      .getName()));
      assertThatThrownBy(() -> LoadedModel.load(directory).close())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("does not belong there");
    }
  }

  /** An identity of the thresholds that waits for another node. */
  private static MetaGraphDef withOutputOn(MetaGraphDef graph, String awaited) {
    SignatureDef signature = graph.getSignatureDefOrThrow("serving_default");
    TensorInfo thresholds = signature.getOutputsOrThrow("thresholds");
    return withNode(
            graph,
            NodeDef.newBuilder()
                .setName("x_" + awaited.replace('/', '_'))
                .setOp("Identity")
                .addInput(thresholds.getName())
                .addInput("^" + awaited)
                .putAttr("T", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build()))
        .toBuilder()
        .putSignatureDef(
            "serving_default",
            signature.toBuilder()
                .putOutputs(
                    "thresholds",
                    thresholds.toBuilder().setName("x_" + awaited.replace('/', '_') + ":0").build())
                .build())
        .build();
  }

  /** A function may compute, but have neither tables nor files. */
  @ParameterizedTest
  @ValueSource(
      strings = {"InitializeTableFromTextFileV2", "RestoreV2", "SaveV2", "DebugIdentityV3"})
  void functionsThatOpenFiles(String operation) throws IOException {
    FunctionDef function =
        FunctionDef.newBuilder()
            .setSignature(OpDef.newBuilder().setName("f"))
            .addNodeDef(NodeDef.newBuilder().setName("x").setOp(operation))
            .build();
    rewrite(
        graph -> {
          MetaGraphDef.Builder changed = graph.toBuilder();
          changed.getGraphDefBuilder().getLibraryBuilder().addFunction(function);
          return changed.build();
        });
    assertRejected("operation x (" + operation + ")");
  }

  @Test
  void aRestoreThatSaves() throws IOException {
    rewrite(
        graph -> {
          String restore = graph.getSaverDef().getRestoreOpName();
          MetaGraphDef.Builder changed =
              withNode(graph, NodeDef.newBuilder().setName("x").setOp("SaveV2")).toBuilder();
          changed.getGraphDefBuilder().getNodeBuilderList().stream()
              .filter(node -> node.getName().equals(restore))
              .forEach(node -> node.addInput("^x"));
          return changed.build();
        });
    assertRejected("operation x (SaveV2)");
  }

  @Test
  void aSecondGraph() throws IOException {
    Files.writeString(directory.resolve("saved_model.cpb"), "");
    assertRejected("saved_model.cpb");
  }

  private static MetaGraphDef withNode(MetaGraphDef graph, NodeDef.Builder node) {
    return graph.toBuilder().setGraphDef(graph.getGraphDef().toBuilder().addNode(node)).build();
  }

  @Test
  void signatureOfAnotherModel() throws IOException {
    rewrite(
        graph ->
            graph.toBuilder()
                .putSignatureDef(
                    "serving_default",
                    graph.getSignatureDefOrThrow("serving_default").toBuilder()
                        .removeInputs("tokens")
                        .build())
                .build());
    assertRejected("'tokens'");
  }

  /** CVE-2024-7254: parsers of protobuf-java before 3.25.5 overflowed the stack. */
  @Test
  void groupsThatAreNestedDeeply() throws IOException {
    byte[] groups = new byte[1 << 20];
    Arrays.fill(groups, (byte) 0x7B); // the beginning of group 15
    Files.write(graph(), groups);
    assertRejected("damaged");
  }

  /** Whatever bit flips: the model is as it was, or the line of an error names its directory. */
  @Test
  void flippedBits() throws IOException {
    byte[] whole = Files.readAllBytes(graph());
    SplittableRandom random = new SplittableRandom(18);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(graph(), flipped);
      try (LoadedModel model = LoadedModel.load(directory)) {
        model.predict(ExportedNetwork.tokens(), false);
      } catch (InvalidInputException e) {
        assertThat(e).hasMessageStartingWith(directory.toString());
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aNodeOfAnotherName() throws IOException {
    rewrite(
        graph -> {
          MetaGraphDef.Builder changed = graph.toBuilder();
          changed.getGraphDefBuilder().getNodeBuilder(7).setName("another");
          return changed.build();
        });
    assertRejected("damaged");
  }

  /** TensorFlow would end the process. */
  @Test
  void constantsOfTwoTypes() throws IOException {
    rewriteNodes(
        "Const",
        "value",
        value -> {
          TensorProto other = value.getTensor().toBuilder().setDtype(DataType.DT_UINT16).build();
          return value.toBuilder().setTensor(other).build();
        });
    assertRejected("is a constant of two types");
  }

  /** The same. */
  @ParameterizedTest
  @CsvSource({
    "GatherV2, batch_dims, 1048576, has batch dimensions",
    "Pack, N, 2147483647, has too large a number"
  })
  void numbersThatTensorFlowDoesNotCheck(
      String operation, String attribute, long number, String why) throws IOException {
    rewriteNodes(operation, attribute, value -> value.toBuilder().setI(number).build());
    assertRejected(why);
  }

  private void rewriteNodes(String operation, String attribute, UnaryOperator<AttrValue> change)
      throws IOException {
    rewrite(
        graph -> {
          MetaGraphDef.Builder changed = graph.toBuilder();
          changed.getGraphDefBuilder().getNodeBuilderList().stream()
              .filter(node -> node.getOp().equals(operation))
              .forEach(
                  node -> node.putAttr(attribute, change.apply(node.getAttrOrThrow(attribute))));
          return changed.build();
        });
  }

  /** TensorFlow Java cannot interrupt a call. */
  @Test
  void aLoopWithoutAnEnd() throws Exception {
    rewrite(EndlessModel::of);
    long start = System.nanoTime();
    try (LoadedModel model = LoadedModel.load(directory, 1, Duration.ofSeconds(30))) {
      assertThat(model.labels()).hasSize(3); // takes no loop
      assertThat(model.isStopped()).isFalse();
      Thread asking = new Thread(() -> model.predict(ExportedNetwork.tokens(), false), "asking");
      asking.setUncaughtExceptionHandler(
          (thread, e) -> assertThat(e).isInstanceOf(StoppedModelException.class));
      asking.start();
      Thread.sleep(500);
    } // cancels the call
    try (LoadedModel model = LoadedModel.load(directory, 1, Duration.ofMillis(500))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> model.predict(ExportedNetwork.tokens(), false))
            .isInstanceOf(StoppedModelException.class)
            .hasMessage(
                directory
                    + ": the model had no answer after 0.5 s and was stopped; it is damaged, or"
                    + " such texts take longer");
      }
      assertThat(model.isStopped()).isTrue();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  /** A TensorFlow Java of another make must not fail only once a call has to be stopped. */
  @Test
  void whatATensorFlowJavaLacksIsSaidAtOnce() {
    assertThatThrownBy(() -> CallLimit.field(this, "nativeHandle", String.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("this TensorFlow Java has no LoadedModelTests.nativeHandle")
        .hasMessageEndingWith("put version 1.1.0 on the class path");
    assertThat(Session.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .as("this test's")
        .endsWith("-" + CallLimit.TENSORFLOW_JAVA + ".jar");
    assertThatThrownBy(() -> CallLimit.field(this, "directory", String.class))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Not even to look how long a call takes. */
  @Test
  void nothingRunsWhereNoCallDoes() throws Exception {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Set<Thread> others = watches();
      CallLimit limit = new CallLimit(session, directory, Duration.ofMillis(4));
      limit.within(() -> "");
      List<Thread> own = new ArrayList<>(watches());
      own.removeAll(others);
      for (int i = 0; i < 500 && own.get(0).getState() != Thread.State.WAITING; i++) {
        Thread.sleep(10);
      }

      assertThat(own).extracting(Thread::getState).containsExactly(Thread.State.WAITING);
      assertThat(limit.end()).isTrue();
    }
  }

  private static Set<Thread> watches() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("polystill-call-limit"))
        .collect(Collectors.toSet());
  }

  /** Only what TensorFlow throws and what a signature gets wrong is the model's fault. */
  @Test
  void faultsOfOurOwnAreNotTheModels() throws IOException {
    try (LoadedModel model = LoadedModel.load(directory)) {
      assertThatThrownBy(() -> model.predict(Arrays.asList(List.of("a"), null), false))
          .isInstanceOf(NullPointerException.class);
    }
    assertThatThrownBy(
            () ->
                DamagedModel.undamaged(
                    directory,
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }

  /** The list's own frame is below others of Java's. */
  @Test
  void whatTensorFlowThrowsByWayOfJava() {
    RuntimeException thrown = new IndexOutOfBoundsException("Index 1 out of bounds for length 1");
    thrown.setStackTrace(
        Stream.of(
                "jdk.internal.util.Preconditions",
                "sun.Any",
                "javax.Any",
                "java.util.ArrayList",
                "org.tensorflow.Result",
                "io.github.polystill.models.savedmodel.SignatureCalls")
            .map(name -> new StackTraceElement(name, "get", null, -1))
            .toArray(StackTraceElement[]::new));
    assertThatThrownBy(
            () ->
                DamagedModel.undamaged(
                    directory,
                    () -> {
                      throw thrown;
                    }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("damaged (Index 1 out of bounds for length 1)");
  }

  /** Each would be copied into an array of another type. */
  @ParameterizedTest
  @ValueSource(strings = {"DT_BOOL", "DT_INT64", "DT_HALF", "DT_DOUBLE", "DT_INT32"})
  void anOutputOfAnotherTypeThanItsSignatureSays(DataType type) throws IOException {
    rewriteOutput(
        "probabilities",
        (graph, tensor) -> {
          addNode(
              graph,
              NodeDef.newBuilder()
                  .setOp("Cast")
                  .addInput(tensor.getName())
                  .putAttr("SrcT", ofType(DataType.DT_FLOAT))
                  .putAttr("DstT", ofType(type)));
          tensor.setName("x:0");
        });
    assertNoPrediction("output probabilities is not what it should be");
  }

  @Test
  void anInputThatIsNotOurs() throws IOException {
    rewrite(
        graph -> {
          SignatureDef signature = graph.getSignatureDefOrThrow("serving_default");
          TensorInfo tokens = signature.getInputsOrThrow("tokens");
          return graph.toBuilder()
              .putSignatureDef(
                  "serving_default", signature.toBuilder().putInputs("more", tokens).build())
              .build();
        });
    assertRejected("signature serving_default has an input more");
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "0, 1", "1, 2", "1, 1"})
  void moreOrFewerProbabilitiesThanLabelsOrTexts(int axis, int copies) throws IOException {
    rewriteOutput(
        "probabilities",
        (graph, tensor) -> {
          boolean more = copies > 1;
          int[] factors = {axis == 0 ? copies : 1, axis == 1 ? copies : 1};
          int[] sizes = {axis == 0 ? 1 : -1, axis == 1 ? 1 : -1};
          for (String name : List.of("begin", "sizes")) {
            addNode(graph, constant(more ? factors : name.equals("begin") ? new int[2] : sizes))
                .setName(name);
          }
          NodeDef.Builder node =
              NodeDef.newBuilder()
                  .setOp(more ? "Tile" : "Slice")
                  .addInput(tensor.getName())
                  .addInput("begin");
          addNode(graph, more ? node : node.addInput("sizes"))
              .putAttr("T", ofType(DataType.DT_FLOAT))
              .putAttr(more ? "Tmultiples" : "Index", ofType(DataType.DT_INT32));
          tensor.setName("x:0");
        });
    assertNoPrediction("output probabilities is not what it should be");
    try (LoadedModel model = LoadedModel.load(directory)) {
      assertThatThrownBy(() -> model.probabilities(ExportedNetwork.tokens()))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  private static NodeDef.Builder constant(int... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_INT32);
    tensor.getTensorShapeBuilder().addDimBuilder().setSize(values.length);
    Arrays.stream(values).forEach(tensor::addIntVal);
    return NodeDef.newBuilder()
        .setOp("Const")
        .putAttr("dtype", ofType(DataType.DT_INT32))
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
  }

  private static AttrValue ofType(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  /** A node of the name x. */
  private static NodeDef.Builder addNode(MetaGraphDef.Builder graph, NodeDef.Builder node) {
    graph.getGraphDefBuilder().addNode(node.setName("x"));
    List<NodeDef.Builder> nodes = graph.getGraphDefBuilder().getNodeBuilderList();
    return nodes.get(nodes.size() - 1);
  }

  private void rewriteOutput(
      String output, BiConsumer<MetaGraphDef.Builder, TensorInfo.Builder> change)
      throws IOException {
    rewrite(
        graph -> {
          SignatureDef signature = graph.getSignatureDefOrThrow("serving_default");
          TensorInfo.Builder tensor = signature.getOutputsOrThrow(output).toBuilder();
          MetaGraphDef.Builder changed = graph.toBuilder();
          change.accept(changed, tensor);
          return changed
              .putSignatureDef(
                  "serving_default",
                  signature.toBuilder().putOutputs(output, tensor.build()).build())
              .build();
        });
  }

  private void assertNoPrediction(String why) {
    assertThatThrownBy(
            () -> {
              try (LoadedModel model = LoadedModel.load(directory)) {
                model.predict(ExportedNetwork.tokens(), false);
              }
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(directory.toString())
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "labels, thresholds",
    "probabilities, label_names",
    "label_names, probabilities",
    "thresholds, labels"
  })
  void outputsOfAnotherKind(String output, String other) throws IOException {
    rewriteOutput(
        output,
        (graph, tensor) ->
            tensor.setName(
                graph
                    .getSignatureDefOrThrow("serving_default")
                    .getOutputsOrThrow(other)
                    .getName()));
    assertNoPrediction("output " + output + " is not what it should be");
  }

  @Test
  void aSizeThatIsNone() throws IOException {
    rewriteOutput(
        "probabilities",
        (graph, tensor) -> tensor.getTensorShapeBuilder().getDimBuilder(1).setSize(1L << 40));
    assertRejected("damaged (a signature has a tensor of size 1099511627776)");
  }

  @Test
  void aLoopThatRunsAtLoading() throws IOException {
    rewrite(
        graph -> {
          MetaGraphDef looping = EndlessModel.of(graph);
          return looping.toBuilder()
              .putCollectionDef(
                  "saved_model_main_op",
                  CollectionDef.newBuilder()
                      .setNodeList(CollectionDef.NodeList.newBuilder().addValue("endless"))
                      .build())
              .build();
        });
    assertRejected("operation endless (StatelessWhile)");
  }

  @Test
  void aLoopThatTensorFlowTakesApart() throws IOException {
    rewrite(
        graph -> {
          MetaGraphDef.Builder looping = EndlessModel.of(graph).toBuilder();
          looping.getGraphDefBuilder().getNodeBuilderList().stream()
              .filter(node -> node.getName().equals("endless"))
              .forEach(
                  node ->
                      node.putAttr(
                          "_lower_using_switch_merge", AttrValue.newBuilder().setB(true).build()));
          return looping.build();
        });
    assertRejected("operation endless (StatelessWhile)");
  }
}
