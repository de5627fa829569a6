package io.github.polystill.distillation.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.distillation.search.ExpertChoice.Candidate;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExpertChoiceTests {
  @Test
  void theHighestFigureWins() {
    assertThat(
            best(
                new Candidate(1, 0.4, 0.1), new Candidate(5, 0.6, 0.9), new Candidate(2, 0.5, 0.2)))
        .isEqualTo(1);
  }

  @Test
  void aTieGoesToTheLowerLoss() {
    assertThat(best(new Candidate(1, 0.6, 0.5), new Candidate(5, 0.6, 0.4))).isEqualTo(1);
  }

  @Test
  void thenToTheWeightNearestOne() {
    assertThat(
            best(new Candidate(0.05, 0, 0.5), new Candidate(2, 0, 0.5), new Candidate(0.5, 0, 0.5)))
        .isEqualTo(2);
  }

  @Test
  void thenToTheFirst() {
    assertThat(best(new Candidate(0.5, 0, 0.5), new Candidate(1.5, 0, 0.5))).isEqualTo(0);
  }

  @Test
  void ofALossTheLowestWins() {
    List<Candidate> experts = List.of(new Candidate(1, 0.4, 0.4), new Candidate(5, 0.3, 0.3));
    assertThat(ExpertChoice.best(experts, ValidationFigure.LOSS)).isEqualTo(1);
  }

  private static int best(Candidate... experts) {
    return ExpertChoice.best(List.of(experts), ValidationFigure.F1);
  }
}
