package io.github.polystill.models.savedmodel;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/** Tensors of messages. */
final class FromProto {
  private FromProto() {}

  /** A tensor of strings or of int32; the caller closes it. */
  static Tensor tensor(TensorProto proto) {
    Shape shape =
        Shape.of(
            proto.getTensorShape().getDimList().stream().mapToLong(dim -> dim.getSize()).toArray());
    if (proto.getDtype() == DataType.DT_STRING) {
      String[] values =
          proto.getStringValList().stream().map(it -> it.toStringUtf8()).toArray(String[]::new);
      return TString.tensorOf(shape, DataBuffers.ofObjects(values));
    }
    int[] values = proto.getIntValList().stream().mapToInt(Integer::intValue).toArray();
    return TInt32.tensorOf(shape, DataBuffers.of(values));
  }
}
