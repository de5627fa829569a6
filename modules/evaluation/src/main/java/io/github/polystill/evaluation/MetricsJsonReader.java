package io.github.polystill.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Reads one file of {@link MetricsJson} and knows the entry that it is at. */
final class MetricsJsonReader {
  private final Path file;
  private String where = "";

  MetricsJsonReader(Path file) {
    this.file = file;
  }

  List<FoldEvaluation> read() throws IOException {
    return read(parse());
  }

  List<FoldEvaluation> read(JsonNode root) {
    if (!root.isArray()) {
      throw invalid("expected an array of evaluations");
    }
    List<FoldEvaluation> evaluations = new ArrayList<>();
    for (JsonNode entry : root) {
      where = "entry " + (evaluations.size() + 1) + ": ";
      evaluations.add(fold(entry));
    }
    return List.copyOf(evaluations);
  }

  private JsonNode parse() throws IOException {
    try {
      return RecordsJson.mapper().readTree(InputFile.bytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          file + ": no such file; give the metrics.json of a finished run", e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("broken");
      throw new InvalidInputException(
          file + ":" + line + ": not JSON: " + what + "; run again to write it anew", e);
    }
  }

  private FoldEvaluation fold(JsonNode entry) {
    ModelKey key = key(entry);
    List<LabelEvaluation> perLabel = new ArrayList<>();
    Map<String, Double> classWeights = new HashMap<>();
    String outer = where;
    for (JsonNode node : value(entry, "perLabel", "an array", JsonNode::isArray)) {
      LabelEvaluation label = label(node);
      perLabel.add(label);
      if (node.has("classWeight")) {
        classWeights.put(label.label(), number(node, "classWeight"));
      }
      where = outer;
    }
    MultiLabelEvaluation evaluation =
        new MultiLabelEvaluation(
            fraction(entry, "microF1"),
            fraction(entry, "macroF1"),
            fraction(entry, "weightedF1"),
            fraction(entry, "subsetAccuracy"),
            number(entry, "loss"),
            perLabel);
    Map<String, Double> settings = new HashMap<>();
    if (entry.has("settings")) {
      JsonNode chosen = value(entry, "settings", "an object", JsonNode::isObject);
      chosen.fieldNames().forEachRemaining(name -> settings.put(name, number(chosen, name)));
    }
    return new FoldEvaluation(
        key, evaluation, classWeights, settings, fidelity(entry.path("fidelity")));
  }

  private Map<String, Fidelity> fidelity(JsonNode parts) {
    Map<String, Fidelity> fidelity = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> part : parts.properties()) {
      JsonNode node = part.getValue();
      OptionalDouble calibrationError =
          node.hasNonNull("calibrationError")
              ? OptionalDouble.of(fraction(node, "calibrationError"))
              : OptionalDouble.empty();
      fidelity.put(
          part.getKey(),
          new Fidelity(
              fraction(node, "difference"), fraction(node, "agreement"), calibrationError));
    }
    return fidelity;
  }

  private ModelKey key(JsonNode entry) {
    try {
      return ModelKey.ofFields(
          string(entry, "architecture"),
          entry.has("teacher") ? string(entry, "teacher") : null,
          TrainingRow.ofKey(string(entry, "training")),
          integer(entry, "fold"),
          entry.has("seed") ? seed(entry) : null);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(file + ": " + where + e.getMessage(), e);
    }
  }

  private LabelEvaluation label(JsonNode node) {
    String label = string(node, "label");
    where += "label \"" + label + "\": ";
    return new LabelEvaluation(
        label,
        integer(node, "support"),
        fraction(node, "precision"),
        fraction(node, "recall"),
        fraction(node, "f1"),
        number(node, "threshold"));
  }

  private String string(JsonNode object, String key) {
    return value(object, key, "a string", JsonNode::isTextual).textValue();
  }

  private long seed(JsonNode entry) {
    return value(
            entry,
            "seed",
            "a whole number",
            node -> node.isIntegralNumber() && node.canConvertToLong())
        .longValue();
  }

  private int integer(JsonNode object, String key) {
    return value(
            object,
            key,
            "a whole number from 0",
            node -> node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0)
        .intValue();
  }

  private double number(JsonNode object, String key) {
    return value(object, key, "a number", JsonNode::isNumber).doubleValue();
  }

  private double fraction(JsonNode object, String key) {
    return value(
            object,
            key,
            "a number in 0..1",
            node -> node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 1)
        .doubleValue();
  }

  private JsonNode value(JsonNode object, String key, String expected, Predicate<JsonNode> test) {
    JsonNode value = object.get(key);
    if (value == null) {
      throw invalid("\"" + key + "\" is missing; expected " + expected);
    }
    if (!test.test(value)) {
      throw invalid("\"" + key + "\" is " + value + "; expected " + expected);
    }
    return value;
  }

  private InvalidInputException invalid(String what) {
    return new InvalidInputException(file + ": " + where + what + "; run again to write it anew");
  }
}
