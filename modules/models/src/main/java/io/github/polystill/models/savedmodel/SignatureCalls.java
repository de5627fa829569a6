package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

/**
 * A model's signatures as TF Serving offers them: tensors by name in, tensors by name out. Any
 * number of threads may call at once.
 */
public final class SignatureCalls {
  /** The signature of requests that name none. */
  public static final String DEFAULT = ServingSignatures.SERVING_DEFAULT;

  /** Input of {@link #DEFAULT}: the words of each text. */
  public static final String TOKENS = ServingSignatures.TOKENS;

  private final SavedModelBundle bundle;
  private final Map<String, SignatureDescription> signatures = new TreeMap<>();

  SignatureCalls(SavedModelBundle bundle, Path directory) {
    this.bundle = bundle;
    bundle
        .metaGraphDef()
        .getSignatureDefMap()
        .forEach(
            (name, signature) -> {
              if (signature.getMethodName().equals(SignatureTensors.METHOD_NAME)) {
                signatures.put(name, describe(name, signature, directory));
              }
            });
  }

  /** All signatures that predict, by name. */
  public Map<String, SignatureDescription> signatures() {
    return Map.copyOf(signatures);
  }

  private static SignatureDescription describe(
      String name, SignatureDef signature, Path directory) {
    return new SignatureDescription(
        name,
        signature.getMethodName(),
        describe(signature.getInputsMap(), directory),
        describe(signature.getOutputsMap(), directory));
  }

  private static List<TensorDescription> describe(Map<String, TensorInfo> tensors, Path directory) {
    return new TreeMap<>(tensors)
        .entrySet().stream()
            .map(
                entry ->
                    new TensorDescription(
                        entry.getKey(),
                        entry.getValue().getName(),
                        type(entry.getValue().getDtype(), directory),
                        entry.getValue().getTensorShape().getDimList().stream()
                            .map(TensorShapeProto.Dim::getSize)
                            .map(Math::toIntExact)
                            .toList()))
            .toList();
  }

  private static TensorDescription.Type type(DataType type, Path directory) {
    return switch (type) {
      case DT_FLOAT -> TensorDescription.Type.FLOAT;
      case DT_INT32 -> TensorDescription.Type.INT32;
      case DT_STRING -> TensorDescription.Type.STRING;
      default ->
          throw new InvalidInputException(
              directory
                  + ": a signature has tensors of type "
                  + type
                  + "; polystill loads only models that polystill export wrote");
    };
  }

  /**
   * Asks the model.
   *
   * @param signature one of {@link #signatures}
   * @param inputs a tensor for each of its inputs
   * @return all its outputs by name
   * @throws InvalidInputException where the model cannot read the inputs, such as an id that is no
   *     line of its vocabulary
   */
  public Map<String, DenseTensor> call(
      SignatureDescription signature, Map<String, DenseTensor> inputs) {
    Session.Runner runner = bundle.session().runner();
    List<Tensor> fed = new ArrayList<>();
    try {
      for (TensorDescription input : signature.inputs()) {
        Tensor tensor = tensorOf(inputs.get(input.name()));
        fed.add(tensor);
        runner.feed(input.graphName(), tensor);
      }
      signature.outputs().forEach(output -> runner.fetch(output.graphName()));
      Map<String, DenseTensor> outputs = new LinkedHashMap<>();
      try (Result result = runner.run()) {
        for (int i = 0; i < signature.outputs().size(); i++) {
          outputs.put(signature.outputs().get(i).name(), copyOf(result.get(i)));
        }
      }
      return outputs;
    } catch (TFInvalidArgumentException e) {
      throw new InvalidInputException(
          "the model cannot read this input: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  private static Tensor tensorOf(DenseTensor tensor) {
    Shape shape = Shape.of(Arrays.stream(tensor.shape()).asLongStream().toArray());
    if (tensor instanceof DenseTensor.Floats floats) {
      return TFloat32.tensorOf(shape, DataBuffers.of(floats.values()));
    }
    if (tensor instanceof DenseTensor.Integers integers) {
      return TInt32.tensorOf(shape, DataBuffers.of(integers.values()));
    }
    String[] strings = ((DenseTensor.Strings) tensor).values();
    return TString.tensorOf(shape, DataBuffers.ofObjects(strings));
  }

  private static DenseTensor copyOf(Tensor tensor) {
    int[] shape = Arrays.stream(tensor.shape().asArray()).mapToInt(Math::toIntExact).toArray();
    int size = Math.toIntExact(tensor.shape().size());
    if (tensor instanceof TFloat32 floats) {
      float[] values = new float[size];
      if (size > 0) { // a tensor without values has no buffer
        floats.asRawTensor().data().asFloats().read(values);
      }
      return new DenseTensor.Floats(shape, values);
    }
    if (tensor instanceof TInt32 integers) {
      int[] values = new int[size];
      if (size > 0) {
        integers.asRawTensor().data().asInts().read(values);
      }
      return new DenseTensor.Integers(shape, values);
    }
    List<String> values = new ArrayList<>(size);
    ((TString) tensor).scalars().forEach(scalar -> values.add(scalar.getObject()));
    return new DenseTensor.Strings(shape, values.toArray(String[]::new));
  }
}
