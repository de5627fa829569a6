package io.github.polystill.distillation.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.training.TrainingSession;
import org.junit.jupiter.api.Test;

final class SessionsTests {
  private static ExpertSpec trial(int filters, int words, float vector) {
    return SmallData.expert(SmallData.of(5, 1, words, vector), SmallData.settings(filters, 1), 1);
  }

  /** Each seed deals folds of its own, with numbers from 0, so the vectors decide. */
  @Test
  void oneSessionServesAllFoldsWithTheVectorsOfEach() {
    try (Sessions sessions = new Sessions(ComputeDevice.CPU)) {
      TrainingSession session = sessions.of(trial(2, 9, 1));
      assertThat(sessions.of(trial(2, 7, 2))).isSameAs(session);
      session.start(1);
      assertThat(session.weights().get("embedding.fine_tuned")).hasSize(14).containsOnly(2f);
      assertThat(sessions.of(trial(2, 9, 1))).isSameAs(session);
      session.start(1);
      assertThat(session.weights().get("embedding.fine_tuned")).hasSize(18).containsOnly(1f);
    }
  }

  @Test
  void theTwoUsedLastAreKept() {
    try (Sessions sessions = new Sessions(ComputeDevice.CPU)) {
      TrainingSession first = sessions.of(trial(2, 9, 1));
      TrainingSession second = sessions.of(trial(3, 9, 1));
      assertThat(sessions.of(trial(2, 9, 1))).isSameAs(first);
      sessions.of(trial(4, 9, 1));
      assertThat(sessions.size()).isEqualTo(2);
      assertThat(sessions.of(trial(2, 9, 1))).isSameAs(first);
      assertThat(sessions.of(trial(3, 9, 1))).isNotSameAs(second);
    }
  }
}
