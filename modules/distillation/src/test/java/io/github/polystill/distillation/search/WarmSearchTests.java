package io.github.polystill.distillation.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialId;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.training.Divergence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class WarmSearchTests {
  private static final TrialPriority ANY = TrialPriority.ofTeacher();

  /** Keeps what is asked for; some class weights diverge. */
  private record Recorder(
      TrialExecutor trainer, List<Double> diverging, Map<Double, ExpertSpec> trained)
      implements TrialExecutor {
    @Override
    public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
      ExpertSpec expert = (ExpertSpec) trial;
      trained.put(expert.classWeight(), expert);
      return diverging.contains(expert.classWeight())
          ? CompletableFuture.completedFuture(
              TrialResult.diverged(trial, new Divergence("NaN", "NaN", 1, 1, 0.1), 0))
          : trainer.submit(trial, priority);
    }

    /** The class weight whose weights it began with; 0 where they were its own. */
    double neighbour(double classWeight) {
      return trained.get(classWeight).neighbour().map(ExpertSpec::classWeight).orElse(0.0);
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public void close() {
      trainer.close();
    }
  }

  private static Recorder recorder(Double... diverging) {
    return new Recorder(
        new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE),
        List.of(diverging),
        new LinkedHashMap<>());
  }

  private static List<ExpertSpec> candidates(Double... classWeights) {
    return new BinaryRelevanceTeacher(
            SmallData.settings(2, 3),
            List.of(classWeights),
            ValidationFigure.LOSS,
            new WarmSearch(1),
            ANY)
        .candidates(SmallData.of(10, 2), 0);
  }

  private static FoundExpert find(Recorder recorder, Double... classWeights) {
    return new WarmSearch(1).find(candidates(classWeights), ValidationFigure.LOSS, recorder, ANY);
  }

  @Test
  void eachClassWeightBeginsWithTheBestWeightsOfTheOneNearer1() {
    try (Recorder recorder = recorder()) {
      FoundExpert found = find(recorder, 0.1, 0.5, 1.0, 2.0, 7.0);
      assertThat(recorder.trained().keySet()).containsExactly(1.0, 0.5, 2.0, 7.0, 0.1);
      assertThat(List.of(0.1, 0.5, 1.0, 2.0, 7.0))
          .extracting(recorder::neighbour)
          .containsExactly(0.5, 1.0, 0.0, 1.0, 2.0);
      assertThat(found.epochs()).isEqualTo(5 * 3);

      List<TrialId> cold =
          candidates(0.1, 0.5, 1.0, 2.0, 7.0).stream().map(ExpertSpec::id).toList();
      List<TrialId> known =
          new WarmSearch(1)
              .trials(candidates(0.1, 0.5, 1.0, 2.0, 7.0)).stream().map(ExpertSpec::id).toList();
      assertThat(recorder.trained().values()).extracting(ExpertSpec::id).isEqualTo(known);
      assertThat(known).doesNotHaveDuplicates().filteredOn(cold::contains).hasSize(1);
      find(recorder, 0.2, 0.1, 1.0);
      assertThat(recorder.trained().get(0.1).id()).as("another neighbour").isNotIn(known);
    }
  }

  /** With steps that change nothing a network is the one whose weights it began with. */
  @Test
  void whatItBeginsWithAreTheWeightsOfTheBestEpoch() {
    try (Recorder recorder = recorder()) {
      ExpertSpec first = candidates(1.0).get(0);
      TrialResult result = TrialExecutor.join(recorder.submit(first, ANY));
      ExpertSpec still =
          new ExpertSpec(
              first.teacher(),
              first.data(),
              first.settings().with(new OptimisationSettings(2, 1e-30, 3, 3)),
              first.label(),
              5);
      TrialResult alone = TrialExecutor.join(recorder.submit(still, ANY));
      TrialResult continued =
          TrialExecutor.join(recorder.submit(still.after(first, Optional.of(result)), ANY));
      assertThat(continued.logits()).isDeepEqualTo(result.logits());
      assertThat(alone.logits()).isNotEqualTo(result.logits());
    }
  }

  @Test
  void whereTheNeighbourDivergedItsOwnNeighbourIsNext() {
    try (Recorder recorder = recorder(2.0, 3.0)) {
      FoundExpert found = find(recorder, 1.0, 2.0, 3.0, 7.0);
      assertThat(recorder.neighbour(7)).isEqualTo(1);
      assertThat(found.divergences()).hasSize(2);
      assertThat(found.expert()).isPresent();
    }
    try (Recorder recorder = recorder(1.0)) {
      find(recorder, 1.0, 2.0, 3.0);
      assertThat(List.of(2.0, 3.0)).extracting(recorder::neighbour).containsExactly(0.0, 2.0);
    }
  }
}
