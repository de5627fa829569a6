package io.github.polystill.models.savedmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Models some of whose probabilities go through a loop that goes on while true. */
public final class EndlessModel {
  private EndlessModel() {}

  /**
   * Changes the probabilities of a signature.
   *
   * @param version directory of an exported model
   */
  public static void rewrite(Path version, String key) throws IOException {
    Path file = version.resolve("saved_model.pb");
    SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
    MetaGraphDef changed = of(model.getMetaGraphs(0), key);
    Files.write(file, model.toBuilder().setMetaGraphs(0, changed).build().toByteArray());
  }

  /** The probabilities of texts given as words. */
  static MetaGraphDef of(MetaGraphDef graph) {
    return of(graph, ServingSignatures.SERVING_DEFAULT);
  }

  private static MetaGraphDef of(MetaGraphDef graph, String key) {
    SignatureDef signature = graph.getSignatureDefOrThrow(key);
    TensorInfo probabilities = signature.getOutputsOrThrow("probabilities");
    AttrValue floats = AttrValue.newBuilder().setType(DataType.DT_FLOAT).build();
    NodeDef loop =
        NodeDef.newBuilder()
            .setName("endless")
            .setOp("StatelessWhile")
            .addInput(probabilities.getName())
            .putAttr("T", listOf(AttrValue.ListValue.newBuilder().addType(DataType.DT_FLOAT)))
            .putAttr("cond", function("goes_on"))
            .putAttr("body", function("goes_nowhere"))
            .putAttr("output_shapes", listOf(AttrValue.ListValue.newBuilder()))
            .putAttr("parallel_iterations", AttrValue.newBuilder().setI(10).build())
            .build();
    OpDef.ArgDef argument =
        OpDef.ArgDef.newBuilder().setName("x").setType(DataType.DT_FLOAT).build();
    NodeDef yes =
        NodeDef.newBuilder()
            .setName("yes")
            .setOp("Const")
            .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_BOOL).build())
            .putAttr(
                "value",
                AttrValue.newBuilder()
                    .setTensor(
                        TensorProto.newBuilder()
                            .setDtype(DataType.DT_BOOL)
                            .setTensorShape(TensorShapeProto.getDefaultInstance())
                            .addBoolVal(true))
                    .build())
            .build();
    NodeDef same =
        NodeDef.newBuilder()
            .setName("same")
            .setOp("Identity")
            .addInput("x")
            .putAttr("T", floats)
            .build();
    MetaGraphDef.Builder changed = graph.toBuilder();
    changed
        .getGraphDefBuilder()
        .addNode(loop)
        .getLibraryBuilder()
        .addFunction(
            FunctionDef.newBuilder()
                .setSignature(
                    OpDef.newBuilder()
                        .setName("goes_on")
                        .addInputArg(argument)
                        .addOutputArg(
                            OpDef.ArgDef.newBuilder().setName("y").setType(DataType.DT_BOOL)))
                .addNodeDef(yes)
                .putRet("y", "yes:output:0"))
        .addFunction(
            FunctionDef.newBuilder()
                .setSignature(
                    OpDef.newBuilder()
                        .setName("goes_nowhere")
                        .addInputArg(argument)
                        .addOutputArg(
                            OpDef.ArgDef.newBuilder().setName("y").setType(DataType.DT_FLOAT)))
                .addNodeDef(same)
                .putRet("y", "same:output:0"));
    return changed
        .putSignatureDef(
            key,
            signature.toBuilder()
                .putOutputs("probabilities", probabilities.toBuilder().setName("endless:0").build())
                .build())
        .build();
  }

  private static AttrValue listOf(AttrValue.ListValue.Builder values) {
    return AttrValue.newBuilder().setList(values).build();
  }

  private static AttrValue function(String name) {
    return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
  }
}
