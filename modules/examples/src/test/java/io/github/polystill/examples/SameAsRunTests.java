package io.github.polystill.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.folds.Folds;
import io.github.polystill.data.folds.Split;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.ClassWeights;
import io.github.polystill.distillation.Distillation;
import io.github.polystill.distillation.TextPipeline;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrainingSettings;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.RunResult;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program and an experiment file that say the same do the same. */
final class SameAsRunTests {
  @TempDir private Path directory;

  private Experiment experiment(String more) throws IOException {
    String yaml =
        String.format(
            Locale.ROOT,
            """
        name: same
        corpus: {path: %s}
        segmentation: {segmenter: hanlp-traditional}
        """,
            TinyCorpus.in(directory));
    Path file = Files.writeString(directory.resolve("same.yaml"), yaml + more);
    return ExperimentFile.read(file, List.of()).experiment();
  }

  @Test
  void theDefaultsAreTheSame() throws IOException {
    Experiment experiment = experiment("architectures: [textrnn, textcnn, han, gru-att]");

    for (ArchitectureSettings settings : experiment.architectures()) {
      Architecture network = experiment.networkOf(settings);
      BinaryRelevanceTeacher teacher = new BinaryRelevanceTeacher(network, ClassWeights.PAPER);
      assertThat(teacher.classWeights()).isEqualTo(experiment.teacher().classWeights());
      assertThat(teacher.select()).isEqualTo(experiment.teacher().select());
      assertThat(teacher.settings().monitor()).isEqualTo(experiment.teacher().monitor());
      TrainingSettings student = Distillation.of(teacher).student(network).student().settings();
      assertThat(student.monitor()).isEqualTo(experiment.student().monitor());
      assertThat(student.optimisation()).isEqualTo(experiment.studentOptimisationOf(settings));
      assertThat(teacher.settings().optimisation()).isEqualTo(experiment.optimisationOf(settings));
      for (TrainingSettings any : List.of(student, teacher.settings())) {
        assertThat(any.threshold()).isEqualTo(experiment.evaluation().threshold());
        assertThat(any.seed()).isEqualTo(experiment.seed());
      }
    }
    TextPipeline pipeline = TextPipeline.with(Segmenters.HANLP_TRADITIONAL);
    assertThat(pipeline.maxLength()).isEqualTo(experiment.encoding().maxLength());
    assertThat(pipeline.minCount()).isEqualTo(experiment.encoding().minCount());
    assertThat(pipeline.maxWords()).isEqualTo(experiment.encoding().maxWords());
    assertThat(Folds.rarestFirst(5, 0.15, 1))
        .isEqualTo(new Folds(experiment.folds().dealing(), experiment.seed()));
  }

  @Test
  void theStudentIsTheSame() throws Exception {
    Experiment experiment =
        experiment(
            """
            vectors: {dimensions: 8}
            architectures: [textcnn: {widths: [1, 2], filters: 4, chunks: 1, bottleneck: 4}]
            teacher: {classWeights: [0.5, 2]}
            optimisation: {epochs: 3, learningRate: 0.01}
            folds: {run: [0]}
            """);
    RunOptions options = new RunOptions(directory.resolve("run"), 2, false, Optional.empty());
    RunResult run =
        new ExperimentRunner(experiment, options, ProgressListener.NONE, new CancellationToken())
            .run();
    TrainedModel trained =
        run.models().stream()
            .filter(model -> model.training().key().equals("distilled"))
            .findFirst()
            .orElseThrow();
    Predictions expected = PredictionsCsv.read(run.directory().predictionsFile(trained));

    Architecture network = experiment.networkOf(experiment.architectures().get(0));
    OptimisationSettings optimisation = experiment.optimisation();
    Split split =
        Folds.rarestFirst(5, 0.15, 1)
            .of(CorpusReader.corpus(directory.resolve("corpus.jsonl")))
            .get(0);
    Distillation method =
        Distillation.of(
                new BinaryRelevanceTeacher(
                    TrainingSettings.ofExperts(network).with(optimisation), List.of(0.5, 2.0)))
            .student(TrainingSettings.ofStudent(network).with(optimisation));
    Path saved = directory.resolve("saved/1");
    float[][] probabilities;
    Path temporary;
    try (TrialExecutor executor = LocalTrialExecutor.ofCores();
        TextClassifier student =
            method.train(
                TextPipeline.with(Segmenters.HANLP_TRADITIONAL).randomVectors(8).prepare(split),
                executor)) {
      assertThat(student.text().card().provenance().get("trials")).isEqualTo(trained.trials());
      probabilities = student.predictions(split.test()).probabilities();
      student.save(saved);
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> student.save(saved))
          .withMessageContaining("versions are never overwritten");
      temporary = student.version();
      assertThat(temporary).exists();
    }
    assertThat(temporary).doesNotExist();
    for (int i = 0; i < probabilities.length; i++) {
      for (int label = 0; label < probabilities[i].length; label++) {
        assertThat(probabilities[i][label])
            .isCloseTo(expected.probabilities()[i][label], within(1e-6f));
      }
    }
    try (TextClassifier loaded = TextClassifier.load(saved)) {
      assertThat(loaded.predictions(split.test()).probabilities()).isDeepEqualTo(probabilities);
    }
  }
}
