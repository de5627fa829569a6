package io.github.polystill.experiments.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Everything beside the configuration that a run's figures may depend on; the content of {@code
 * environment.json}.
 */
public final class RunEnvironment {
  /** Raised when a run directory is no longer what an earlier version wrote or would read. */
  private static final int FORMAT = 2;

  private static final Pattern DECISIVE =
      Pattern.compile(
          "(ONEDNN|DNNL|OMP|MKL|XLA|NVIDIA_TF32|TF_(ENABLE|DISABLE|XLA|USE|FORCE|NUM|GPU|CUDNN|CUBLAS"
              + "|DETERMINISTIC|LAYOUT|GRAPPLER|MKL|ONEDNN))_.*");

  static final String OTHERS = "otherMachines";
  private static final String MACHINE = "machine";
  private static final String TEXTS = "/vectorTraining/textsSha256";
  private static final String TRANSFER = "/sha256/transfer";
  private static final List<String> SOFTWARE =
      List.of("polystill", "git", "tensorflow", "tensorflowVariables", "java", "libraries");

  private final ObjectNode root;

  private RunEnvironment(ObjectNode root) {
    this.root = root;
  }

  /**
   * The environment of this process.
   *
   * @param experiment resolved
   * @param tensorFlow version that the native library reports
   * @param inputs checksums of the files that the run reads
   * @param workers threads that train
   */
  public static RunEnvironment current(
      Experiment experiment, String tensorFlow, Inputs inputs, int workers) {
    GitCheckout checkout = GitCheckout.ofRunningCode();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("format", FORMAT);
    values.put("polystill", BuildVersions.polystill());
    values.put("git", checkout);
    values.put("tensorflow", tensorFlow);
    values.put("tensorflowVariables", tensorFlowVariables());
    values.put("java", virtualMachine());
    values.put("libraries", BuildVersions.libraries());
    values.put(MACHINE, Machine.current());
    values.put("workers", workers);
    values.put("sha256", checksums(experiment, inputs));
    values.put("seeds", seeds(experiment));
    experiment
        .vectors()
        .train()
        .ifPresent(it -> values.put("vectorTraining", vectorTraining(it, inputs)));
    return new RunEnvironment(RecordsJson.mapper().valueToTree(values));
  }

  /** Variables that change what TensorFlow, oneDNN and Eigen compute, or in which order. */
  private static SortedMap<String, String> tensorFlowVariables() {
    SortedMap<String, String> variables = new TreeMap<>(System.getenv());
    variables.keySet().removeIf(Predicate.not(DECISIVE.asMatchPredicate()));
    return variables;
  }

  private static Map<String, String> virtualMachine() {
    Map<String, String> java = new LinkedHashMap<>();
    java.put("version", System.getProperty("java.version"));
    java.put("vendor", System.getProperty("java.vendor"));
    java.put("vm", System.getProperty("java.vm.name"));
    return java;
  }

  private static Map<String, Object> checksums(Experiment experiment, Inputs inputs) {
    Map<String, Object> checksums = new LinkedHashMap<>();
    checksums.put("configuration", experiment.checksum());
    checksums.put("corpus", inputs.corpus());
    checksums.put("vectors", inputs.vectors());
    inputs.segmenter().ifPresent(it -> checksums.put("segmenter", it));
    inputs.encoder().ifPresent(it -> checksums.put("encoder", it));
    inputs.teacher().ifPresent(it -> checksums.put("teacher", it));
    if (!inputs.transfer().isEmpty()) {
      checksums.put("transfer", inputs.transfer());
    }
    return checksums;
  }

  private static Map<String, Object> seeds(Experiment experiment) {
    Map<String, Object> seeds = new LinkedHashMap<>();
    seeds.put("experiment", experiment.seed());
    experiment.seeds().ifPresent(count -> seeds.put("count", count));
    seeds.put("vectors", experiment.vectors().seed().orElse(experiment.seed()));
    experiment.corpus().generate().ifPresent(it -> seeds.put("corpus", it.seed()));
    return seeds;
  }

