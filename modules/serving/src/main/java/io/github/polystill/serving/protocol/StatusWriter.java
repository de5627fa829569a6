package io.github.polystill.serving.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TensorDescription;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes what TF Serving says of a model: its status and its metadata. */
public final class StatusWriter {
  private StatusWriter() {}

  /** Answer to {@code GET /v1/models/<name>}. */
  public static byte[] status(long version) {
    return ResponseWriter.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("model_version_status");
          json.writeStartObject();
          json.writeStringField("version", Long.toString(version));
          json.writeStringField("state", "AVAILABLE");
          json.writeObjectFieldStart("status");
          json.writeStringField("error_code", "OK");
          json.writeStringField("error_message", "");
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Answer to {@code GET /v1/models/<name>/metadata}. */
  public static byte[] metadata(
      String name, long version, Map<String, SignatureDescription> signatures) {
    return ResponseWriter.json(
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("model_spec");
          json.writeStringField("name", name);
          json.writeStringField("signature_name", "");
          json.writeStringField("version", Long.toString(version));
          json.writeEndObject();
          json.writeObjectFieldStart("metadata");
          json.writeObjectFieldStart("signature_def");
          json.writeObjectFieldStart("signature_def");
          for (SignatureDescription signature : new TreeMap<>(signatures).values()) {
            write(json, signature);
          }
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, SignatureDescription signature) throws IOException {
    json.writeObjectFieldStart(signature.name());
    write(json, "inputs", signature.inputs());
    write(json, "outputs", signature.outputs());
    json.writeStringField("method_name", signature.methodName());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String key, List<TensorDescription> tensors)
      throws IOException {
    json.writeObjectFieldStart(key);
    for (TensorDescription tensor : tensors) {
      json.writeObjectFieldStart(tensor.name());
      json.writeStringField("dtype", tensor.type().protocolName());
      json.writeObjectFieldStart("tensor_shape");
      json.writeArrayFieldStart("dim");
      for (int size : tensor.shape()) {
        json.writeStartObject();
        json.writeStringField("size", Integer.toString(size));
        json.writeStringField("name", "");
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeBooleanField("unknown_rank", false);
      json.writeEndObject();
      json.writeStringField("name", tensor.graphName());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
