package io.github.polystill.serving;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Small models, trained and exported once for all tests. */
public final class TestModels {
  private static final String YAML =
      """
      name: served
      corpus: {generate: {corpus: health, documents: 40, seed: 1}}
      segmentation: {segmenter: characters}
      vectors: {dimensions: 8}
      encoding: {maxLength: 40, sentences: 4, wordsPerSentence: 8}
      teacher: {classWeights: [1]}
      optimisation: {epochs: 1, learningRate: 0.01}
      folds: {count: 3, run: [0]}
      baselines: []
      """;

  private static final String STUDENTS =
      """
      architectures:
        - textcnn: {widths: [2], filters: 4, chunks: 1, bottleneck: 4}
        - han: {wordHidden: 4, wordAttention: 4, sentenceHidden: 4, sentenceAttention: 4}
      trainings: [standalone]
      """;

  private static final String TEACHER =
      """
      architectures: [gru-att: {hidden: 4, attention: 4}]
      trainings: [teacher]
      """;

  private static Path models;

  private TestModels() {}

  /** A text with more characters than the models read. */
  public static String longText() {
    return "頭痛怎麼辦？醫生說要多喝水。\n".repeat(20);
  }

  /** Directory of a model's versions; the only one is 1. */
  public static synchronized Path of(String architecture, TrainingRow training) throws Exception {
    if (models == null) {
      Path directory = Files.createTempDirectory(Path.of("target"), "models");
      export(directory, YAML + STUDENTS, TrainingRow.STANDALONE, List.of("textcnn", "han"));
      export(directory, YAML + TEACHER, TrainingRow.TEACHER, List.of("gru-att"));
      models = directory;
    }
    return models.resolve(architecture + "-" + training.key());
  }

  private static void export(
      Path directory, String yaml, TrainingRow training, List<String> architectures)
      throws Exception {
    Path file = Files.writeString(directory.resolve(training.key() + ".yaml"), yaml);
    Experiment experiment = ExperimentFile.read(file, List.of()).experiment();
    RunOptions options =
        new RunOptions(directory.resolve(training.key()), 2, false, Optional.empty());
    RunResult result =
        new ExperimentRunner(experiment, options, ProgressListener.NONE, new CancellationToken())
            .run();
    ModelExporter exporter = ModelExporter.of(result, experiment);
    for (String architecture : architectures) {
      Path base = directory.resolve(architecture + "-" + training.key());
      exporter.export(ExportRequest.next(ModelKey.of(0, architecture, training), base));
    }
  }
}
