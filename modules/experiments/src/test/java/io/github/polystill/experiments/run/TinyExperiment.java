package io.github.polystill.experiments.run;

import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An experiment so small that only its folds, trials and files matter. */
public final class TinyExperiment {
  private static final String YAML =
      """
      name: tiny
      corpus: {generate: {documents: 60, seed: 1}}
      segmentation: {segmenter: characters}
      vectors: {dimensions: 8}
      encoding: {maxLength: 60}
      architectures:
        - textcnn: {widths: [1, 2], filters: 4, chunks: 2, bottleneck: 8}
      teacher: {classWeights: [0.5, 2]}
      optimisation: {epochs: 2, patience: 2, learningRate: 0.01}
      folds: {count: 3, run: [1]}
      """;

  private TinyExperiment() {}

  /** Writes tiny.yaml. */
  public static Path write(Path directory) throws IOException {
    return Files.writeString(directory.resolve("tiny.yaml"), YAML);
  }

  /**
   * The experiment.
   *
   * @param directory where its file is written
   * @param changes by which a class of tests has another, as {@code KEY=VALUE}
   * @param more that one test has beside
   */
  public static Experiment read(Path directory, List<String> changes, String... more)
      throws IOException {
    List<String> all = Stream.concat(changes.stream(), Stream.of(more)).toList();
    return ExperimentFile.read(write(directory), all).experiment();
  }
}
