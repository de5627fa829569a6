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

class TrialWatchTests {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"trial.json", "failed.json", "rung.json"})
  void aRecordThatIsAnotherOneOrGoneIsAProblem(String name) throws IOException {
    RunDirectory run = new RunDirectory(directory);
    Path record = Files.createDirectories(run.trials().resolve("ab12")).resolve(name);
    Files.writeString(record, "{}");
    TrialWatch watch = new TrialWatch(run);
    assertThat(watch.look()).isEmpty();
    assertThat(watch.look()).isEmpty();
    assertThat(watch.trained()).isEqualTo(name.equals("rung.json") ? 0 : 1);

    Files.writeString(record, "{\"other\": 1}");
    assertThat(watch.look()).containsExactly("trial ab12 was finished and is gone or another now");
    Files.delete(record);
    assertThat(watch.look()).hasSize(1);
  }

  @Test
  void aRunThatHasNotBegunHasNoProblem() throws IOException {
    assertThat(new TrialWatch(new RunDirectory(directory)).look()).isEmpty();
  }
}
