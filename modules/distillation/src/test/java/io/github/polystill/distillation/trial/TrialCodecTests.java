package io.github.polystill.distillation.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.polystill.distillation.DistillationLoss;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.StudentTrainer;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.ComputeDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TrialCodecTests {
  private static final ModelKey TEACHER = ModelKey.of(0, "textcnn", TrainingRow.TEACHER);

  private final List<String> put = new ArrayList<>();
  private final Map<String, byte[]> parts = new ConcurrentHashMap<>();

  /** As in another process, which has the parts alone. */
  private TrialCodec codec() {
    return new TrialCodec(
        new TrialCodec.Parts() {
          @Override
          public void put(String name, byte[] part) {
            put.add(name);
            parts.put(name, part);
          }

          @Override
          public byte[] get(String name) {
            return parts.get(name);
          }
        });
  }

  /** Twelve documents, and a copy of each that a student learns too. */
  private static TrainingData data() {
    TrainingData data = SmallData.of(12, 2);
    int[] copied = data.fold().texts();
    List<String> ids = IntStream.of(copied).mapToObj(it -> "copy of " + it).toList();
    int[][] tokens =
        IntStream.of(copied).mapToObj(it -> data.corpus().tokens()[it]).toArray(int[][]::new);
    return data.with(new ExtraTexts(ids, copied, new int[0], "copies", true, 0, "", () -> tokens));
  }

  private static TrialResult train(TrialSpec trial) {
    try (LocalTrialExecutor one =
        new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE)) {
      return TrialExecutor.join(one.submit(trial, TrialPriority.ofTeacher()));
    }
  }

  private static List<TrialSpec> trials() {
    TrainingData data = data();
    TrainingSettings settings = SmallData.settings(2, 2);
    ExpertSpec expert = new ExpertSpec(TEACHER, data, settings, 1, 3);
    ExpertSpec copying =
        new ExpertSpec(TEACHER, data, settings, 0, 1).with(ExpertTraits.PAPER.learningCopies());
    TrialResult half = train(expert.upTo(1, Optional.empty()));
    float[][] logits = new float[data.ids().size()][];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = new float[] {i % 3 - 1, 1 - i % 4};
    }
    StudentTrainer student =
        new StudentTrainer(
            settings, DistillationLoss.probabilities(2, 0.5), TrialPriority.ofTeacher());
    Responses answers = new Responses(data.ids(), data.labels().names(), logits, "given");
    return List.of(
        expert,
        copying,
        expert.upTo(1, Optional.empty()),
        expert.upTo(2, Optional.of(half)),
        expert.withClassWeight(5).after(expert, Optional.of(train(expert))),
        student.standaloneTrial(data),
        student.distilledTrial(data, "given", answers));
  }

  @Test
  void trialsAndResultsAreTheSameElsewhere() {
    TrialCodec here = codec();
    TrialCodec there = codec();
    for (TrialSpec trial : trials()) {
      TrialSpec other = there.decode(here.encode(trial), trial.id());
      assertThat(other.name()).isEqualTo(trial.name());
      TrialResult result = here.decodeResult(trial, there.encode(other, train(other)));
      TrialResult expected = train(trial);
      assertThat(result.id()).isEqualTo(expected.id());
      assertThat(result.history()).isEqualTo(expected.history());
      assertThat(result.validationLogits()).isDeepEqualTo(expected.validationLogits());
      if (expected.hasWeights()) {
        assertThat(result.logits()).isDeepEqualTo(expected.logits());
        assertThat(result.weights().keySet()).isEqualTo(expected.weights().keySet());
        result
            .weights()
            .forEach((name, values) -> assertThat(values).isEqualTo(expected.weights().get(name)));
      } else {
        assertThat(result.checkpoint().orElseThrow().state().keySet())
            .isEqualTo(expected.checkpoint().orElseThrow().state().keySet());
      }
    }
  }

  @Test
  void whatTrialsHaveInCommonIsWrittenOnce() {
    TrialCodec here = codec();
    ExpertSpec one = new ExpertSpec(TEACHER, data(), SmallData.settings(2, 2), 0, 1);
    byte[] bytes = here.encode(one);
    assertThat(put).hasSize(3); // corpus, vectors, copies
    here.encode(one.withClassWeight(3));
    assertThat(put).hasSize(3);
    assertThat(bytes).hasSizeLessThan(4000);
    TrialCodec there = codec();
    TrialSpec other = there.decode(bytes, one.id());
    assertThat(there.decode(bytes, one.id()).data().corpus()).isSameAs(other.data().corpus());
  }

  @Test
  void anotherTrialThanWasWrittenIsRefused() {
    ExpertSpec one = new ExpertSpec(TEACHER, data(), SmallData.settings(2, 2), 0, 1);
    byte[] bytes = codec().encode(one);
    assertThatIllegalStateException()
        .isThrownBy(() -> codec().decode(bytes, one.withClassWeight(2).id()))
        .withMessageContaining("fold 0 textcnn teacher");
  }
}
