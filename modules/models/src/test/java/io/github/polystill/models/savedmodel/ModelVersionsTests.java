package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelVersionsTests {
  @TempDir private Path directory;

  private Path model() throws IOException {
    Path model = directory.resolve("m");
    Files.createDirectories(model.resolve("1"));
    Files.createDirectories(model.resolve("10"));
    return model;
  }

  @Test
  void theHighestVersionIsRead() throws IOException {
    assertThat(ModelVersions.resolve(model())).isEqualTo(directory.resolve("m/10"));
  }

  @Test
  void aFileOfAVersionsNameIsNeitherReadNorInTheWay() throws IOException {
    Files.writeString(model().resolve("12"), "mine");
    assertThat(ModelVersions.resolve(model())).isEqualTo(directory.resolve("m/10"));
    assertThat(new ModelVersions(model()).directoryFor(OptionalLong.empty()))
        .isEqualTo(directory.resolve("m/13"));
  }

  /** As Kubernetes mounts volumes. */
  @Test
  void aLinkInsideIsFollowed() throws IOException {
    Path link = Files.createSymbolicLink(model().resolve("11"), Path.of("10"));
    assertThat(ModelVersions.resolve(model())).isEqualTo(link);
  }

  @Test
  void aLinkThatLeadsOutIsRefused() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(model().resolve("11"), elsewhere);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ModelVersions.resolve(model()))
        .withMessageStartingWith(link + " leads out");
  }

  @Test
  void aPipeInAModelIsRefused() throws Exception {
    Path extra = Files.createDirectories(model().resolve("10/assets.extra"));
    Process made = new ProcessBuilder("mkfifo", extra.resolve("model.json").toString()).start();
    assumeTrue(made.waitFor() == 0);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ModelText.ofChecked(model().resolve("10"), Optional.empty()))
        .withMessageContaining("model.json: is a pipe or a device");
  }

  /** The description alone is read only where the model's files are in order. */
  @Test
  void aDescriptionIsReadOnlyOfAModel() throws IOException {
    Path extra = Files.createDirectories(model().resolve("10/assets.extra"));
    Files.writeString(extra.resolve("model.json"), "null");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ModelText.read(model()))
        .withMessageContaining("no saved_model.pb");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ModelText.ofChecked(model().resolve("10"), Optional.empty()))
        .withMessageContaining("model.json:1: damaged: ");
  }
}
