package io.github.polystill.experiments.reproduction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Results in a file that is kept beside an experiment, to be compared with later runs. */
public final class ExpectedResults {
  private ExpectedResults() {}

  /** Writes what a finished run came to. */
  public static void write(Path file, RunDirectory run) throws IOException {
    Results results = Results.of(run);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("settings", results.settings());
    content.put("environment", results.environment().tree());
    content.put("folds", results.folds());
    content.put("vectors", results.vectors());
    content.put("trials", results.trials());
    content.put("metrics", RecordsJson.mapper().readTree(Files.readAllBytes(run.metricsFile())));
    AtomicFiles.writeString(file, RecordsJson.indented(content));
  }

  /**
   * Reads such a file.
   *
   * @throws InvalidInputException where it is none, or of a newer version
   */
  public static Results read(Path file) throws IOException {
    try {
      JsonNode root = RecordsJson.mapper().readTree(Files.readAllBytes(file));
      boolean whole =
          root.path("settings").isArray()
              && root.path("environment").isObject()
              && root.path("folds").isArray()
              && root.path("vectors").isObject();
      if (!whole) {
        throw invalid(file, "settings, environment, folds or vectors are missing", null);
      }
      JsonNode listed = root.withArray("trials");
      List<TrialRecord> trials =
          RecordsJson.mapper().readerForListOf(TrialRecord.class).readValue(listed);
      ObjectReader texts = RecordsJson.mapper().readerForListOf(String.class);
      return new Results(
          texts.readValue(root.get("settings")),
          RunEnvironment.of(root.get("environment"), file),
          texts.readValue(root.get("folds")),
          RecordsJson.mapper()
              .convertValue(root.get("vectors"), new TypeReference<TreeMap<Integer, String>>() {}),
          MetricsJson.read(file, root.path("metrics")),
          trials,
          trials.stream().map(TrialRecord::hash).collect(Collectors.toSet()));
    } catch (NoSuchFileException e) {
      throw invalid(file, "there is no such file", e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw invalid(file, "it is not JSON of that form", e);
    }
  }

  private static InvalidInputException invalid(Path file, String what, Exception cause) {
    return new InvalidInputException(
        file + " holds no expected results: " + what + "; write it anew with polystill verify",
        cause);
  }
}
