package io.github.polystill.distillation.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.distillation.search.HalvingPlan.Rung;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HalvingPlanTests {
  private static List<Rung> rungs(int eta, int minEpochs, int candidates, int epochs) {
    return HalvingPlan.of(eta, minEpochs, candidates, epochs).rungs();
  }

  @Test
  void halvesUntilOneIsLeft() {
    assertThat(rungs(2, 3, 7, 30))
        .containsExactly(new Rung(3, 4), new Rung(6, 2), new Rung(12, 1), new Rung(30, 1));
    assertThat(rungs(3, 1, 7, 30)).containsExactly(new Rung(1, 3), new Rung(3, 1), new Rung(30, 1));
  }

  @Test
  void fewEpochsLeaveSeveralForTheLastRung() {
    assertThat(rungs(2, 3, 7, 5)).containsExactly(new Rung(3, 4), new Rung(5, 1));
    assertThat(rungs(2, 9, 7, 5)).containsExactly(new Rung(5, 1));
  }

  @Test
  void oneCandidateIsTrainedToItsEnd() {
    assertThat(rungs(2, 3, 1, 30)).containsExactly(new Rung(30, 1));
  }
}
