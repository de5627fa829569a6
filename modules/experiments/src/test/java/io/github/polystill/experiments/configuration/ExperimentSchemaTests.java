package io.github.polystill.experiments.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentSchemaTests {
  private static final Path ROOT = Path.of(System.getProperty("polystill.root"));

  static Stream<Section<?>> sections() {
    List<Section<?>> sections = new ArrayList<>();
    sections.add(ExperimentSchema.EXPERIMENT);
    ExperimentSchema.byPath().values().stream()
        .map(Key::type)
        .forEach(
            type -> {
              if (type instanceof Section<?> section) {
                sections.add(section);
              } else if (type instanceof ArchitecturesType architectures) {
                architectures.sections().forEach(it -> sections.add(it.section()));
              }
            });
    return sections.stream();
  }

  @ParameterizedTest
  @MethodSource("sections")
  void everyRecordComponentHasAKeyOfItsName(Section<?> section) {
    for (RecordComponent component : section.type().getRecordComponents()) {
      Optional<Key<?>> key =
          section.keys().stream()
              .<Key<?>>map(it -> it)
              .filter(it -> it.name().equals(component.getName()))
              .findFirst();
      assertThat(key).as(section.type() + "." + component.getName()).isPresent();
      assertThat(key.get().presence() == Key.Presence.OPTIONAL)
          .as(component.toString())
          .isEqualTo(component.getType() == Optional.class);
    }
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

  @Test
  void everyExperimentOfTheProjectIsValid() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(ROOT.resolve("experiments"))) {
      files = found.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(2);
    for (Path file : files) {
      Experiment experiment = ExperimentFile.read(file, List.of()).experiment();
      assertThat(file).hasFileName(experiment.name() + ".yaml");
    }
  }
}
