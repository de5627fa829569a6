package io.github.polystill.models.savedmodel;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.models.FedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
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
import org.tensorflow.types.family.TType;

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
  private final CallLimit limit;
  private final Path directory;
  private final Map<String, SignatureDescription> signatures;

  SignatureCalls(SavedModelBundle bundle, CallLimit limit, Path directory) {
    this.bundle = bundle;
    this.limit = limit;
    this.directory = directory;
    Map<String, SignatureDescription> predicting = new TreeMap<>();
    bundle
        .metaGraphDef()
        .getSignatureDefMap()
        .forEach(
            (name, signature) -> {
              if (signature.getMethodName().equals(SignatureTensors.METHOD_NAME)) {
                predicting.put(name, describe(name, signature, directory));
              }
            });
    this.signatures = Map.copyOf(predicting);
  }

  /** All signatures that predict, by name. */
  public Map<String, SignatureDescription> signatures() {
    return signatures;
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
                            .map(dimension -> size(dimension, directory))
                            .toList()))
            .toList();
  }

  private static int size(TensorShapeProto.Dim dimension, Path directory) {
    long size = dimension.getSize();
    if (size != (int) size) {
      throw DamagedModel.because(directory, "a signature has a tensor of size " + size);
    }
    return (int) size;
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
   * @throws StoppedModelException where it takes too long
   */
  public Map<String, DenseTensor> call(
      SignatureDescription signature, Map<String, DenseTensor> inputs) {
    try {
      List<String> outputs = signature.outputs().stream().map(TensorDescription::name).toList();
      return run(signature, inputs, outputs).byName();
    } catch (TFInvalidArgumentException e) {
      throw new InvalidInputException(
          "the model cannot read this input: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  /** Some outputs, in the order wanted; those that the signature does not have are left out. */
  PredictionOutputs run(
      SignatureDescription signature, Map<String, DenseTensor> inputs, List<String> wanted) {
    Map<String, DenseTensor> outputs = new LinkedHashMap<>();
    requireAll(signature, inputs);
    try (FedRun run = new FedRun(bundle.session())) {
      for (TensorDescription input : signature.inputs()) {
        run.feed(input.graphName(), tensorOf(inputs.get(input.name())));
      }
      List<TensorDescription> there =
          wanted.stream().flatMap(name -> signature.output(name).stream()).toList();
      there.forEach(output -> run.runner().fetch(output.graphName()));
      try (Result result = limit.within(run.runner()::run)) {
        for (int i = 0; i < there.size(); i++) {
          requireType(there.get(i), result.get(i));
          outputs.put(there.get(i).name(), copyOf(result.get(i)));
        }
      }
    }
    return new PredictionOutputs(directory, outputs);
  }

  private void requireAll(SignatureDescription signature, Map<String, DenseTensor> inputs) {
    for (TensorDescription input : signature.inputs()) {
      if (!inputs.containsKey(input.name())) {
        throw DamagedModel.because(
            directory,
            "signature "
                + signature.name()
                + " has an input "
                + input.name()
                + ", which no model of polystill has");
      }
    }
  }

  /** A graph may give another type than its signature says. */
  private void requireType(TensorDescription output, Tensor tensor) {
    Class<? extends Tensor> type =
        switch (output.type()) {
          case FLOAT -> TFloat32.class;
          case INT32 -> TInt32.class;
          case STRING -> TString.class;
        };
    if (!type.isInstance(tensor)) {
      throw DamagedModel.unlikeItsSignature(directory, output.name());
    }
  }

  private static TType tensorOf(DenseTensor tensor) {
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

  /** The values of a tensor of one of the types that a signature may have. */
  static DenseTensor copyOf(Tensor tensor) {
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
