package io.github.polystill.models.savedmodel;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.models.TfRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Requests that TF Serving sends to a model before it takes others, so that the first of those are
 * not slow: all signatures, batches and texts of several sizes. TensorFlow Java has no classes for
 * its messages, of which those fields are written:
 *
 * <pre>
 *   package tensorflow.serving;
 *   message ModelSpec      { string name = 1; string signature_name = 3; }
 *   message PredictRequest { ModelSpec model_spec = 1; map&lt;string, tensorflow.TensorProto&gt; inputs = 2; }
 *   message PredictLog     { PredictRequest request = 1; }
 *   message PredictionLog  { PredictLog predict_log = 6; }
 * </pre>
 */
record WarmupRequests(String name, ServedModel model) {
  /** Where TF Serving looks for them, relative to a model's directory. */
  static final String FILE = "assets.extra/tf_serving_warmup_requests";

  /** Records that TF Serving takes at most. */
  static final int RECORDS_AT_MOST = 1000;

  static final int[] BATCHES = {1, 2, 4, 8, 16, 32};

  /**
   * Writes {@value #FILE}.
   *
   * @param version directory of the model's version
   * @param name of the model in TF Serving
   * @param texts words and line ends of texts of several lengths
   */
  static void write(Path version, String name, ServedModel model, List<List<String>> texts)
      throws IOException {
    WarmupRequests requests = new WarmupRequests(name, model);
    AtomicFiles.write(version.resolve(FILE), out -> requests.writeTo(out, texts));
  }

  private void writeTo(OutputStream out, List<List<String>> texts) throws IOException {
    for (int size : BATCHES) {
      for (List<String> text : texts) {
        List<List<String>> batch = Collections.nCopies(size, text);
        record(out, ServingSignatures.SERVING_DEFAULT, ServingSignatures.TOKENS, tokens(batch));
        record(out, ServingSignatures.TOKEN_IDS, ServingSignatures.TOKEN_IDS, ids(batch));
        if (model.splitsCharacters()) {
          record(out, ServingSignatures.CHARACTERS, ServingSignatures.TEXTS, raw(batch));
        }
      }
    }
  }

  private void record(OutputStream out, String signature, String input, TensorProto tensor)
      throws IOException {
    ByteString log = message(Map.of(1, predictRequest(name, signature, input, tensor)));
    out.write(TfRecord.of(message(Map.of(6, log)).toByteArray()));
  }

  /** A {@code PredictRequest}, which gRPC's method {@code PredictionService.Predict} takes. */
  static ByteString predictRequest(
      String model, String signature, String input, TensorProto tensor) {
    ByteString spec =
        message(Map.of(1, ByteString.copyFromUtf8(model), 3, ByteString.copyFromUtf8(signature)));
    ByteString entry = message(Map.of(1, ByteString.copyFromUtf8(input), 2, tensor.toByteString()));
    return message(Map.of(1, spec, 2, entry));
  }

  /** A message of some fields by number, which are texts and messages. */
  private static ByteString message(Map<Integer, ByteString> fields) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    fields.forEach(
        (number, value) ->
            message.addField(
                number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build()));
    return message.build().toByteString();
  }

  private static TensorProto tokens(List<List<String>> batch) {
    TensorProto.Builder tensor = tensor(DataType.DT_STRING, batch.size(), width(batch));
    for (List<String> text : batch) {
      text.forEach(token -> tensor.addStringVal(ByteString.copyFromUtf8(token)));
      for (int i = text.size(); i < width(batch); i++) {
        tensor.addStringVal(ByteString.EMPTY);
      }
    }
    return tensor.build();
  }

  private TensorProto ids(List<List<String>> batch) {
    TensorProto.Builder tensor = tensor(DataType.DT_INT32, batch.size(), width(batch));
    for (List<String> text : batch) {
      text.forEach(
          token ->
              tensor.addIntVal(
                  token.equals(TokenPlacement.LINE_END) ? -1 : model.vocabulary().id(token)));
      for (int i = text.size(); i < width(batch); i++) {
        tensor.addIntVal(Vocabulary.PADDING_ID);
      }
    }
    return tensor.build();
  }

  private static TensorProto raw(List<List<String>> batch) {
    TensorProto.Builder tensor = tensor(DataType.DT_STRING, batch.size());
    batch.forEach(text -> tensor.addStringVal(ByteString.copyFromUtf8(String.join("", text))));
    return tensor.build();
  }

  private static int width(List<List<String>> batch) {
    return Math.max(1, batch.stream().mapToInt(List::size).max().orElse(0));
  }

  private static TensorProto.Builder tensor(DataType type, int... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorProto.newBuilder().setDtype(type).setTensorShape(shape);
  }
}
