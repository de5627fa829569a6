package io.github.polystill.models;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NamedTensorProto;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The trained weights of one network in a file: TensorFlow's own {@code NamedTensorProto} messages,
 * each behind its length, values as little-endian float32.
 */
public final class WeightsFile {
  private WeightsFile() {}

  /** Writes weights by name, each in row-major order. */
  public static void write(Path file, Map<String, float[]> weights) throws IOException {
    AtomicFiles.write(
        file,
        out -> {
          for (Map.Entry<String, float[]> entry : weights.entrySet()) {
            message(entry.getKey(), entry.getValue()).writeDelimitedTo(out);
          }
        });
  }

  private static NamedTensorProto message(String name, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return NamedTensorProto.newBuilder()
        .setName(name)
        .setTensor(
            TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(
                    TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(values.length)))
                .setTensorContent(ByteString.copyFrom(bytes.array())))
        .build();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws InvalidInputException where it is damaged
   */
  public static Map<String, float[]> read(Path file) throws IOException {
    Map<String, float[]> weights = new LinkedHashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (NamedTensorProto message = NamedTensorProto.parseDelimitedFrom(in);
          message != null;
          message = NamedTensorProto.parseDelimitedFrom(in)) {
        weights.put(message.getName(), values(message));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          file + ": damaged weights; delete the file and train again", e);
    }
    if (weights.isEmpty()) {
      throw new InvalidInputException(file + ": no weights in it; delete the file and train again");
    }
    return weights;
  }

  private static float[] values(NamedTensorProto message) throws InvalidProtocolBufferException {
    TensorProto tensor = message.getTensor();
    ByteString content = tensor.getTensorContent();
    if (tensor.getDtype() != DataType.DT_FLOAT
        || tensor.getTensorShape().getDimCount() != 1
        || content.size() != Float.BYTES * tensor.getTensorShape().getDim(0).getSize()) {
      throw new InvalidProtocolBufferException("not a vector of floats: " + message.getName());
    }
    float[] values = new float[content.size() / Float.BYTES];
    content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
