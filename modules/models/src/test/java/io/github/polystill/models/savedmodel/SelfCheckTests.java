package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exported model in Python TensorFlow, by tools/check_savedmodel.py. */
class SelfCheckTests {
  private static final Path SCRIPT =
      Path.of(System.getProperty("polystill.root")).resolve("tools/check_savedmodel.py");

  @TempDir private Path directory;

  private static PythonProcess check(Path... directories) throws IOException, InterruptedException {
    List<Object> arguments = new ArrayList<>(List.of(SCRIPT));
    arguments.addAll(List.of(directories));
    return PythonProcess.run(arguments.toArray());
  }

  @Test
  void pythonTensorFlowPredictsTheSame() throws Exception {
    Path student = directory.resolve("student");
    Path teacher = directory.resolve("teacher");
    Path wrong = directory.resolve("wrong");
    new SelfCheck(
            ExportedNetwork.tokens(),
            ExportedNetwork.write(student, 1, EmbeddingChannels.TWO).probabilities())
        .write(student);
    float[][] probabilities =
        ExportedNetwork.write(teacher, 2, EmbeddingChannels.TWO).probabilities();
    new SelfCheck(ExportedNetwork.tokens(), probabilities).write(teacher);
    ExportedNetwork.write(wrong, 2, EmbeddingChannels.TWO);
    probabilities[5][1] += 1e-4f;
    new SelfCheck(ExportedNetwork.tokens(), probabilities).write(wrong);

    PythonProcess outcome = check(student, teacher, wrong);
    assumeTrue(!outcome.output().contains("skipped: "), outcome.output().strip());
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
    assertThat(outcome.output())
        .contains(student + " agrees: 8 texts x 3 labels")
        .contains(teacher + " agrees: 8 texts x 2 labels")
        .contains(wrong + " FAILED: 8 texts x 2 labels, largest difference 0.0001");
  }

  @Test
  void pythonTensorFlowPredictsTheSameOfEveryArchitecture() throws Exception {
    List<Path> directories = new ArrayList<>();
    for (SmallArchitecture architecture : SmallArchitecture.values()) {
      for (int networks : List.of(1, 2)) {
        Path model = directory.resolve(architecture.name() + networks);
        ExportedNetwork exported = ExportedNetwork.write(model, architecture, networks);
        new SelfCheck(ExportedNetwork.tokens(), exported.probabilities()).write(model);
        directories.add(model);
      }
    }
    PythonProcess outcome = check(directories.toArray(Path[]::new));
    assumeTrue(!outcome.output().contains("skipped: "), outcome.output().strip());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    directories.forEach(
        model -> assertThat(outcome.output()).contains(model + " agrees: 8 texts x "));
  }

  /** The command-line tool of TensorFlow, which loads as TF Serving does. */
  @Test
  void savedModelCliRunsIt() throws Exception {
    ExportedNetwork.write(directory, SmallArchitecture.GRU_ATT, 1);
    PythonProcess outcome =
        PythonProcess.run(
            "-m",
            "tensorflow.python.tools.saved_model_cli",
            "run",
            "--dir",
            directory,
            "--tag_set",
            "serve",
            "--signature_def",
            "serving_default",
            "--input_exprs",
            "tokens=[['頭','痛'],['好','']]");
    boolean missing =
        outcome.output().contains("skipped: ") || outcome.output().contains("No module named");
    assumeTrue(!missing, outcome.output().strip());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("Result for output key probabilities:", "Result for output key attention:")
        .contains("Result for output key label_names:");
  }

  @Test
  void aDirectoryWithoutAModelIsAnError() throws Exception {
    PythonProcess outcome = check(directory);
    assumeTrue(!outcome.output().contains("skipped: "), outcome.output().strip());
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("saved_model.pb: not there").hasLineCount(1);
  }

  @Test
  void writesTextsAndProbabilities() throws IOException {
    new SelfCheck(List.of(List.of("痛", "\n"), List.of()), new float[][] {{0.1f}, {1e-30f}})
        .write(directory);
    JsonNode json = new ObjectMapper().readTree(directory.resolve(SelfCheck.FILE).toFile());
    assertThat(json.toString())
        .isEqualTo("{\"tokens\":[[\"痛\",\"\\n\"],[]],\"probabilities\":[[0.1],[1.0E-30]]}");
    assertThatThrownBy(() -> new SelfCheck(List.of(List.of()), new float[2][1]).write(directory))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
