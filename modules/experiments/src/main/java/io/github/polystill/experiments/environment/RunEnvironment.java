package io.github.polystill.experiments.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorTrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Everything beside the configuration that a run's figures may depend on; the content of {@code
 * environment.json}.
 */
public final class RunEnvironment {
  /** Raised when an earlier version would misread a run directory. */
  static final int FORMAT = 1;

  private static final Pattern DECISIVE =
      Pattern.compile(
          "(ONEDNN|DNNL|OMP|MKL|XLA|NVIDIA_TF32|TF_(ENABLE|DISABLE|XLA|USE|FORCE|NUM|GPU|CUDNN|CUBLAS"
              + "|DETERMINISTIC|LAYOUT|GRAPPLER|MKL|ONEDNN))_.*");

  static final String MACHINE = "machine";
  static final String OTHERS = "otherMachines";

  private final Map<String, Object> values = new LinkedHashMap<>();

  private RunEnvironment() {}

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
    RunEnvironment environment = new RunEnvironment();
    environment.addSoftware(tensorFlow);
    environment.addMachine(workers);
    environment.addInputs(experiment, checksums);
    experiment.vectors().train().ifPresent(it -> environment.addVectorTraining(it, checksums));
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
   * Adds the machines that earlier starts of the run, or other processes, had.
   *
   * @param before what {@code environment.json} holds
   */
  public void addMachinesOf(RecordedEnvironment before) {
    List<Map<String, Object>> others =
        before.machines().stream().filter(machine -> !machine.equals(values.get(MACHINE))).toList();
    if (!others.isEmpty()) {
      values.put(OTHERS, others);
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
