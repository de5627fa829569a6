package io.github.polystill.experiments.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentSchemaTests {
  private static final Path ROOT = Path.of(System.getProperty("polystill.root"));

  private static final Path EXPERIMENTS = ROOT.resolve("experiments");

  static Stream<Path> experiments() throws IOException {
    try (Stream<Path> found = Files.list(EXPERIMENTS)) {
      return found.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @Test
  void segmentersAreThoseThatThereAre() {
    assertThat(choices(SegmentationSettings.class, "segmenter"))
        .containsExactlyElementsOf(Segmenters.names());
  }

  @Test
  void trainingsAreThoseThatAreTrained() {
    String[] trained = TrainingRow.TRAINED.stream().map(TrainingRow::key).toArray(String[]::new);
    assertThat(choices(Experiment.class, "trainings")).isEqualTo(trained);
    assertThat(choices(ExportSettings.class, "trainings")).isEqualTo(trained);
  }

  private static String[] choices(Class<?> settings, String component) {
    return Stream.of(settings.getRecordComponents())
        .filter(it -> it.getName().equals(component))
        .map(it -> it.getAnnotation(Key.OneOf.class).value())
        .findFirst()
        .orElseThrow();
  }

  /** Run with -Dpolystill.update=true to write the page anew. */
  @Test
  void theKeyReferenceIsCurrent() throws IOException {
    Path page = ROOT.resolve("docs/experiment-keys.md");
    if (Boolean.getBoolean("polystill.update")) {
      Files.writeString(page, KeyReference.markdown(), StandardCharsets.UTF_8);
    }
    assertThat(page).content(StandardCharsets.UTF_8).isEqualTo(KeyReference.markdown());
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentOfTheProjectIsValid(Path file) throws IOException {
    Experiment experiment = ExperimentFile.read(file, List.of()).experiment();

    assertThat(file).hasFileName(experiment.name() + ".yaml");
  }
}
