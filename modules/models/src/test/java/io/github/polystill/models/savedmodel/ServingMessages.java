package io.github.polystill.models.savedmodel;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import org.tensorflow.proto.TensorProto;

/**
 * The messages of TF Serving that polystill writes, as an oracle: with the field numbers of its
 * public {@code .proto} files, which TensorFlow Java ships no classes for. As a {@code .proto}
 * file:
 *
 * <pre>
 *   package tensorflow.serving;
 *   message ModelSpec      { string name = 1; string signature_name = 3; }
 *   message PredictRequest { ModelSpec model_spec = 1; map&lt;string, tensorflow.TensorProto&gt; inputs = 2; }
 *   message PredictLog     { PredictRequest request = 1; }
 *   message PredictionLog  { PredictLog predict_log = 6; }
 * </pre>
 */
final class ServingMessages {
  private static final String PACKAGE = "tensorflow.serving";
  private static final FileDescriptor FILE = file();

  private ServingMessages() {}

  static Descriptor type(String name) {
    return FILE.findMessageTypeByName(name);
  }

  private static FileDescriptor file() {
    String tensor = "." + TensorProto.getDescriptor().getFullName();
    DescriptorProto inputsEntry =
        DescriptorProto.newBuilder()
            .setName("InputsEntry")
            .addField(field("key", 1, FieldDescriptorProto.Type.TYPE_STRING))
            .addField(message("value", 2, tensor))
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("polystill/serving_messages.proto")
            .setPackage(PACKAGE)
            .setSyntax("proto3")
            .addDependency(TensorProto.getDescriptor().getFile().getName())
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("ModelSpec")
                    .addField(field("name", 1, FieldDescriptorProto.Type.TYPE_STRING))
                    .addField(field("signature_name", 3, FieldDescriptorProto.Type.TYPE_STRING)))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("PredictRequest")
                    .addNestedType(inputsEntry)
                    .addField(message("model_spec", 1, own("ModelSpec")))
                    .addField(
                        message("inputs", 2, own("PredictRequest.InputsEntry"))
                            .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("PredictLog")
                    .addField(message("request", 1, own("PredictRequest"))))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("PredictionLog")
                    .addField(message("predict_log", 6, own("PredictLog"))))
            .build();
    try {
      return FileDescriptor.buildFrom(
          file, new FileDescriptor[] {TensorProto.getDescriptor().getFile()});
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("the messages of TF Serving are defined wrongly", e);
    }
  }

  private static String own(String name) {
    return "." + PACKAGE + "." + name;
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }

  private static FieldDescriptorProto.Builder message(String name, int number, String type) {
    return field(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
  }
}
