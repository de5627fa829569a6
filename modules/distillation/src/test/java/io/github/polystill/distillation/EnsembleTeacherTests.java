package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.Fold;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.search.ShiftSearch;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TextVectors;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.training.TrainingHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnsembleTeacherTests {
  private static final int DOCUMENTS = 100;

  private final TrainingData data = data();

  private static TrainingData data() {
    TrainingData small = SmallData.of(DOCUMENTS, 2);
    Fold fold =
        new Fold(
            0,
            IntStream.range(0, 20).toArray(),
            IntStream.range(20, DOCUMENTS).toArray(),
            new int[0]);
    return new TrainingData(
            small.seed(), "hash", fold, small.corpus(), small.vectors(), small.rows())
        .with(Optional.of(new TextVectors("hash", () -> null, rows -> null)));
  }

  /** Experts that know their label as well as their kind does. */
  private record Knowing(double network, double encoder) implements TrialExecutor {
    @Override
    public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
      boolean isEncoder = ((ExpertSpec) trial).kind() == ExpertKind.ENCODER;
      Random random = new Random(isEncoder ? 1 : 2);
      float[][] logits = new float[DOCUMENTS][1];
      for (int i = 0; i < DOCUMENTS; i++) {
        double label = trial.truth()[i][0] ? 1 : -1;
        logits[i][0] = (float) ((isEncoder ? encoder : network) * label + random.nextGaussian());
      }
      return CompletableFuture.completedFuture(
          TrialResult.finished(
              trial, TrainingHistory.none(false), 0, () -> logits, () -> true, Map::of));
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public void close() {}
  }

  private static EnsembleTeacher teacher(ExpertKind... others) {
    BinaryRelevanceTeacher networks =
        new BinaryRelevanceTeacher(
            SmallData.settings(1, 1),
            List.of(0.5, 1.0, 2.0),
            ValidationFigure.F1,
            new ShiftSearch(),
            TrialPriority.ofTeacher());
    List<CrossFittedTeacher> members = new ArrayList<>();
    members.add(new CrossFittedTeacher(networks, List.of(), CrossFittedTeacher.Answers.FULL));
    for (ExpertKind kind : others) {
      members.add(
          new CrossFittedTeacher(networks.of(kind), List.of(), CrossFittedTeacher.Answers.FULL));
    }
    return new EnsembleTeacher(members);
  }

  private List<Double> parts(EnsembleTeacher teacher, double network, double encoder) {
    return teacher.answers(data, teacher.findExperts(data, new Knowing(network, encoder))).stream()
        .map(EnsembleTeacher.Answers::part)
        .toList();
  }

  @Test
  void anEncoderHasThePartThatValidationDocumentsGiveIt() {
    EnsembleTeacher teacher = teacher(ExpertKind.ENCODER);
    assertThat(parts(teacher, 1, -1)).containsExactly(1.0, 0.0);
    assertThat(parts(teacher, -1, 1)).containsExactly(0.0, 1.0);
    assertThat(parts(teacher, 1, 1)).containsExactly(0.5, 0.5);
  }

  @Test
  void theOtherMembersShareTheRest() {
    assertThat(parts(teacher(ExpertKind.LINEAR), 1, 1)).containsExactly(1.0, 1.0);
    assertThat(parts(teacher(ExpertKind.LINEAR, ExpertKind.ENCODER), 1, -1))
        .containsExactly(0.5, 0.5, 0.0);
  }

  /** Also the class weight is that of the mean, and the part is in the name of the answers. */
  @Test
  void answersByPart() {
    EnsembleTeacher both = teacher(ExpertKind.ENCODER);
    List<List<List<FoundExpert>>> found = both.findExperts(data, new Knowing(1, -1));
    Responses network = teacher().respond(data, new Knowing(1, -1));

    Responses answers = EnsembleTeacher.mean(both.answers(data, found));

    assertThat(answers.logits()).isDeepEqualTo(network.logits());
    List<EnsembleTeacher.Answers> alike =
        both.answers(data, found).stream()
            .map(it -> new EnsembleTeacher.Answers(it.responses(), 1))
            .toList();
    assertThat(EnsembleTeacher.mean(alike).source()).isNotEqualTo(answers.source());
  }
}
