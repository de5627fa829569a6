package io.github.polystill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.polystill.models.JavaProcess;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code deploy/kubernetes}: what Kubernetes takes, and does with them. */
class KubernetesTests {
  private static final Path FILES =
      Path.of(System.getProperty("polystill.root"), "deploy", "kubernetes");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final String EXPERIMENT =
      """
      name: tiny
      corpus: {generate: {corpus: health, documents: 60, seed: 1}}
      segmentation: {segmenter: characters}
      vectors: {dimensions: 8}
      encoding: {maxLength: 20}
      architectures: [textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}]
      teacher: {classWeights: [1]}
      baselines: []
      optimisation: {epochs: 1}
      folds: {count: 3, run: [0]}
      export: {trainings: [distilled], predictions: 1}
      """;

  @TempDir private Path directory;

  private static List<JsonNode> read(String file) throws IOException {
    return YAML.readerFor(JsonNode.class)
        .<JsonNode>readValues(FILES.resolve(file).toFile())
        .readAll();
  }

  private static final Map<String, String> VERSIONS =
      Map.of(
          "Job", "batch/v1",
          "Deployment", "apps/v1",
          "Service", "v1",
          "PersistentVolumeClaim", "v1");

  /**
   * By the models that Kubernetes generates from its OpenAPI schema: keys, required ones, types.
   * They are not compiled against, as they have annotations of libraries that are not here.
   */
  private static void check(JsonNode document) throws Exception {
    String kind = document.path("kind").textValue();
    assertThat(document.path("apiVersion").textValue()).isEqualTo(VERSIONS.get(kind));
    Class<?> type = Class.forName("io.kubernetes.client.openapi.models.V1" + kind);
    Class<?> element = Class.forName("com.google.gson.JsonElement");
    Method read =
        Class.forName("io.kubernetes.client.openapi.JSON")
            .getMethod("deserialize", String.class, Type.class);
    try {
      Object json = read.invoke(null, document.toString(), element);
      type.getMethod("validateJsonElement", element).invoke(null, json);
      read.invoke(null, document.toString(), type);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume.yaml", "train.yaml", "merge.yaml", "serve.yaml"})
  void areOfTheSchema(String file) throws Exception {
    for (JsonNode document : read(file)) {
      check(document);
    }
    ObjectNode wrong = (ObjectNode) read(file).get(0);
    wrong.withObject("/spec").put("backoffLimitPerIndx", 3);
    assertThatThrownBy(() -> check(wrong)).hasMessageContaining("backoffLimitPerIndx");
  }

  @Test
  void agreeAboutShardsPortsAndVolumes() throws Exception {
    JsonNode train = read("train.yaml").get(0).path("spec");
    assertThat(train.path("completionMode").textValue()).isEqualTo("Indexed");
    assertThat(env(container(train)).get("SHARDS"))
        .isEqualTo(train.path("completions").asText())
        .isEqualTo(train.path("parallelism").asText());
    String claim = read("volume.yaml").get(0).at("/metadata/name").textValue();
    for (String file : List.of("train.yaml", "merge.yaml", "serve.yaml")) {
      JsonNode pod = read(file).get(0).at("/spec/template/spec");
      assertThat(pod.path("volumes").findValuesAsText("claimName")).containsOnly(claim);
      assertThat(pod.path("volumes").findValuesAsText("name"))
          .containsAll(pod.at("/containers/0/volumeMounts").findValuesAsText("name"));
      assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
      assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem").booleanValue())
          .isTrue();
    }
    JsonNode serving = read("serve.yaml").get(0);
    List<String> ports = container(serving.path("spec")).path("ports").findValuesAsText("name");
    assertThat(serving.at("/spec/template").findValuesAsText("port")).isSubsetOf(ports);
    JsonNode service = read("serve.yaml").get(1).path("spec");
    assertThat(service.findValuesAsText("targetPort")).isEqualTo(ports);
    assertThat(service.path("selector"))
        .isEqualTo(serving.at("/spec/selector/matchLabels"))
        .isEqualTo(serving.at("/spec/template/metadata/labels"));
  }

  /**
   * Two shards and the merge as processes with the commands, arguments and environment of the pods.
   */
  @Test
  void trainAndMergeAnExperiment() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/bin/sh"))).as("a POSIX shell").isTrue();
    Files.writeString(
        Files.createDirectory(directory.resolve("experiment")).resolve("experiment.yaml"),
        EXPERIMENT);
    Path work = Files.createDirectory(directory.resolve("work"));
    Path program = Files.createDirectory(directory.resolve("bin")).resolve("polystill");
    String java =
        JavaProcess.command(List.of(), Polystill.class).stream()
            .map(it -> "'" + it + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(program, "#!/bin/sh\nexec " + java + " \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    JsonNode train = read("train.yaml").get(0).path("spec");

    List<Process> shards = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      shards.add(start(train, Map.of("SHARDS", "2", "JOB_COMPLETION_INDEX", "" + index)));
    }
    for (Process shard : shards) {
      end(shard);
    }
    end(start(read("merge.yaml").get(0).path("spec"), Map.of()));

    assertThat(work.resolve("runs/merged/metrics.json")).exists();
    assertThat(work.resolve("savedmodels/models.config")).exists();
    for (String shard : List.of("shard-0", "shard-1")) {
      assertThat(work.resolve("runs").resolve(shard).resolve("trials")).isNotEmptyDirectory();
    }
  }

  private static JsonNode container(JsonNode spec) {
    return spec.at("/template/spec/containers/0");
  }

  private static Map<String, String> env(JsonNode container) {
    Map<String, String> env = new HashMap<>();
    container.path("env").forEach(it -> env.put(it.get("name").asText(), it.get("value").asText()));
    return env;
  }

  /** Absolute paths are those of the pod's volumes, here in the test's directory. */
  private Process start(JsonNode spec, Map<String, String> overrides) throws IOException {
    JsonNode container = container(spec);
    List<String> mounts = container.path("volumeMounts").findValuesAsText("mountPath");
    List<String> command =
        Stream.of(container.path("command"), container.path("args"))
            .flatMap(it -> StreamSupport.stream(it.spliterator(), false))
            .map(it -> inDirectory(it.asText(), mounts))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(
                directory.resolve(container.path("workingDir").asText().substring(1)).toFile())
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(directory, "output", ".txt").toFile());
    env(container)
        .forEach((name, value) -> builder.environment().put(name, inDirectory(value, mounts)));
    builder.environment().putAll(overrides);
    builder
        .environment()
        .merge("PATH", directory.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    return builder.start();
  }

  private String inDirectory(String text, List<String> mounts) {
    return text.replaceAll(
        "(?<![\\w/-])(" + String.join("|", mounts) + ")/",
        Matcher.quoteReplacement(directory.toString()) + "$1/");
  }

  private void end(Process process) throws Exception {
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(this::outputs).isZero();
  }

  private String outputs() {
    try (Stream<Path> files = Files.list(directory)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(it -> it.toString().endsWith(".txt")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
