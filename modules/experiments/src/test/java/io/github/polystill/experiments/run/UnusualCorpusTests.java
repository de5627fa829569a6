package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.LabelEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on texts, labels and class weights at the edge of what there is. */
class UnusualCorpusTests {
  private static final String SENTENCE = "頭痛 ， 咳嗽 。 ";

  /** One word, none known, ten thousand words, a hundred sentences. */
  private static final List<String> TEXTS =
      List.of("頭痛", "無人 知曉", "咳嗽 ".repeat(10_000).strip(), SENTENCE.repeat(100).strip());

  private static final String YAML =
      """
      name: unusual
      corpus: {path: corpus.csv}
      segmentation: {segmenter: whitespace}
      vectors: {dimensions: 6}
      encoding: {minCount: 5, maxLength: 50, sentences: 4, wordsPerSentence: 3}
      architectures:
        - textrnn: {hidden: 3}
        - textcnn: {filters: 3, chunks: 2, bottleneck: 4}
        - han: {wordHidden: 3, wordAttention: 3, sentenceHidden: 3, sentenceAttention: 3}
        - gru-att: {hidden: 3, attention: 3}
      teacher: {classWeights: [1, 1e9]}
      optimisation: {batchSize: 8, epochs: 2, patience: 2}
      folds: {count: 3, run: all}
      """;

  @TempDir private Path directory;

  private Experiment experiment(List<String> lines, String... settings) throws IOException {
    Files.write(directory.resolve("corpus.csv"), lines);
    Path file = Files.writeString(directory.resolve("unusual.yaml"), YAML);
    String corpus = "corpus.path=" + directory.resolve("corpus.csv");
    List<String> all = new ArrayList<>(List.of(settings));
    all.add(corpus);
    return ExperimentFile.read(file, all).experiment();
  }

  private RunResult run(Experiment experiment) throws Exception {
    RunOptions options = new RunOptions(directory.resolve("run"), 2, false, Optional.empty());
    return new ExperimentRunner(experiment, options, ProgressListener.NONE, new CancellationToken())
        .run();
  }

  @Test
  void allArchitecturesTakeAnyTextAndWeight() throws Exception {
    List<String> lines = new ArrayList<>(List.of("id,text,labels"));
    for (int i = 0; i < 12; i++) {
      lines.add("a" + i + "," + SENTENCE + i + ",pain");
      lines.add("b" + i + ",咳嗽 。 " + i + ",cough");
      lines.add("c" + i + ",頭痛 。 咳嗽 " + i + ",pain;cough");
    }
    TEXTS.forEach(text -> lines.add("d" + lines.size() + "," + text + ",pain;cough"));
    Experiment experiment = experiment(lines, "folds.run=[1]");

    RunResult result = run(experiment);

    assertThat(result.remarks())
        .allMatch(it -> it.contains("hardly vary") || it.contains("baseline"));
    assertThat(result.models()).hasSize(4 * 3);
    for (TrainedModel model : result.models()) {
      Predictions predictions = PredictionsCsv.read(result.directory().predictionsFile(model));
      assertThat(predictions.probabilities()).isNotEmpty();
      for (float[] row : predictions.probabilities()) {
        for (float probability : row) {
          assertThat(probability).isBetween(0f, 1f);
        }
      }
    }
    ModelExporter exporter = ModelExporter.of(result, experiment);
    for (String architecture : List.of("textrnn", "textcnn", "han", "gru-att")) {
      ModelKey student = ModelKey.of(1, architecture, TrainingRow.DISTILLED);
      ModelExporter.Exported exported =
          exporter.export(ExportRequest.next(student, directory.resolve(architecture)));
      assertThat(exported.check().orElseThrow().documents())
          .isEqualTo(result.testDocuments(1).size());
      try (TextClassifier classifier = TextClassifier.load(directory.resolve(architecture))) {
        assertThat(classifier.predict(TEXTS, false))
            .hasSize(TEXTS.size())
            .allSatisfy(
                answer -> {
                  assertThat(answer.prediction().probabilities()).hasSize(2);
                  for (float probability : answer.prediction().probabilities()) {
                    assertThat(probability).isBetween(0f, 1f);
                  }
                });
      }
    }
  }

  /** Of four folds one has no document of a label that three documents have. */
  @Test
  void aLabelWithoutPositivesInATestPartIsNamedAndItsF1Counts() throws Exception {
    List<String> lines = new ArrayList<>(List.of("id,text,labels"));
    for (int i = 0; i < 12; i++) {
      lines.add("a" + i + "," + SENTENCE + i + ",pain");
      lines.add("b" + i + ",咳嗽 。 " + i + (i < 3 ? ",cough;rare" : ",cough"));
    }

    RunResult result =
        run(
            experiment(
                lines,
                "folds.count=4",
                "architectures=[textcnn: {filters: 3, chunks: 2, bottleneck: 4}]"));

    List<FoldEvaluation> without =
        MetricsJson.read(result.directory().metricsFile()).stream()
            .filter(it -> label(it, "rare").support() == 0)
            .toList();
    assertThat(without).isNotEmpty();
    assertThat(result.directory().warnings())
        .as("said before training")
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .startsWith("the validation or test part of a fold has no document of rare (3)")
                    .contains("corpus.minLabelCount=10"));
    for (FoldEvaluation evaluation : without) {
      assertThat(label(evaluation, "rare").f1()).isZero();
      double sum =
          evaluation.evaluation().perLabel().stream().mapToDouble(LabelEvaluation::f1).sum();
      assertThat(evaluation.evaluation().macroF1()).isEqualTo(sum / 3, within(1e-12));
      assertThat(result.remarks())
          .contains(
              String.format(
                  Locale.ROOT,
                  "Warning: the test part of fold %d has no document of rare; F1 there is 0 and"
                      + " counts in macro-F1, average precision and ROC-AUC leave it out.",
                  evaluation.key().fold()));
    }
  }

  private static LabelEvaluation label(FoldEvaluation evaluation, String name) {
    return evaluation.evaluation().perLabel().stream()
        .filter(it -> it.label().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** There is nothing to distil of one expert. */
  @Test
  void oneLabelIsAnError() throws IOException {
    List<String> lines = new ArrayList<>(List.of("id,text,labels"));
    for (int i = 0; i < 12; i++) {
      lines.add("a" + i + "," + SENTENCE + i + ",pain");
    }
    Experiment experiment = experiment(lines);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> run(experiment))
        .withMessageContaining("corpus.csv: only one label has")
        .withMessageContaining("give a corpus with two such labels");
  }
}
