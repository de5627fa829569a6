package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.evaluation.TrainingRow;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialLabelTests {
  @Test
  void readsLikeASentence() {
    assertThat(
            new TrialLabel(0, "textcnn", TrainingRow.TEACHER, Optional.of("藥物"), Optional.of(0.5)))
        .hasToString("fold 0 textcnn teacher 藥物 W=0.5");
    assertThat(
            new TrialLabel(1, "textcnn", TrainingRow.TEACHER, Optional.of("a"), Optional.of(10.0)))
        .hasToString("fold 1 textcnn teacher a W=10");
    assertThat(
            new TrialLabel(2, "textcnn", TrainingRow.DISTILLED, Optional.empty(), Optional.empty()))
        .hasToString("fold 2 textcnn distilled");
  }
}
