package io.github.polystill.serving.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.TensorDescription;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Makes a tensor of nested lists, which must be as deep as the model wants and even in length. */
final class TensorReader {
  /** Key of a string that is given in base64. */
  static final String BASE64 = "b64";

  private final TensorDescription input;
  private final int[] shape;
  private final List<JsonNode> scalars = new ArrayList<>();

  private TensorReader(TensorDescription input, int rows) {
    this.input = input;
    this.shape = input.shape().stream().mapToInt(Integer::intValue).toArray();
    shape[0] = rows;
  }

  static DenseTensor read(TensorDescription input, List<JsonNode> rows)
      throws MalformedRequestException {
    TensorReader reader = new TensorReader(input, rows.size());
    for (int row = 0; row < rows.size(); row++) {
      reader.collect(rows.get(row), 1, row);
    }
    return reader.tensor();
  }

  private void collect(JsonNode node, int dimension, int row) throws MalformedRequestException {
    if (dimension == shape.length) {
      if (node.isArray()) {
        throw wrong(row, "is nested more deeply than the model takes it");
      }
      scalars.add(node);
      return;
    }
    if (!node.isArray()) {
      throw wrong(row, "is no list");
    }
    if (node.isEmpty()) {
      throw wrong(row, "has no tokens; give the text to classify");
    }
    if (shape[dimension] < 0) {
      shape[dimension] = node.size();
    }
    if (shape[dimension] != node.size()) {
      throw wrong(
          row,
          "has %d values where %d are expected; make all texts of a request equally long, with %s at the end",
          node.size(),
          shape[dimension],
          input.type() == TensorDescription.Type.STRING ? "\"\"" : "0");
    }
    for (JsonNode element : node) {
      collect(element, dimension + 1, row);
    }
  }

  private MalformedRequestException wrong(int row, String problem, Object... arguments) {
    return MalformedRequestException.of(
        "input \"%s\", text %d: %s",
        input.name(), row, String.format(Locale.ROOT, problem, arguments));
  }

  private DenseTensor tensor() throws MalformedRequestException {
    return switch (input.type()) {
      case STRING -> {
        String[] values = new String[scalars.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = string(scalars.get(i), row(i));
        }
        yield new DenseTensor.Strings(shape, values);
      }
      case INT32 -> {
        int[] values = new int[scalars.size()];
        for (int i = 0; i < values.length; i++) {
          JsonNode value = scalars.get(i);
          if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(row(i), "has a value that is no 32-bit integer");
          }
          values[i] = value.intValue();
        }
        yield new DenseTensor.Integers(shape, values);
      }
      case FLOAT -> {
        float[] values = new float[scalars.size()];
        for (int i = 0; i < values.length; i++) {
          if (!scalars.get(i).isNumber()) {
            throw wrong(row(i), "has a value that is no number");
          }
          values[i] = scalars.get(i).floatValue();
        }
        yield new DenseTensor.Floats(shape, values);
      }
    };
  }

  private int row(int scalar) {
    return scalar / (scalars.size() / shape[0]);
  }

  private String string(JsonNode value, int row) throws MalformedRequestException {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.size() == 1 && value.path(BASE64).isTextual()) {
      try {
        byte[] bytes = Base64.getDecoder().decode(value.path(BASE64).textValue());
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (IllegalArgumentException | CharacterCodingException e) {
        throw wrong(row, "has a value in b64 that is no UTF-8 in base64");
      }
    }
    throw wrong(row, "has a value that is no string");
  }
}
