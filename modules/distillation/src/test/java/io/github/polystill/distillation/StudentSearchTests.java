package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.distillation.trial.ExtraTexts;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.StudentSpec;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrainingSettings;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.models.training.Divergence;
import io.github.polystill.models.training.Trainer;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import io.github.polystill.models.training.TrainingHistory.ValidationScore;
import io.github.polystill.models.training.TrainingListener;
import io.github.polystill.models.training.TrainingSession;
import io.github.polystill.models.training.TrainingTask;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StudentSearchTests {
  private static final TrainingData DATA = SmallData.of(12, 2);

  private static StudentTrainer trainer(double learningRate, int epochs) {
    TrainingSettings settings =
        SmallData.settings(3, epochs)
            .with(new OptimisationSettings(2, learningRate, epochs, epochs));
    return new StudentTrainer(settings, DistillationLoss.RESPONSES, TrialPriority.ofTeacher());
  }

  private static StudentSearch search(boolean refit, double... learningRates) {
    List<StudentSearch.Candidate> candidates = new ArrayList<>();
    for (double rate : learningRates) {
      candidates.add(new StudentSearch.Candidate(trainer(rate, 8), Map.of("learningRate", rate)));
    }
    return new StudentSearch(candidates, refit);
  }

  private static TrialResult ended(TrialSpec trial, double figure) {
    TrainingHistory history =
        new TrainingHistory(
            List.of(
                new Epoch(1, 0, new ValidationScore(0, 0)),
                new Epoch(2, 0, new ValidationScore(figure, figure)),
                new Epoch(3, 0, new ValidationScore(0, 0))),
            2,
            true);
    return TrialResult.finished(trial, history, 0, () -> new float[12][2], () -> true, Map::of);
  }

  /** The engine alone comes to the same weights, told to keep the last of so many epochs. */
  @Test
  void theLastTrainingIsOfBothPartsAndAsLongAsTheFirstWasGood() {
    StudentSpec first = trainer(0.02, 8).standaloneTrial(DATA);
    StudentSpec last =
        trainer(0.02, 8)
            .standaloneTrial(DATA.learningValidation())
            .withVariant(TrialName.REFIT)
            .asLongAs(ended(first, 0.5));
    AtomicInteger looks = new AtomicInteger();
    try (LocalTrialExecutor one = new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE);
        TrainingSession session = new TrainingSession(first.network(), DATA.vectors())) {
      TrialResult result = TrialExecutor.join(one.submit(last, TrialPriority.ofTeacher()));
      Trainer.train(
          session,
          new TrainingTask(
              DATA.corpus().tokens(),
              first.targets(),
              IntStream.range(0, 12).toArray(),
              new int[] {0},
              logits -> new ValidationScore(looks.incrementAndGet(), 0),
              WeightedCrossEntropy.PLAIN,
              new OptimisationSettings(2, 0.02, 2, 2),
              first.seed()),
          TrainingListener.NONE);
      Map<String, float[]> expected = session.weights();
      assertThat(result.weights()).containsOnlyKeys(expected.keySet());
      expected.forEach((name, it) -> assertThat(result.weights().get(name)).isEqualTo(it));
      assertThat(result.history().epochs()).hasSize(2);
      assertThat(result.validationLogits()).as("none is left to tune on").isEmpty();
    }
    StudentSpec other = trainer(0.03, 8).standaloneTrial(DATA);
    assertThat(last.asLongAs(ended(other, 0.5)).id()).isNotEqualTo(last.id());
  }

  /** Knows the validation figure of each learning rate; one that is no number diverges. */
  private static final class Known implements TrialExecutor {
    private final Map<Double, Double> figures;
    private final List<String> submitted = new ArrayList<>();
    private final List<float[][]> targets = new ArrayList<>();
    private final List<String> released = new ArrayList<>();

    Known(Map<Double, Double> figures) {
      this.figures = figures;
    }

    @Override
    public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
      submitted.add(trial.name() + " " + trial.epochs());
      targets.add(trial.targets());
      double figure = figures.get(trial.settings().optimisation().learningRate());
      return CompletableFuture.completedFuture(
          Double.isNaN(figure)
              ? TrialResult.diverged(trial, new Divergence("NaN", "NaN", 1, 1, 0.1), 0)
              : ended(trial, figure));
    }

    @Override
    public void release(TrialSpec trial) {
      released.add(trial.name().toString());
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public void close() {}
  }

  /** In a search the targets are what takes memory, [texts][labels] for each candidate. */
  @Test
  void whatCandidatesLearnIsInMemoryOnceAndHasNoRowOfATransferText() {
    List<StudentSearch.Candidate> candidates = new ArrayList<>();
    for (double temperature : new double[] {1, 1, 2, 2}) {
      candidates.add(
          new StudentSearch.Candidate(
              new StudentTrainer(
                  trainer(0.1, 8).settings(),
                  DistillationLoss.probabilities(temperature, 0),
                  TrialPriority.ofTeacher()),
              Map.of("temperature", temperature)));
    }
    TrainingData extra =
        DATA.with(
            new ExtraTexts(
                List.of("copy", "transfer"),
                new int[] {1},
                new int[0],
                "",
                true,
                1,
                "",
                () -> new int[2][3]));
    Responses responses =
        new Responses(extra.ids(), extra.labels().names(), new float[14][2], "given");
    StudentSearch search = new StudentSearch(candidates, false);
    Known known = new Known(Map.of(0.1, 0.5));
    TrialExecutor.join(search.standalone(extra, known));
    assertThat(known.targets.get(0).length).isEqualTo(13);
    assertThat(known.targets.get(0)[12]).isEqualTo(known.targets.get(0)[1]);
    assertThat(known.targets).hasSize(4).allMatch(it -> it == known.targets.get(0));

    known.targets.clear();
    TrialExecutor.join(search.distilled(extra, "given", responses, known));
    assertThat(known.targets.get(1)).isSameAs(known.targets.get(0)).hasDimensions(14, 2);
    assertThat(known.targets.get(2)).isNotSameAs(known.targets.get(0));
    assertThat(known.targets.get(3)).isSameAs(known.targets.get(2));
  }

  @Test
  void theFirstOfTheBestStaysAndWhatDivergesDoesNot() {
    Known known = new Known(Map.of(0.1, Double.NaN, 0.2, 0.5, 0.3, 0.7, 0.4, 0.7));
    StudentSearch.Found found =
        TrialExecutor.join(search(false, 0.1, 0.2, 0.3, 0.4).standalone(DATA, known));
    assertThat(found.values()).isEqualTo(Map.of("learningRate", 0.3));
    assertThat(found.first()).isEmpty();
    assertThat(known.released)
        .containsExactly(
            "fold 0 textcnn standalone learningRate=0.2",
            "fold 0 textcnn standalone learningRate=0.4");

    Known again = new Known(known.figures);
    found = TrialExecutor.join(search(true, 0.1, 0.4, 0.3).standalone(DATA, again));
    assertThat(found.values()).isEqualTo(Map.of("learningRate", 0.4));
    assertThat(again.submitted.get(3)).isEqualTo("fold 0 textcnn standalone train+validation 2");
    assertThat(again.released).as("only the last one's weights are wanted").hasSize(2);

    Known none = new Known(known.figures);
    found = TrialExecutor.join(search(true, 0.1).standalone(DATA, none));
    assertThat(found.result().divergence()).isPresent();
    assertThat(none.submitted).hasSize(1);
  }
}
