package io.github.polystill.experiments.reproduction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.experiments.environment.RecordedEnvironment;
import io.github.polystill.experiments.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Results in a file that is kept beside an experiment, to be compared with later runs. */
public final class ExpectedResults {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT);

  private ExpectedResults() {}

  /** Writes what a finished run came to. */
  public static void write(Path file, RunDirectory run) throws IOException {
    Results results = Results.of(run);
    ObjectNode root = JSON.createObjectNode();
    root.set("settings", JSON.valueToTree(results.settings()));
    root.set("environment", results.environment().json());
    root.set("folds", JSON.valueToTree(results.folds()));
    root.set("vectors", JSON.valueToTree(results.vectors()));
    ArrayNode trials = root.putArray("trials");
    for (TrialRecord trial : results.trials()) {
      ObjectNode entry = trials.addObject();
      entry.set("trial", JSON.valueToTree(trial.trial()));
      entry.put("hash", trial.hash());
      entry.put("logits", trial.logits());
    }
    root.set("metrics", JSON.readTree(Files.readAllBytes(run.metricsFile())));
    AtomicFiles.writeString(file, JSON.writeValueAsString(root) + "\n");
  }

  /**
   * Reads such a file.
   *
   * @throws InvalidInputException where it is none, or of a newer version
   */
  public static Results read(Path file) throws IOException {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      boolean whole =
          root.path("settings").isArray()
              && root.path("environment").isObject()
              && root.path("folds").isArray()
              && root.path("vectors").isObject();
      if (!whole) {
        throw invalid(file, "settings, environment, folds or vectors are missing", null);
      }
      List<TrialRecord> trials = new ArrayList<>();
      for (JsonNode entry : root.path("trials")) {
        trials.add(
            new TrialRecord(
                JSON.treeToValue(entry.path("trial"), TrialName.class),
                entry.path("hash").asText(),
                entry.path("logits").asText(),
                Optional.empty()));
      }
      return new Results(
          texts(root.get("settings")),
          RecordedEnvironment.of(root.get("environment"), file),
          texts(root.get("folds")),
          JSON.convertValue(root.get("vectors"), new TypeReference<TreeMap<Integer, String>>() {}),
          MetricsJson.read(file, root.path("metrics")),
          trials,
          trials.stream().map(TrialRecord::hash).collect(Collectors.toSet()));
    } catch (NoSuchFileException e) {
      throw invalid(file, "there is no such file", e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw invalid(file, "it is not JSON of that form", e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static InvalidInputException invalid(Path file, String what, Exception cause) {
    return new InvalidInputException(
        file
            + " holds no expected results: "
            + what
            + "; write it with polystill verify EXPERIMENT --write-expected FILE",
        cause);
  }
}
