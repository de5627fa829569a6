package io.github.polystill.models.savedmodel;

import com.google.protobuf.ByteString;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.encoding.Vocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Requests that TF Serving sends to a model before it takes others, so that the first of those are
 * not slow: all signatures, batches and texts of several sizes.
 */
public final class WarmupRequests {
  /** Where TF Serving looks for them, relative to a model's directory. */
  public static final String FILE = "assets.extra/tf_serving_warmup_requests";

  /** Records that TF Serving takes at most. */
  static final int RECORDS_AT_MOST = 1000;

  static final int[] BATCHES = {1, 2, 4, 8, 16, 32};

  private final String name;
  private final ServedModel model;

  private WarmupRequests(String name, ServedModel model) {
    this.name = name;
    this.model = model;
  }

  /**
   * Writes {@value #FILE}.
   *
   * @param version directory of the model's version
   * @param name of the model in TF Serving
   * @param texts words and line ends of texts of several lengths
   */
  public static void write(Path version, String name, ServedModel model, List<List<String>> texts)
      throws IOException {
    WarmupRequests requests = new WarmupRequests(name, model);
    AtomicFiles.write(version.resolve(FILE), out -> requests.writeTo(out, texts));
  }

  private void writeTo(OutputStream out, List<List<String>> texts) throws IOException {
    for (int size : BATCHES) {
      for (List<String> text : texts) {
        List<List<String>> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          batch.add(text);
        }
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
    RecordFile.write(
        out,
        ServingMessages.predictionLog(
                ServingMessages.predictRequest(name, signature, input, tensor))
            .toByteArray());
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