  /** What word vectors were trained on, so that nobody takes the paper's way for the default. */
  private static Map<String, Object> vectorTraining(
      VectorSettings.Training settings, Inputs inputs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("includeWholeCorpus", settings.includeWholeCorpus());
    fields.put(
        "documents",
        settings.includeWholeCorpus()
            ? "all, those of the test parts included"
            : "the training part of each fold");
    fields.put("textsSha256", inputs.texts());
    return fields;
  }

  /**
   * Reads the file of a run.
   *
   * @throws InvalidInputException where it is missing, broken or of another version
   */
  public static RunEnvironment read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw InvalidInputException.of(
          "%s is missing; start the run again with polystill run, it writes the file anew", file);
    }
    return readLegible(file)
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "%s is not JSON; start the run again with polystill run, it writes the file anew",
                    file));
  }

  /**
   * The same; empty where there is nothing, or nothing legible, which the next start replaces.
   *
   * @throws InvalidInputException where it is of another version
   */
  public static Optional<RunEnvironment> readLegible(Path file) throws IOException {
    try {
      JsonNode root = RecordsJson.mapper().readTree(InputFile.bytes(file));
      return root.isObject() ? Optional.of(of(root, file)) : Optional.empty();
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * The same from within another file.
   *
   * @param root a JSON object
   * @param file for errors
   * @throws InvalidInputException where it is of a newer version, or of one whose run directories
   *     this one doesn't read
   */
  public static RunEnvironment of(JsonNode root, Path file) {
    String version = root.path("polystill").asText("?");
    int format = root.path("format").asInt(FORMAT);
    if (format < FORMAT) {
      throw InvalidInputException.of(
          "%s was written by an earlier polystill, %s, whose trials have other names and files; keep that version for it, or run anew with another `out` or with `fresh`",
          file, version);
    }
    if (format > FORMAT) {
      throw InvalidInputException.of(
          "%s was written by polystill %s, which is newer than this one, %s; take that version",
          file, version, BuildVersions.polystill());
    }
    return new RunEnvironment((ObjectNode) root);
  }

  /** All of it. */
  public JsonNode tree() {
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

  /** SHA-256 of something else that was read, as JSON, or {@code none}. */
  public String input(String name) {
    JsonNode read = root.path("sha256").path(name);
    return read.isMissingNode() ? "none" : read.toString();
  }

  /**
   * Makes sure that a model that answers is the one that the run had; one that was not recorded
   * counts as the same.
   *
   * @param name as {@link #input} has it
   * @throws InvalidInputException where it has changed since
   */
  public void requireInput(String name, String sha256) {
    JsonNode read = root.path("sha256").path(name);
    if (read.isTextual() && !read.asText().equals(sha256)) {
      throw InvalidInputException.of(
          "`%s`: its files are not those that the run was made with; put those back, or run anew",
          name);
    }
  }

  /** SHA-256 of the resolved configuration. */
  public String configuration() {
    return root.at("/sha256/configuration").asText();
  }

  /**
   * Whether both read the same corpus, word vectors, texts and answers; what one did not record
   * counts as the same.
   */
  public boolean hasInputsOf(RunEnvironment other) {
    return isSame(root.at("/sha256/corpus"), other.root.at("/sha256/corpus"))
        && isSame(root.at("/sha256/vectors"), other.root.at("/sha256/vectors"))
        && isSame(root.at("/sha256/segmenter"), other.root.at("/sha256/segmenter"))
        && isSame(root.at("/sha256/encoder"), other.root.at("/sha256/encoder"))
        && isSame(root.at("/sha256/teacher"), other.root.at("/sha256/teacher"))
        && hasTextsOf(other, TEXTS)
        && hasTextsOf(other, TRANSFER);
  }

  private boolean hasTextsOf(RunEnvironment other, String pointer) {
    return root.at(pointer).properties().stream()
        .allMatch(text -> isSame(text.getValue(), other.root.at(pointer).path(text.getKey())));
  }

  private static boolean isSame(JsonNode one, JsonNode other) {
    return !one.isTextual() || !other.isTextual() || one.equals(other);
  }

  /**
   * Adds the machines and versions that earlier starts of the run, or other processes, had. Nothing
   * is added where they read another corpus or other vectors: then no trial of theirs is used. With
   * other settings some may be, as those of an architecture that was there before.
   */
  public void addMachinesOf(RunEnvironment before) {
    if (hasInputsOf(before)) {
      addOthers(OTHERS, root.path(MACHINE), before.root.path(MACHINE), before);
      addOthers("otherSoftware", software(), before.software(), before);
    }
  }

  /** Adds a machine that works for this process; false where it is known. */
  public boolean addMachine(Machine other) {
    JsonNode added = RecordsJson.mapper().valueToTree(other);
    boolean isKnown =
        added.equals(root.path(MACHINE))
            || StreamSupport.stream(root.path(OTHERS).spliterator(), false).anyMatch(added::equals);
    if (!isKnown) {
      root.withArray(OTHERS).add(added);
    }
    return !isKnown;
  }

  private ObjectNode software() {
    ObjectNode software = root.objectNode();
    SOFTWARE.stream().filter(root::has).forEach(name -> software.set(name, root.get(name)));
    return software;
  }

  /** Adds what an earlier start was or knew, each once, but not what this one is. */
  private void addOthers(String name, JsonNode own, JsonNode was, RunEnvironment before) {
    Set<JsonNode> others = new LinkedHashSet<>();
    root.path(name).forEach(others::add);
    others.add(was);
    before.root.path(name).forEach(others::add);
    others.removeIf(other -> other.isEmpty() || other.equals(own));
    if (!others.isEmpty()) {
      root.putArray(name).addAll(others);
    }
  }

  /** Why figures need not be the same to the last bit as those of another run; empty if they do. */
  public List<String> differencesTo(RunEnvironment other) {
    List<String> differences = new ArrayList<>();
    add(differences, "polystill", polystill(), other.polystill());
    add(differences, "TensorFlow", tensorFlow(), other.tensorFlow());
    add(differences, "TensorFlow's variables", variables(), other.variables());
    add(differences, "Java", java(), other.java());
    if (processors().size() != 1 || !processors().equals(other.processors())) {
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

  /** The kinds of processors that trained, each in a line. */
  public List<String> processors() {
    return machines()
        .map(it -> it.path("cpuFamily").asText() + " " + features(it.path("cpuFeatures")))
        .distinct()
        .toList();
  }

  private static String features(JsonNode names) {
    return String.valueOf(RecordsJson.mapper().convertValue(names, Object.class));
  }

  private List<String> names() {
    return machines().map(machine -> machine.path("cpu").asText()).distinct().toList();
  }

  /** The machines that trained, the last first. */
  private Stream<JsonNode> machines() {
    return Stream.concat(
        root.has(MACHINE) ? Stream.of(root.get(MACHINE)) : Stream.empty(),
        StreamSupport.stream(root.path(OTHERS).spliterator(), false));
  }

  /** Indented JSON; keys always come in the same order. */
  public String json() {
    return RecordsJson.indented(root);
  }

  /**
   * SHA-256 of what a run reads.
   *
   * @param corpus the corpus file, or what was generated
   * @param segmenter the model that cuts texts; empty where it has none
   * @param encoder the pre-trained encoder; empty where no expert reads its vectors
   * @param vectors the file of word vectors; empty where they are random or trained by the run
   * @param texts by path, the files beside the corpus that word vectors are trained on
   * @param teacher its answers; empty where experts are trained
   * @param transfer by path, those that students learn
   */
  public record Inputs(
      String corpus,
      Optional<String> segmenter,
      Optional<String> encoder,
      Optional<String> vectors,
      Map<String, String> texts,
      Optional<String> teacher,
      Map<String, String> transfer) {}
}
