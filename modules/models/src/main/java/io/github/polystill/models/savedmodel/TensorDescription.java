package io.github.polystill.models.savedmodel;

import java.util.List;

/**
 * An input or output of a signature.
 *
 * @param name that a request or response calls it
 * @param graphName tensor in the graph
 * @param type of its values
 * @param shape size of each dimension, -1 where it depends on the request
 */
public record TensorDescription(String name, String graphName, Type type, List<Integer> shape) {
  public TensorDescription {
    shape = List.copyOf(shape);
  }

  /** What the signatures of polystill's models are made of. */
  public enum Type {
    FLOAT,
    INT32,
    STRING;

    /** Its name in a {@code SignatureDef}, such as DT_FLOAT. */
    public String protocolName() {
      return "DT_" + name();
    }
  }

  /** Whether it has a value for each token of the longest text. */
  public boolean isPerToken() {
    return shape.size() > 1 && shape.get(shape.size() - 1) < 0;
  }
}
