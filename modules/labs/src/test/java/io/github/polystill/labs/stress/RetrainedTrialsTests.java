package io.github.polystill.labs.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.experiments.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetrainedTrialsTests {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"trial.json", "failed.json", "rung.json"})
  void aRecordThatIsAnotherOneOrGoneIsAProblem(String name) throws IOException {
    RunDirectory run = new RunDirectory(directory);
    Path record = Files.createDirectories(run.trials().resolve("ab12")).resolve(name);
    Files.writeString(record, "{}");
    RetrainedTrials retrained = new RetrainedTrials(run);
    assertThat(retrained.check()).isEmpty();
    assertThat(retrained.check()).isEmpty();
    assertThat(retrained.trained()).isEqualTo(name.equals("rung.json") ? 0 : 1);

    Files.writeString(record, "{\"other\": 1}");
    assertThat(retrained.check())
        .containsExactly("trial ab12 was finished and is gone or another now");
    Files.delete(record);
    assertThat(retrained.check()).hasSize(1);
  }

  @Test
  void aRunThatHasNotBegunHasNoProblem() throws IOException {
    assertThat(new RetrainedTrials(new RunDirectory(directory)).check()).isEmpty();
  }
}
