package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.ArchitectureRegistry;
import io.github.polystill.models.ArchitectureType;
import io.github.polystill.models.Key;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.layers.LayerScope;
import io.github.polystill.models.savedmodel.TextAnswer;
import io.github.polystill.models.savedmodel.TextClassifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What docs/adding-an-architecture.md promises: one class, one registration, and all else works.
 */
final class AddedArchitectureTests {

  /** The same network on sentences, of which it sees two of three words, and in batches of 4. */
  public record BagOfSentences(
      @Key("Units.") int hidden,
      @Key(value = "Dropout.", atLeast = 0, below = 1) double dropout,
      @Key(EmbeddingChannels.MEANING) EmbeddingChannels channels,
      TokenLayout.Sentences sentences)
      implements Architecture {
    static final ArchitectureType TYPE =
        ArchitectureType.of(
                "Deep averaging network of the first sentences.",
                new BagOfSentences(
                    300, 0.5, EmbeddingChannels.TWO, new TokenLayout.Sentences(1, 1)))
            .withBatchSize(4);

    @Override
    public String name() {
      return "bag-of-sentences";
    }

    @Override
    public BagOfSentences in(TokenLayout.Sentences layout) {
      return new BagOfSentences(hidden, dropout, channels, layout);
    }

    @Override
    public TokenLayout layout(int maxLength) {
      return sentences;
    }

    @Override
    public Operand<TFloat32> logits(
        LayerScope scope, Operand<TInt32> tokens, EmbeddingTableShape table, int outputs) {
      return new BagOfEmbeddings(hidden, dropout, channels).logits(scope, tokens, table, outputs);
    }
  }

  private static final ArchitectureRegistry REGISTRY =
      ArchitectureRegistry.STANDARD.with(BagOfEmbeddings.TYPE).with(BagOfSentences.TYPE);

  private static final String YAML =
      """
      name: added
      corpus: {generate: {documents: 60, seed: 1}, minLabelCount: 20}
      segmentation: {segmenter: characters}
      vectors: {dimensions: 8}
      encoding: {maxLength: 60, sentences: 2, wordsPerSentence: 3}
      architectures:
        - bag-of-embeddings: {hidden: 6, channels: frozen}
        - bag-of-sentences: {dropout: 0}
      teacher: {classWeights: [1]}
      trainings: [teacher, distilled]
      optimisation: {epochs: 2, patience: 2, learningRate: 0.01}
      folds: {count: 3, run: [1]}
      """;

  @TempDir private Path directory;

  private Experiment read(String yaml, String... overrides) throws IOException {
    Path file = Files.writeString(directory.resolve("added.yaml"), yaml);
    return ExperimentFile.read(file, List.of(overrides), REGISTRY).experiment();
  }

  @Test
  void thePageShowsTheCodeThatIsTested() throws IOException {
    Path root = Path.of(System.getProperty("polystill.root"));
    String name = BagOfEmbeddings.class.getName().replace('.', '/') + ".java";
    String code = Files.readString(root.resolve("modules/experiments/src/test/java").resolve(name));

    assertThat(root.resolve("docs/adding-an-architecture.md"))
        .content(StandardCharsets.UTF_8)
        .contains(code.substring(code.indexOf("public record")));
  }

  @Test
  void itsSettingsAreKeysOfAnExperiment() throws IOException {
    Experiment experiment = read(YAML, "architectures.bag-of-embeddings.hidden=7");

    assertThat(experiment.networkOf(experiment.architectures().get(0)))
        .hasToString("BagOfEmbeddings[hidden=7, dropout=0.5, channels=FROZEN]");
    assertThat(experiment.optimisationOf(experiment.architectures().get(0)).batchSize())
        .isEqualTo(32);
    assertThat(experiment.optimisationOf(experiment.architectures().get(1)).batchSize())
        .isEqualTo(4);
    assertThat(read(experiment.resolvedYaml())).isEqualTo(experiment);
  }

  @Test
  void itsMistakesAreNamed() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(YAML.replace("hidden:", "hiden:")))
        .withMessageEndingWith(
            "hiden: unknown key; did you mean architectures.bag-of-embeddings.hidden?");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(YAML.replace("bag-of-embeddings", "bag_of_embedding")))
        .withMessageEndingWith(
            "unknown architecture bag_of_embedding; did you mean bag-of-embeddings?");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(YAML.replace("dropout: 0", "dropout: 1")))
        .withMessageContaining("dropout: expected a number of at least 0 and below 1");
  }

  @Test
  void itIsTrainedExportedAndPredictedWith() throws Exception {
    Experiment experiment = read(YAML);
    RunOptions options = new RunOptions(directory.resolve("run"), 2, false, Optional.empty());
    RunResult result =
        new ExperimentRunner(experiment, options, ProgressListener.NONE, new CancellationToken())
            .run();

    assertThat(result.models()).hasSize(2 * 2);
    ModelExporter exporter = ModelExporter.of(result, experiment);
    for (TrainedModel model : result.models()) {
      Path base = directory.resolve(model.architecture() + model.training().key());
      Path version = exporter.export(ExportRequest.next(model.key(), base)).version();
      Predictions expected = PredictionsCsv.read(result.directory().predictionsFile(model));
      assertSame(base, expected, result.testDocuments(1));
      assertCard(version, model.architecture());
    }
  }

  private static void assertSame(Path model, Predictions expected, List<Document> documents)
      throws IOException {
    try (TextClassifier classifier = TextClassifier.load(model)) {
      List<TextAnswer> predictions =
          classifier.predict(documents.stream().map(Document::text).toList(), false);
      for (int i = 0; i < documents.size(); i++) {
        for (int label = 0; label < classifier.labels().size(); label++) {
          assertThat((double) predictions.get(i).prediction().probabilities()[label])
              .isCloseTo(expected.probabilities()[i][label], within(1e-6));
        }
      }
    }
  }

  private static void assertCard(Path version, String architecture) throws IOException {
    JsonNode card =
        new ObjectMapper().readTree(version.resolve("assets.extra/model.json").toFile());
    boolean sentences = architecture.equals("bag-of-sentences");
    assertThat(card.at("/architecture").asText()).isEqualTo(architecture);
    assertThat(card.at("/length").asInt()).isEqualTo(sentences ? 6 : 60);
    assertThat(card.at("/layout").toString())
        .isEqualTo(
            sentences
                ? "{\"kind\":\"sentences\",\"sentences\":2,\"wordsPerSentence\":3}"
                : "{\"kind\":\"words\"}");
    assertThat(card.at("/settings").toString())
        .isEqualTo(
            sentences
                ? "{\"hidden\":300,\"dropout\":0.0,\"channels\":\"two\"}"
                : "{\"hidden\":6,\"dropout\":0.5,\"channels\":\"frozen\"}");
  }
}
