package io.github.polystill.experiments.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorTrainingSettings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Everything beside the configuration that a run's figures may depend on; the content of {@code
 * environment.json}.
 */
public final class RunEnvironment {
  /** Raised when a run directory is no longer what an earlier version wrote or would read. */
  static final int FORMAT = 2;

  private static final Pattern DECISIVE =
      Pattern.compile(
          "(ONEDNN|DNNL|OMP|MKL|XLA|NVIDIA_TF32|TF_(ENABLE|DISABLE|XLA|USE|FORCE|NUM|GPU|CUDNN|CUBLAS"
              + "|DETERMINISTIC|LAYOUT|GRAPPLER|MKL|ONEDNN))_.*");

  static final String MACHINE = "machine";
  static final String OTHERS = "otherMachines";
  private static final String OTHER_SOFTWARE = "otherSoftware";
  private static final List<String> SOFTWARE =
      List.of("polystill", "git", "tensorflow", "tensorflowVariables", "java", "libraries");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final InputChecksums checksums;

  private RunEnvironment(InputChecksums checksums) {
    this.checksums = checksums;
  }

  /**
   * The environment of this process.
   *
   * @param experiment resolved
   * @param tensorFlow version that the native library reports
   * @param checksums of the files that the run reads
   * @param workers threads that train
   */
  public static RunEnvironment current(
      Experiment experiment, String tensorFlow, InputChecksums checksums, int workers) {
    RunEnvironment environment = new RunEnvironment(checksums);
    environment.addSoftware(tensorFlow);
    environment.addMachine(workers);
    environment.addInputs(experiment, checksums);
    experiment.vectors().train().ifPresent(it -> environment.addVectorTraining(it, checksums));
    return environment;
  }

  /** The environment of a process that is over, to add those of others that shared its work. */
  public static RunEnvironment of(RecordedEnvironment recorded) {
    RunEnvironment environment =
        new RunEnvironment(new InputChecksums(recorded.corpus(), recorded.vectors(), Map.of()));
    environment.values.putAll(
        JSON.convertValue(recorded.json(), new TypeReference<Map<String, Object>>() {}));
    return environment;
  }

  private void addSoftware(String tensorFlow) {
    GitCheckout checkout = GitCheckout.ofRunningCode();
    Map<String, Object> git = new LinkedHashMap<>();
    git.put("commit", checkout.commit());
    git.put("dirty", checkout.dirty().orElse(null));
    Map<String, Object> java = new LinkedHashMap<>();
    java.put("version", System.getProperty("java.version"));
    java.put("vendor", System.getProperty("java.vendor"));
    java.put("vm", System.getProperty("java.vm.name"));
    values.put("format", FORMAT);
    values.put("polystill", BuildVersions.polystill());
    values.put("git", git);
    values.put("tensorflow", tensorFlow);
    values.put("tensorflowVariables", tensorFlowVariables());
    values.put("java", java);
    values.put("libraries", BuildVersions.libraries());
  }

  private void addMachine(int workers) {
    Machine machine = Machine.current();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("os", machine.operatingSystem());
    fields.put("cpu", machine.cpu());
    fields.put("cores", machine.cores());
    Processor processor = Processor.current(machine.cpu());
    fields.put("cpuFamily", processor.family());
    fields.put("cpuFeatures", processor.features());
    values.put(MACHINE, fields);
    values.put("workers", workers);
  }

  /** Variables that change what TensorFlow, oneDNN and Eigen compute, or in which order. */
  private static SortedMap<String, String> tensorFlowVariables() {
    SortedMap<String, String> variables = new TreeMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (DECISIVE.matcher(name).matches()) {
                variables.put(name, value);
              }
            });
    return variables;
  }

  /**
   * Adds the machines and versions that earlier starts of the run, or other processes, had. Nothing
   * is added where they read another corpus or other vectors: then no trial of theirs is used. With
   * other settings some may be, as those of an architecture that was there before.
   *
   * @param before what {@code environment.json} holds
   */
  public void addMachinesOf(RecordedEnvironment before) {
    JsonNode earlier = before.json();
    if (checksums.areThoseOf(earlier)) {
      ObjectNode versions = JSON.createObjectNode();
      SOFTWARE.stream().filter(earlier::has).forEach(name -> versions.set(name, earlier.get(name)));
      ObjectNode own = JSON.createObjectNode();
      SOFTWARE.forEach(name -> own.set(name, JSON.valueToTree(values.get(name))));
      addOthers(OTHERS, earlier.path(MACHINE), earlier, JSON.valueToTree(values.get(MACHINE)));
      addOthers(OTHER_SOFTWARE, versions, earlier, own);
    }
  }

  /** Adds what an earlier start was or knew, each once, but not what this one is. */
  private void addOthers(String name, JsonNode was, JsonNode earlier, JsonNode own) {
    Set<JsonNode> others = new LinkedHashSet<>();
    JSON.valueToTree(values.getOrDefault(name, List.of())).forEach(others::add);
    others.add(was);
    earlier.path(name).forEach(others::add);
    others.removeIf(other -> other.isEmpty() || other.equals(own));
    if (!others.isEmpty()) {
      values.put(name, List.copyOf(others));
    }
  }

  /** What word vectors were trained on, so that nobody takes the paper's way for the default. */
  private void addVectorTraining(VectorTrainingSettings settings, InputChecksums inputs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("includeWholeCorpus", settings.includeWholeCorpus());
    fields.put(
        "documents",
        settings.includeWholeCorpus()
            ? "all, those of the test parts included"
            : "the training part of each fold");
    fields.put("textsSha256", inputs.texts());
    values.put("vectorTraining", fields);
  }

  private void addInputs(Experiment experiment, InputChecksums inputs) {
    Map<String, Object> checksums = new LinkedHashMap<>();
    checksums.put("configuration", experiment.checksum());
    checksums.put("corpus", inputs.corpus());
    checksums.put("vectors", inputs.vectors().orElse(null));
    Map<String, Object> seeds = new LinkedHashMap<>();
    seeds.put("experiment", experiment.seed());
    experiment.seeds().ifPresent(count -> seeds.put("count", count));
    seeds.put("vectors", experiment.vectors().seed().orElse(experiment.seed()));
    experiment.corpus().generate().ifPresent(it -> seeds.put("corpus", it.seed()));
    values.put("sha256", checksums);
    values.put("seeds", seeds);
  }

  /** Indented JSON; keys always come in the same order. */
  public String json() {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    try {
      return mapper.writeValueAsString(values) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts and numbers always have a JSON form", e);
    }
  }
}
