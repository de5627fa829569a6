package io.github.polystill.serving.protocol;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.polystill.models.savedmodel.DenseTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.Map;

/** Writes bodies of responses as TF Serving does. */
public final class ResponseWriter {
  private static final JsonFactory JSON = new JsonFactory();

  /** Brackets, quotes, colon and comma of a name, a string or a list. */
  private static final long BYTES_AROUND = 16;

  /** A control character is written as a backslash, u and four digits. */
  private static final long BYTES_OF_CHARACTER = 6;

  /** As long as -1.17549435E-38 and a comma. */
  private static final long BYTES_OF_NUMBER = 16;

  private ResponseWriter() {}

  /** Part of a response. */
  @FunctionalInterface
  public interface Content {
    /** Writes it. */
    void write(JsonGenerator json) throws IOException;
  }

  /** Any JSON as bytes. */
  public static byte[] json(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
    return bytes.toByteArray();
  }

  /** The body that goes with every status but 200: {@code {"error": ...}}. */
  public static byte[] error(String message) {
    return json(
        json -> {
          json.writeStartObject();
          json.writeStringField("error", message);
          json.writeEndObject();
        });
  }

  /**
   * The outputs of a model: {@code predictions} with an object for each text, or {@code outputs}
   * with a list for each output. A single output has no name.
   *
   * @param outputs by name, each with a row for each text
   */
  public static byte[] predictions(Map<String, DenseTensor> outputs, boolean columnar) {
    return json(
        json -> {
          json.writeStartObject();
          if (columnar) {
            json.writeFieldName("outputs");
            writeColumns(json, outputs);
          } else {
            json.writeArrayFieldStart("predictions");
            int rows = outputs.values().iterator().next().rows();
            for (int row = 0; row < rows; row++) {
              writeRow(json, outputs, row);
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

  private static void writeColumns(JsonGenerator json, Map<String, DenseTensor> outputs)
      throws IOException {
    if (outputs.size() == 1) {
      DenseTensor only = outputs.values().iterator().next();
      writeValues(json, only, 0, 0);
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, DenseTensor> output : outputs.entrySet()) {
      json.writeFieldName(output.getKey());
      writeValues(json, output.getValue(), 0, 0);
    }
    json.writeEndObject();
  }

  private static void writeRow(JsonGenerator json, Map<String, DenseTensor> outputs, int row)
      throws IOException {
    if (outputs.size() == 1) {
      DenseTensor only = outputs.values().iterator().next();
      writeValues(json, only, 1, row * only.rowSize());
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, DenseTensor> output : outputs.entrySet()) {
      json.writeFieldName(output.getKey());
      writeValues(json, output.getValue(), 1, row * output.getValue().rowSize());
    }
    json.writeEndObject();
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
