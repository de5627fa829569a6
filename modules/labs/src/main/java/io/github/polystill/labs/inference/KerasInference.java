package io.github.polystill.labs.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.labs.MeasuredProcess;
import io.github.polystill.labs.train.KerasPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A Python process with the same network, asked over its standard streams. */
final class KerasInference implements AutoCloseable {
  /** The way of calling that is not Keras'. */
  static final String ONNX = "onnxruntime";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path errors;
  private final BufferedReader answers;
  private final Writer requests;
  private final JsonNode greeting;

  private KerasInference(Process process, Path errors) throws IOException {
    this.process = process;
    this.errors = errors;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.greeting = answer();
  }

  /** Starts the process and waits until its model is there. */
  static KerasInference start(KerasPeer peer, List<String> options, Path errors)
      throws IOException {
    Process process = peer.startInference(options, errors);
    try {
      return new KerasInference(process, errors);
    } catch (IOException e) {
      process.destroy();
      throw e;
    }
  }

  private JsonNode answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the Keras side failed: " + MeasuredProcess.lastLines(errors));
    }
    return JSON.readTree(line);
  }

  String versions() {
    JsonNode versions = greeting.path("versions");
    return "TensorFlow "
        + versions.path("tensorflow").asText()
        + ", Keras "
        + versions.path("keras").asText()
        + (versions.has(ONNX) ? ", ONNX Runtime " + versions.path(ONNX).asText() : "");
  }

  /** Greatest distance from the probabilities of the first texts. */
  double largestDifference(float[][] probabilities) {
    double largest = 0;
    JsonNode theirs = greeting.path("probabilities");
    for (int row = 0; row < theirs.size(); row++) {
      for (int i = 0; i < theirs.path(row).size(); i++) {
        double difference = theirs.path(row).path(i).asDouble() - probabilities[row][i];
        largest = Math.max(largest, Math.abs(difference));
      }
    }
    return largest;
  }

  /** Times of calls in seconds, by the way of calling. */
  Map<String, double[]> measure(int batch, double seconds) throws IOException {
    requests.write(JSON.writeValueAsString(Map.of("batch", batch, "seconds", seconds)) + "\n");
    requests.flush();
    Map<String, double[]> times = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> way : answer().properties()) {
      times.put(
          way.getKey(),
          StreamSupport.stream(way.getValue().spliterator(), false)
              .mapToDouble(JsonNode::asDouble)
              .toArray());
    }
    return times;
  }

  /** The way with the highest speed. */
  static Optional<Map.Entry<String, Calls>> fastest(Map<String, Calls> ways, int batch) {
    return ways.entrySet().stream()
        .max(
            (a, b) ->
                Double.compare(
                    a.getValue().samplesPerSecond(batch), b.getValue().samplesPerSecond(batch)));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
