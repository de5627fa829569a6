package io.github.polystill.experiments.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEnvironmentTests {
  @TempDir private Path directory;

  private String json(String... overrides) throws IOException {
    Path file = directory.resolve("e.yaml");
    Files.writeString(
        file, "name: e\ncorpus: {generate: {seed: 4}}\nseed: 3\n", StandardCharsets.UTF_8);
    Experiment experiment = ExperimentFile.read(file, List.of(overrides)).experiment();
    Map<String, String> texts = overrides.length > 0 ? Map.of("wiki.txt", "cd34") : Map.of();
    return RunEnvironment.current(
            experiment,
            "2.18.0",
            new RunEnvironment.Inputs(
                "ab12",
                Optional.empty(),
                Optional.of("ef56"),
                Optional.empty(),
                texts,
                Optional.empty(),
                Map.of()),
            2)
        .json();
  }

  @Test
  void holdsWhatFiguresMayDependOn() throws IOException {
    JsonNode environment = new ObjectMapper().readTree(json());

    assertThat(environment.fieldNames())
        .toIterable()
        .containsExactly(
            "format",
            "polystill",
            "git",
            "tensorflow",
            "tensorflowVariables",
            "java",
            "libraries",
            "machine",
            "workers",
            "sha256",
            "seeds");
    assertThat(environment.at("/polystill").asText()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    assertThat(environment.at("/libraries/jackson").asText()).matches("[0-9.]+");
    assertThat(environment.at("/java/version").asText())
        .startsWith(Runtime.version().feature() + "");
    assertThat(environment.at("/machine/cores").asInt()).isPositive();
    assertThat(environment.at("/machine/cpu").asText()).isNotEmpty();
    assertThat(environment.at("/machine/cpuFamily").asText())
        .startsWith(System.getProperty("os.arch") + " ");
    assertThat(environment.at("/machine/cpuFeatures").isArray()).isTrue();
    assertThat(environment.at("/sha256/configuration").asText()).hasSize(64);
    assertThat(environment.at("/sha256/corpus").asText()).isEqualTo("ab12");
    assertThat(environment.at("/sha256/vectors").isNull()).isTrue();
    assertThat(environment.at("/seeds").toString())
        .isEqualTo("{\"experiment\":3,\"vectors\":3,\"corpus\":4}");
  }

  @Test
  void saysWhatWordVectorsWereTrainedOn() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode fold = mapper.readTree(json("vectors.train.texts=wiki.txt"));
    assertThat(fold.at("/vectorTraining/includeWholeCorpus").asBoolean(true)).isFalse();
    assertThat(fold.at("/vectorTraining/documents").asText())
        .isEqualTo("the training part of each fold");
    assertThat(fold.at("/vectorTraining/textsSha256/wiki.txt").asText()).isEqualTo("cd34");

    JsonNode whole = mapper.readTree(json("vectors.train.includeWholeCorpus=true"));
    assertThat(whole.at("/vectorTraining/includeWholeCorpus").asBoolean()).isTrue();
    assertThat(whole.at("/vectorTraining/documents").asText())
        .isEqualTo("all, those of the test parts included");
  }

  @Test
  void writesTheSameTextTwice() throws IOException {
    assertThat(json()).isEqualTo(json());
  }

  @Test
  void readsTheModelOfTheProcessor() {
    List<String> lines = List.of("processor\t: 0", "model name\t: Chip: 9000 @ 3 GHz");
    assertThat(Machine.of("Linux", lines).cpu()).isEqualTo("Chip: 9000 @ 3 GHz");
    assertThat(Machine.of("Linux", lines.subList(0, 1)).cpu()).isEqualTo("unknown");
  }

  @Test
  void anotherEncoderThanTheRunsIsRefused() throws IOException {
    RunEnvironment run =
        RunEnvironment.of(new ObjectMapper().readTree(json()), Path.of("environment.json"));

    assertThatCode(() -> run.requireInput("encoder", "ef56")).doesNotThrowAnyException();
    assertThatCode(() -> run.requireInput("segmenter", "78")).doesNotThrowAnyException();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> run.requireInput("encoder", "ef57"))
        .withMessageStartingWith("`encoder`: its files are not those that the run was made with");
  }

  @Test
  void keepsTheMachinesThatTrainForARun() throws IOException {
    RunEnvironment run =
        RunEnvironment.of(new ObjectMapper().readTree(json()), Path.of("environment.json"));
    Machine other = new Machine("Linux", "Other", 4, "amd64 Other 1 2", List.of("avx2"));

    assertThat(run.addMachine(Machine.current())).isFalse();
    assertThat(run.addMachine(other)).isTrue();
    assertThat(run.addMachine(other)).isFalse();
    assertThat(run.tree().required("otherMachines").findValuesAsText("cpu"))
        .containsExactly("Other");
  }

  @Test
  void keepsMachinesAndVersionsOfEarlierStartsOnTheSameCorpus() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String earlier = json().replace("\"2.18.0\"", "\"2.17.0\"");
    JsonNode same = mapper.readTree(after(earlier, "ab12"));
    assertThat(same.at("/tensorflow").asText()).isEqualTo("2.18.0");
    assertThat(same.at("/otherSoftware/0/tensorflow").asText()).isEqualTo("2.17.0");
    assertThat(same.at("/otherSoftware/0/java")).isEqualTo(same.at("/java"));
    assertThat(same.has("otherMachines")).isFalse();
    assertThat(mapper.readTree(after(same.toString(), "ab12"))).isEqualTo(same);

    assertThat(mapper.readTree(after(earlier, "cd34")).has("otherSoftware")).isFalse();
    assertThat(mapper.readTree(after(earlier, "ab12", "gh78")).has("otherSoftware")).isFalse();
    assertThat(after(json(), "ab12")).isEqualTo(json());
  }

  private String after(String earlier, String corpus) throws IOException {
    return after(earlier, corpus, "ef56");
  }

  private String after(String earlier, String corpus, String encoder) throws IOException {
    Path file = Files.writeString(directory.resolve("environment.json"), earlier);
    Experiment experiment =
        ExperimentFile.read(directory.resolve("e.yaml"), List.of()).experiment();
    RunEnvironment.Inputs inputs =
        new RunEnvironment.Inputs(
            corpus,
            Optional.empty(),
            Optional.of(encoder),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Map.of());
    RunEnvironment environment = RunEnvironment.current(experiment, "2.18.0", inputs, 2);
    environment.addMachinesOf(RunEnvironment.read(file));
    return environment.json();
  }
}
