package io.github.polystill.models.savedmodel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Signature;

/** A signature while its graph is being built: names and tensors of what goes in and comes out. */
record SignatureTensors(
    String key, String input, Operand<?> inputTensor, Map<String, Operand<?>> outputs) {
  /** What TF Serving wants a signature for prediction to be called. */
  static final String METHOD_NAME = "tensorflow/serving/predict";

  SignatureTensors(String key, String input, Operand<?> inputTensor) {
    this(key, input, inputTensor, new LinkedHashMap<>());
  }

  void addOutput(String name, Operand<?> tensor) {
    outputs.put(name, tensor);
  }

  /** Names of the operations that give the outputs. */
  List<String> outputNodes() {
    return outputs.values().stream().map(output -> output.op().name()).toList();
  }

  /** The signature in a graph that has these operations by the same names. */
  Signature in(Graph graph) {
    Signature.Builder signature =
        Signature.builder()
            .key(key)
            .methodName(METHOD_NAME)
            .input(input, tensorIn(graph, inputTensor));
    outputs.forEach((name, tensor) -> signature.output(name, tensorIn(graph, tensor)));
    return signature.build();
  }

  private static Operand<?> tensorIn(Graph graph, Operand<?> tensor) {
    return graph.operation(tensor.op().name()).output(tensor.asOutput().index());
  }
}
