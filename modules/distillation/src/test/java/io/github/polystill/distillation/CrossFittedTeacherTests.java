package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.distillation.CrossFittedTeacher.Answers;
import io.github.polystill.distillation.trial.ExtraTexts;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.models.ComputeDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CrossFittedTeacherTests {
  private static final List<int[]> PARTS = List.of(new int[] {0, 1, 4, 5}, new int[] {2, 3, 6, 7});

  private static Responses respond(TrainingData data, Answers answers) {
    return respond(data, PARTS, answers);
  }

  private static Responses respond(TrainingData data, List<int[]> parts, Answers answers) {
    BinaryRelevanceTeacher experts =
        new BinaryRelevanceTeacher(SmallData.settings(1, 1), List.of(1.0));
    try (LocalTrialExecutor one =
        new LocalTrialExecutor(1, ComputeDevice.CPU, TrialListener.NONE)) {
      return new CrossFittedTeacher(experts, parts, answers).respond(data, one);
    }
  }

  /** No expert that answers a document has seen its label. */
  @Test
  void answersOutOfFoldAreNotMemorised() {
    TrainingData data = SmallData.of(10, 2);
    TrainingData flipped = SmallData.withFlipped(data, PARTS.get(0));
    float[][] before = respond(data, Answers.OUT_OF_FOLD).logits();
    float[][] after = respond(flipped, Answers.OUT_OF_FOLD).logits();

    for (int document : PARTS.get(0)) {
      assertThat(after[document]).isEqualTo(before[document]);
    }
    for (int document : PARTS.get(1)) {
      assertThat(after[document]).isNotEqualTo(before[document]);
    }
  }

  /** All documents with the first label are even ones: experts of the others know none. */
  @Test
  void aLabelThatTheRestLacksIsAnsweredByTheExpertOfAll() {
    TrainingData data = SmallData.of(10, 2);
    List<int[]> evenAndOdd = List.of(new int[] {0, 2, 4, 6}, new int[] {1, 3, 5, 7});
    float[][] full = respond(data, evenAndOdd, Answers.FULL).logits();
    float[][] unseen = respond(data, evenAndOdd, Answers.OUT_OF_FOLD).logits();

    for (int document = 0; document < 8; document++) {
      boolean known = document % 2 == 1; // the even ones, which the first label's expert learns
      assertThat(unseen[document][0] == full[document][0]).isEqualTo(!known);
    }
  }

  /** Of the documents that are not learnt from there is one answer only. */
  @Test
  void theMeanIsThatOfBothProbabilities() {
    TrainingData data = SmallData.of(10, 2);
    Responses full = respond(data, Answers.FULL);
    Responses unseen = respond(data, Answers.OUT_OF_FOLD);
    Responses mean = respond(data, Answers.MEAN);

    for (int document = 0; document < 10; document++) {
      for (int label = 0; label < 2; label++) {
        double expected =
            (probability(full, document, label) + probability(unseen, document, label)) / 2;
        assertThat(probability(mean, document, label)).isCloseTo(expected, within(1e-6));
      }
    }
    for (int document = 8; document < 10; document++) {
      assertThat(unseen.logits()[document]).isEqualTo(full.logits()[document]);
    }
    assertThat(List.of(full.source(), unseen.source(), mean.source())).doesNotHaveDuplicates();
  }

  /** Copies of documents 0 and 2 with the words of 4 and 3, and a text with those of 1. */
  private static TrainingData withExtra(TrainingData data, boolean consistent) {
    int[][] tokens = data.corpus().tokens();
    int[][] rows = {tokens[4], tokens[3], tokens[1]};
    List<String> ids = List.of("copy of 0", "copy of 2", "like 1");
    return data.with(
        new ExtraTexts(ids, new int[] {0, 2}, "copies", consistent, 1, "transfer", () -> rows));
  }

  private static TrainingData withoutTransfer(TrainingData data) {
    int[][] rows = {data.corpus().tokens()[4], data.corpus().tokens()[3]};
    List<String> ids = List.of("copy of 0", "copy of 2");
    return data.with(
        new ExtraTexts(ids, new int[] {0, 2}, "copies", true, 0, "transfer", () -> rows));
  }

  /** What they have to be answered is known of the documents with the same words. */
  @ParameterizedTest
  @EnumSource(Answers.class)
  void textsBesideTheDocumentsAreAnsweredToo(Answers answers) {
    TrainingData data = SmallData.of(10, 2);
    Responses documents = respond(data, answers);
    Responses consistent = respond(withExtra(data, true), answers);
    float[][] asOrigins = respond(withExtra(data, false), answers).logits();
    assertThat(Arrays.copyOf(consistent.logits(), 10)).isDeepEqualTo(documents.logits());
    assertThat(consistent.logits()[10]).isEqualTo(documents.logits()[4]);
    assertThat(consistent.logits()[11]).isEqualTo(documents.logits()[3]);
    assertThat(asOrigins[10]).isEqualTo(documents.logits()[0]);
    assertThat(asOrigins[11]).isEqualTo(documents.logits()[2]);
    float[][] recorded = documents.logitsFor(withoutTransfer(data));
    assertThat(recorded[10]).isEqualTo(documents.logits()[0]);
    assertThat(recorded[11]).isEqualTo(documents.logits()[2]);

    List<Responses> experts = new ArrayList<>(List.of(respond(data, Answers.FULL)));
    for (int part = 0; answers != Answers.FULL && part < PARTS.size(); part++) {
      experts.add(respond(data.without(part, PARTS.get(part)), List.of(), Answers.FULL));
    }
    for (int label = 0; label < 2; label++) {
      int column = label;
      double mean =
          experts.stream().mapToDouble(it -> probability(it, 1, column)).average().orElseThrow();
      assertThat(probability(consistent, 12, label)).isCloseTo(mean, within(1e-6));
    }
  }

  private static double probability(Responses responses, int document, int label) {
    return 1 / (1 + Math.exp(-responses.logits()[document][label]));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "800, 800, 800", "-800, -800, -800", "90, -90, 0", "2, 2, 2"})
  void logitsOfAnySizeHaveAMean(double a, double b, float mean) {
    assertThat(CrossFittedTeacher.logitOfMean(a, b)).isCloseTo(mean, within(1e-5f));
  }

  /** Two members of two labels: nothing goes on before all four searches have submitted a trial. */
  @Test
  void membersAreSearchedSideBySide() {
    CyclicBarrier four = new CyclicBarrier(4);
    TrialExecutor waiting =
        new TrialExecutor() {
          @Override
          public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
            try {
              four.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
              throw new IllegalStateException(e);
            }
            return CompletableFuture.failedFuture(new CancellationException());
          }

          @Override
          public int parallelism() {
            return 2;
          }

          @Override
          public void close() {}
        };
    BinaryRelevanceTeacher experts =
        new BinaryRelevanceTeacher(SmallData.settings(1, 1), List.of(1.0));
    CrossFittedTeacher member = new CrossFittedTeacher(experts, List.of(), Answers.FULL);
    EnsembleTeacher teacher = new EnsembleTeacher(List.of(member, member));
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> teacher.findExperts(SmallData.of(10, 2), waiting));
  }
}
