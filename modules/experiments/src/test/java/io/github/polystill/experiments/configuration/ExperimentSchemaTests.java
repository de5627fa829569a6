package io.github.polystill.experiments.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentSchemaTests {
  private static final Path ROOT = Path.of(System.getProperty("polystill.root"));

  private static final Path EXPERIMENTS = ROOT.resolve("experiments");
  private static final Path SCHEMA = EXPERIMENTS.resolve("experiment.schema.json");

  @TempDir private Path directory;

  static Stream<Path> experiments() throws IOException {
    try (Stream<Path> found = Files.list(EXPERIMENTS)) {
      return found.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  /** By the schema as it is in the repository; what a text says that is not valid. */
  private static List<String> complaints(String yaml) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(Files.readString(SCHEMA, StandardCharsets.UTF_8));
    return schema.validate(new YAMLMapper().readTree(yaml)).stream().map(Object::toString).toList();
  }

  @Test
  void segmentersAreThoseThatThereAre() {
    assertThat(choices(SegmentationSettings.class, "segmenter"))
        .containsExactlyElementsOf(
            Stream.concat(Segmenters.names().stream(), Stream.of(Segmenters.CKIP)).toList());
  }

  @Test
  void trainingsAreThoseThatAreTrained() {
    String[] trained =
        Stream.of(TrainingRow.values())
            .filter(row -> row != TrainingRow.BASELINE)
            .map(TrainingRow::key)
            .toArray(String[]::new);
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

  /** Run with -Dpolystill.update=true to write the schema anew. */
  @Test
  void theSchemaForEditorsIsCurrent() throws IOException {
    if (Boolean.getBoolean("polystill.update")) {
      Files.writeString(SCHEMA, KeyReference.jsonSchema(), StandardCharsets.UTF_8);
    }
    assertThat(SCHEMA).content(StandardCharsets.UTF_8).isEqualTo(KeyReference.jsonSchema());
  }

  @Test
  void theSchemaIsOne() throws IOException {
    Schema draft7 =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));
    assertThat(draft7.validate(new ObjectMapper().readTree(SCHEMA.toFile()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentOfTheProjectIsValid(Path file) throws IOException {
    String yaml = Files.readString(file, StandardCharsets.UTF_8);
    Experiment experiment = ExperimentFile.read(file, List.of()).experiment();

    assertThat(file).hasFileName(experiment.name() + ".yaml");
    assertThat(yaml).startsWith("# yaml-language-server: $schema=" + SCHEMA.getFileName() + "\n");
    assertThat(complaints(yaml)).isEmpty();
    assertThat(complaints(experiment.resolvedYaml())).isEmpty();
  }

  /** What polystill reads, the schema lets through. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "corpus: {path: 7, labelColumns: [1, yes, null-1], labelSeparator: '|', format: null}",
        "corpus: {path: c}\nfolds:\nexport:\nseeds: null\nvectors: {train: }",
        "corpus: {path: c}\narchitectures: textcnn\nfolds: {run: all}\ntrainings: teacher",
        "corpus: {path: c}\narchitectures: [textcnn: {widths: 3}, han: , gru-att]\nexport: null",
        "corpus: {path: c}\narchitectures: {textcnn: {batchSize: 3}, han: }\nfolds: {run: [all]}",
        "corpus: {path: c}\nstudent: {architecture: [textcnn: {filters: 3}], search: {dropout: 0.1}}",
        "corpus: {path: c}\nstudent: {architecture: null, search: null, parts: train+validation}",
        "corpus: {path: c}\nfolds: {run: 3}\nteacher: {classWeights: .5}\nbaselines: []",
        "corpus: {path: c}\noptimisation: {learningRate: 1e-3, clipNorm: 1, trainedVariables: a}",
      })
  void theSchemaLetsThroughWhatIsRead(String keys) throws IOException {
    String yaml = "name: mini\n" + keys + "\n";
    Path file = Files.writeString(directory.resolve("e.yaml"), yaml, StandardCharsets.UTF_8);
    ExperimentFile.read(file, List.of());

    assertThat(complaints(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fold: {count: 3}",
        "folds: {count: 1}",
        "folds: {count: [3]}",
        "folds: {method: random}",
        "folds: {run: [-1]}",
        "folds: {run: []}",
        "folds: {validation: 1}",
        "teacher: {classWeights: [1, 0]}",
        "teacher: {select: macro-f1}",
        "architectures: [text-cnn]",
        "architectures: [textcnn: {width: [1]}]",
        "architectures: {textcnn: {dropout: 1}}",
        "student: {architecture: {textcnn: {dropout: 1}}}",
        "trainings: [baseline]",
        "seed: one",
        "vectors: {train: {dimension: 9}}",
      })
  void theSchemaRefusesWhatIsWrong(String line) throws IOException {
    assertThat(complaints("name: mini\ncorpus: {path: c}\n" + line)).isNotEmpty();
  }
}
