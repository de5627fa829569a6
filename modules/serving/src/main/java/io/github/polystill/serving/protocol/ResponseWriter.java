package io.github.polystill.serving.protocol;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TensorDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.lang3.function.FailableConsumer;

/** Writes bodies of responses as TF Serving does. */
public final class ResponseWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Brackets, quotes, colon and comma of a name, a string or a list. */
  private static final long BYTES_AROUND = 16;

  /** A control character is written as a backslash, u and four digits. */
  private static final long BYTES_OF_CHARACTER = 6;

  /** As long as -1.17549435E-38 and a comma. */
  private static final long BYTES_OF_NUMBER = 16;

  private ResponseWriter() {}

  private static byte[] bytes(FailableConsumer<JsonGenerator, IOException> content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      content.accept(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(ObjectNode node) {
    return bytes(json -> json.writeTree(node));
  }

  /** The body that goes with every status but 200: {@code {"error": ...}}. */
  public static byte[] error(String message) {
    return bytes(JSON.createObjectNode().put("error", message));
  }

  /** Answer to {@code GET /v1/models/<name>}. */
  public static byte[] status(long version) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode only = body.putArray("model_version_status").addObject();
    only.put("version", Long.toString(version)).put("state", "AVAILABLE");
    only.putObject("status").put("error_code", "OK").put("error_message", "");
    return bytes(body);
  }

  /** Answer to {@code GET /v1/models/<name>/metadata}. */
  public static byte[] metadata(
      String name, long version, Map<String, SignatureDescription> signatures) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("model_spec")
        .put("name", name)
        .put("signature_name", "")
        .put("version", Long.toString(version));
    ObjectNode described =
        body.putObject("metadata").putObject("signature_def").putObject("signature_def");
    for (SignatureDescription signature : new TreeMap<>(signatures).values()) {
      ObjectNode one = described.putObject(signature.name());
      describe(one.putObject("inputs"), signature.inputs());
      describe(one.putObject("outputs"), signature.outputs());
      one.put("method_name", signature.methodName());
    }
    return bytes(body);
  }

  private static void describe(ObjectNode described, List<TensorDescription> tensors) {
    for (TensorDescription tensor : tensors) {
      ObjectNode one = described.putObject(tensor.name());
      one.put("dtype", tensor.type().protocolName());
      ObjectNode shape = one.putObject("tensor_shape");
      ArrayNode sizes = shape.putArray("dim");
      for (int size : tensor.shape()) {
        sizes.addObject().put("size", Integer.toString(size)).put("name", "");
      }
      shape.put("unknown_rank", false);
      one.put("name", tensor.graphName());
    }
  }

  /**
   * The outputs of a model: {@code predictions} with an object for each text, or {@code outputs}
   * with a list for each output. A single output has no name.
   *
   * @param outputs by name, each with a row for each text
   */
  public static byte[] predictions(Map<String, DenseTensor> outputs, boolean columnar) {
    return bytes(
        json -> {
          json.writeStartObject();
          json.writeFieldName(columnar ? "outputs" : "predictions");
          if (columnar) {
            write(json, outputs, 0, 0);
          } else {
            json.writeStartArray();
            int rows = outputs.values().iterator().next().rows();
            for (int row = 0; row < rows; row++) {
              write(json, outputs, 1, row);
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  /** Bytes that {@link #predictions} has at most for some outputs. */
  public static long mostBytes(Map<String, DenseTensor> outputs) {
    long bytes = BYTES_AROUND;
    for (Map.Entry<String, DenseTensor> output : outputs.entrySet()) {
      DenseTensor tensor = output.getValue();
      bytes += tensor.rows() * (BYTES_AROUND + BYTES_OF_CHARACTER * output.getKey().length());
      long lists = 1;
      for (int i = 0; i < tensor.shape().length - 1; i++) {
        lists *= tensor.shape()[i];
        bytes += lists * BYTES_AROUND;
      }
      if (tensor instanceof DenseTensor.Strings strings) {
        for (String value : strings.values()) {
          bytes += BYTES_AROUND + BYTES_OF_CHARACTER * value.length();
        }
      } else {
        bytes += BYTES_OF_NUMBER * Array.getLength(tensor.values());
      }
    }
    return bytes;
  }

  /** The outputs from a row and a dimension on, which are all of them or those of one text. */
  private static void write(
      JsonGenerator json, Map<String, DenseTensor> outputs, int dimension, int row)
      throws IOException {
    boolean named = outputs.size() > 1;
    if (named) {
      json.writeStartObject();
    }
    for (Map.Entry<String, DenseTensor> output : outputs.entrySet()) {
      if (named) {
        json.writeFieldName(output.getKey());
      }
      writeValues(json, output.getValue(), dimension, row * output.getValue().rowSize());
    }
    if (named) {
      json.writeEndObject();
    }
  }

  /**
   * Writes the values from an offset on as lists, nested as deep as dimensions are left.
   *
   * @return offset behind them
   */
  private static int writeValues(JsonGenerator json, DenseTensor tensor, int dimension, int offset)
      throws IOException {
    if (dimension == tensor.shape().length) {
      writeValue(json, tensor, offset);
      return offset + 1;
    }
    json.writeStartArray();
    int next = offset;
    for (int i = 0; i < tensor.shape()[dimension]; i++) {
      next = writeValues(json, tensor, dimension + 1, next);
    }
    json.writeEndArray();
    return next;
  }

  private static void writeValue(JsonGenerator json, DenseTensor tensor, int index)
      throws IOException {
    if (tensor instanceof DenseTensor.Floats floats) {
      json.writeNumber(floats.values()[index]);
    } else if (tensor instanceof DenseTensor.Integers integers) {
      json.writeNumber(integers.values()[index]);
    } else {
      json.writeString(((DenseTensor.Strings) tensor).values()[index]);
    }
  }
}
