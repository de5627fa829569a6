package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunSummaryTests {
  @Test
  void tellsRemarksFromWarnings() {
    RunSummary summary =
        new RunSummary(
            Optional.empty(),
            List.of("Warning: textcnn is below.", "Word vectors were trained.", "it diverged."),
            List.of("it diverged.", "dropped a label"),
            null,
            Optional.empty());
    assertThat(summary.allWarnings())
        .containsExactly("Warning: textcnn is below.", "it diverged.", "dropped a label");
    assertThat(summary.plainRemarks()).containsExactly("Word vectors were trained.");
  }
}
