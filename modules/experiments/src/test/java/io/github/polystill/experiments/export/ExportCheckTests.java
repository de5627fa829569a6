package io.github.polystill.experiments.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.LabelSet;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.savedmodel.ExportedNetwork;
import io.github.polystill.models.savedmodel.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

class ExportCheckTests {
  private static final double TOLERANCE = 1e-6;

  @TempDir private Path directory;
  private ExportedNetwork exported;

  @BeforeEach
  void export() throws IOException {
    exported = ExportedNetwork.write(directory, SmallArchitecture.HAN, 1);
  }

  private ExportCheck check(List<SegmentedText> texts, float[][] probabilities) throws IOException {
    Predictions expected =
        new Predictions(
            LabelSet.of(exported.model().labels()),
            IntStream.range(0, texts.size()).mapToObj(i -> "d" + i).toList(),
            new boolean[texts.size()][exported.model().labels().size()],
            probabilities);
    try (LoadedModel loaded = LoadedModel.load(directory)) {
      double[] fixed = new double[exported.model().labels().size()];
      return ExportCheck.run(
          loaded, new StoredModels.TestTexts(texts, expected), exported.model(), fixed, TOLERANCE);
    }
  }

  @Test
  void allSignaturesSayTheSame() throws IOException {
    ExportCheck check = check(ExportedNetwork.TEXTS, exported.probabilities());
    assertThat(check.documents()).isEqualTo(8);
    assertThat(check.largestDifference()).isLessThan(TOLERANCE);
  }

  /** By thresholds of 0 the network in training gives such texts all labels. */
  @Test
  void textsWithoutKnownWordsHaveNoLabelsInTheFigures() throws IOException {
    List<SegmentedText> texts =
        List.of(SegmentedText.ofLine(List.of("罕")), SegmentedText.ofLine(List.of("頭")));
    float[][] probabilities;
    try (LoadedModel loaded = LoadedModel.load(directory)) {
      probabilities = loaded.probabilities(texts.stream().map(SegmentedText::tokens).toList());
    }
    ExportCheck check = check(texts, probabilities);
    assertThat(check.wordless()).isEqualTo(1);
    assertThat(check.atFixed().subsetAccuracy()).as("no document has a label").isEqualTo(0.5);
    assertThat(check.atFixed().loss()).isLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({
    "serving_default, thresholds, ''",
    "token_ids, logits, ' by its ids'",
    "characters, thresholds, ' by its characters'"
  })
  void aSignatureThatDiffersIsNamed(String signature, String output, String asked)
      throws IOException {
    Path graph = directory.resolve("saved_model.pb");
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(graph)).toBuilder();
    SignatureDef right = model.getMetaGraphs(0).getSignatureDefOrThrow(signature);
    SignatureDef wrong =
        right.toBuilder().putOutputs("probabilities", right.getOutputsOrThrow(output)).build();
    model.getMetaGraphsBuilder(0).putSignatureDef(signature, wrong);
    Files.write(graph, model.build().toByteArray());

    assertThatExceptionOfType(ExportDiffersException.class)
        .isThrownBy(() -> check(ExportedNetwork.TEXTS, exported.probabilities()))
        .withMessageMatching("the exported model differs: document d[0-9]" + asked + ", label .*")
        .satisfies(e -> assertThat(e.check()).isPresent());
  }

  @Test
  void labelsThatAreNotThoseAboveTheirThresholdsAreAnError() throws IOException {
    Path graph = directory.resolve("saved_model.pb");
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(graph)).toBuilder();
    SignatureDef right = model.getMetaGraphs(0).getSignatureDefOrThrow("serving_default");
    SignatureDef wrong =
        right.toBuilder().putOutputs("labels", right.getOutputsOrThrow("label_names")).build();
    model.getMetaGraphsBuilder(0).putSignatureDef("serving_default", wrong);
    Files.write(graph, model.build().toByteArray());

    assertThatExceptionOfType(ExportDiffersException.class)
        .isThrownBy(() -> check(ExportedNetwork.TEXTS, exported.probabilities()))
        .withMessageMatching(
            "the exported model differs: the labels that it gives document d[0-9] are not those above .*");
  }

  /** By ids nobody sees that the mark is one, so the sentence does not end there. */
  @Test
  void aRareMarkThatEndsASentenceIsNotAskedAboutByIds() throws IOException {
    SegmentedText text = SegmentedText.ofLine(List.of("頭", "痛", ";", "發", "燒"));
    assertThat(exported.model().vocabulary().words()).doesNotContain(";");
    List<List<String>> tokens = List.of(text.tokens());
    float[][] byWords;
    float[][] byIds;
    try (LoadedModel loaded = LoadedModel.load(directory)) {
      byWords = loaded.probabilities(tokens);
      byIds = loaded.probabilities(new int[][] {{2, 3, 1, 4, 5}});
    }
    assertThat(byIds[0][0]).as("the mark makes a difference").isNotEqualTo(byWords[0][0]);
    assertThat(check(List.of(text), byWords).largestDifference()).isLessThan(TOLERANCE);
  }
}
