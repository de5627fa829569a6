package io.github.polystill.experiments.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an {@code environment.json} tells about how figures came about. */
public final class RecordedEnvironment {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;

  private RecordedEnvironment(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads the file of a run.
   *
   * @throws InvalidInputException where it is missing, broken or of a newer version
   */
  public static RecordedEnvironment read(Path file) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          file + " is missing; start the run again with polystill run, it writes the file anew", e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + " is not JSON; start the run again with polystill run, it writes the file anew",
          e);
    }
    return of(root, file);
  }

  /**
   * The same from within another file.
   *
   * @param file for errors
   * @throws InvalidInputException where it is of a newer version, or of one whose run directories
   *     this one doesn't read
   */
  public static RecordedEnvironment of(JsonNode root, Path file) {
    if (root.has("format") && root.path("format").asInt() < RunEnvironment.FORMAT) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s was written by an earlier polystill, %s, whose trials have other names and files; keep that version for it, or run anew with another --out or with --fresh",
              file,
              root.path("polystill").asText("?")));
    }
    if (root.path("format").asInt(0) > RunEnvironment.FORMAT) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s was written by polystill %s, which is newer than this one, %s; take that version",
              file,
              root.path("polystill").asText("?"),
              BuildVersions.polystill()));
    }
    return new RecordedEnvironment(root);
  }

  /** All of it. */
  public JsonNode json() {
    return root.deepCopy();
  }

  /** The version of polystill. */
  public String polystill() {
    return root.path("polystill").asText();
  }

  /** The commit of polystill's checkout, or {@code unknown}. */
  public String commit() {
    return root.at("/git/commit").asText("unknown");
  }

  /** The version of TensorFlow, and whether it ran on a GPU. */
  public String tensorFlow() {
    return root.path("tensorflow").asText();
  }

  /** SHA-256 of the corpus. */
  public String corpus() {
    return root.at("/sha256/corpus").asText();
  }

  /** SHA-256 of the file of word vectors, if there was one. */
  public Optional<String> vectors() {
    return Optional.of(root.at("/sha256/vectors"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  /** SHA-256 of the resolved configuration. */
  public String configuration() {
    return root.at("/sha256/configuration").asText();
  }

  /** The machines that trained, the last first. */
  List<Map<String, Object>> machines() {
    List<Map<String, Object>> machines = new ArrayList<>();
    if (root.has(RunEnvironment.MACHINE)) {
      machines.add(map(root.get(RunEnvironment.MACHINE)));
    }
    root.path(RunEnvironment.OTHERS).forEach(machine -> machines.add(map(machine)));
    return machines;
  }

  private static Map<String, Object> map(JsonNode machine) {
    return JSON.convertValue(machine, new TypeReference<Map<String, Object>>() {});
  }

  /**
   * The kinds of processors that trained, each in a line; one that an old version wrote by name.
   */
  public List<String> processors() {
    return machines().stream()
        .map(
            machine ->
                machine.containsKey("cpuFamily")
                    ? machine.get("cpuFamily") + " " + machine.get("cpuFeatures")
                    : "named " + machine.get("cpu"))
        .distinct()
        .toList();
  }

  /** Why figures need not be the same to the last bit as those of another run; empty if they do. */
  public List<String> differencesTo(RecordedEnvironment other) {
    List<String> differences = new ArrayList<>();
    add(differences, "polystill", polystill(), other.polystill());
    add(differences, "TensorFlow", tensorFlow(), other.tensorFlow());
    add(differences, "TensorFlow's variables", variables(), other.variables());
    add(differences, "Java", java(), other.java());
    if (!sameProcessors(other)) {
      boolean namedAlike = names().equals(other.names());
      String own = String.join(", ", namedAlike ? processors() : names());
      String others = String.join(", ", namedAlike ? other.processors() : other.names());
      differences.add("CPU: " + own + " and " + others);
    }
    return differences;
  }

  private static void add(List<String> differences, String what, String own, String others) {
    if (!own.equals(others)) {
      differences.add(what + ": " + own + " and " + others);
    }
  }

  private String variables() {
    JsonNode variables = root.path("tensorflowVariables");
    return variables.isEmpty() ? "none" : variables.toString();
  }

  /** The release, without updates, and the machine: logarithms are theirs, to the last digit. */
  private String java() {
    String release = root.at("/java/version").asText().split("[^0-9]", 2)[0];
    return release + ", " + root.at("/java/vm").asText();
  }

  private boolean sameProcessors(RecordedEnvironment other) {
    List<String> own = processors();
    List<String> others = other.processors();
    if (own.size() != 1 || others.size() != 1) {
      return false;
    }
    boolean old = own.get(0).startsWith("named ") || others.get(0).startsWith("named ");
    return old ? names().equals(other.names()) : own.equals(others);
  }

  private List<String> names() {
    return machines().stream()
        .map(machine -> String.valueOf(machine.get("cpu")))
        .distinct()
        .toList();
  }
}
