package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that train their own word vectors. */
class TrainedVectorsRunTests {
  @TempDir private Path directory;

  /** Keeps the messages, and cancels the run at the first that begins with a given text. */
  private static final class Messages implements ProgressListener {
    private final CancellationToken cancellation = new CancellationToken();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final String cancelAt;

    Messages(String cancelAt) {
      this.cancelAt = cancelAt;
    }

    @Override
    public void message(String line) {
      lines.add(line);
      if (!cancelAt.isEmpty() && line.startsWith(cancelAt)) {
        cancellation.cancel();
      }
    }

    boolean trained() {
      return lines.contains("training word vectors");
    }
  }

  private RunResult run(String name, Messages messages, String... overrides) throws Exception {
    List<String> changes =
        List.of(
            "vectors.train={dimensions: 8, minCount: 2, epochs: 1}",
            "trainings=[standalone]",
            "optimisation={epochs: 1}",
            "folds.run=0,1");
    RunOptions options =
        new RunOptions(directory.resolve(name), 2, false, Optional.of(directory.resolve("cache")));
    return new ExperimentRunner(
            TinyExperiment.read(directory, changes, overrides),
            options,
            messages,
            messages.cancellation)
        .run();
  }

  private List<Path> cached() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      return files.filter(path -> path.toString().endsWith(".vectors")).toList();
    }
  }

  private String metrics(String name) throws IOException {
    return Files.readString(directory.resolve(name).resolve("metrics.json"));
  }

  @Test
  void eachFoldHasItsVectorsWhichLaterRunsFind() throws Exception {
    RunResult first = run("first", new Messages(""));
    assertThat(cached()).hasSize(2);
    assertThat(first.remarks())
        .filteredOn(it -> it.startsWith("Word vectors"))
        .hasSize(2)
        .allMatch(
            it -> it.matches("Word vectors of fold [01] were trained on its training part.*"));

    Messages again = new Messages("");
    run("second", again);
    assertThat(again.trained()).isFalse();
    assertThat(metrics("second")).isEqualTo(metrics("first"));
  }

  @Test
  void runThatWasStoppedWhileVectorsTrainedGoesOn() throws Exception {
    Messages stopped = new Messages("word vectors: ");
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("stopped", stopped));
    assertThat(stopped.trained()).isTrue();
    run("stopped", new Messages(""));

    Files.delete(cached().get(0));
    run("whole", new Messages(""));
    assertThat(metrics("stopped")).isEqualTo(metrics("whole"));
  }

  @Test
  void trainingOnTheWholeCorpusIsRecorded() throws Exception {
    RunResult result = run("whole", new Messages(""), "vectors.train.includeWholeCorpus=true");

    assertThat(cached()).hasSize(1);
    assertThat(result.remarks())
        .filteredOn(it -> it.startsWith("Word vectors"))
        .singleElement()
        .asString()
        .startsWith("Word vectors were trained on all documents, those of the test parts included");
    JsonNode environment =
        new ObjectMapper().readTree(result.directory().environmentFile().toFile());
    assertThat(environment.at("/vectorTraining/includeWholeCorpus").asBoolean()).isTrue();
    assertThat(Files.readString(result.directory().reportFile()))
        .contains("those of the test parts included");
  }
}
