package io.github.polystill.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.SegmentedText;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.SmallData;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialId;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.models.training.LearntTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class WordDropoutTests {
  private static final SegmentedText TEXT = SegmentedText.ofLine(words(100));

  private static List<String> words(int count) {
    return IntStream.range(0, count).mapToObj(i -> "w" + (100 + i)).toList();
  }

  @Test
  void whatIsLeftKeepsItsOrder() {
    WordDropout dropout = new WordDropout(0.25, 2, true, 1);
    double left = 0;
    for (int copy = 0; copy < 100; copy++) {
      List<String> shorter = dropout.shorten(TEXT, "d", copy).words();
      assertThat(shorter).isSorted().doesNotHaveDuplicates();
      left += shorter.size();
    }
    assertThat(left / 100).isCloseTo(75, within(2.0));
  }

  @Test
  void everyDocumentAndCopyHasItsOwnDraw() {
    WordDropout dropout = new WordDropout(0.5, 2, true, 1);
    SegmentedText one = dropout.shorten(TEXT, "d", 0);
    assertThat(dropout.shorten(TEXT, "d", 0)).isEqualTo(one);
    assertThat(dropout.shorten(TEXT, "d", 1)).isNotEqualTo(one);
    assertThat(dropout.shorten(TEXT, "e", 0)).isNotEqualTo(one);
    assertThat(new WordDropout(0.5, 2, true, 2).shorten(TEXT, "d", 0)).isNotEqualTo(one);
  }

  /** Sentences of 1, 3 and 2 words, the first two with a mark. */
  @Test
  void sentencesStayAndKeepAWord() {
    SegmentedText text = SegmentedText.ofLine(List.of("a!", "b", "c", "d!", "e", "f"));
    WordDropout dropout = new WordDropout(0.9, 1, true, 1);
    for (int copy = 0; copy < 50; copy++) {
      SegmentedText shorter = dropout.shorten(text, "d", copy);
      assertThat(shorter.words()).startsWith("a!").isSorted();
      assertThat(shorter.lineEnds()).hasSize(2).startsWith(1);
      assertThat(shorter.words().get(1)).isBetween("b", "d!");
      assertThat(shorter.words().get(shorter.lineEnds().get(1))).isBetween("e", "f");
    }
    assertThat(dropout.shorten(SegmentedText.ofLine(List.of()), "d", 0).words()).isEmpty();
  }

  /** The training document has sentences of a word and of five in turn; ids are those of others. */
  private static PreparedFold fold(WordDropout dropout) throws IOException {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      words.add("w" + (100 + i) + (i % 6 == 0 || i % 6 == 5 ? "!" : ""));
    }
    SegmentedText other = SegmentedText.ofLine(words.subList(0, 6));
    List<Document> documents =
        List.of(
            new Document("transfer 0", "text", List.of("a")),
            new Document("copy 0 of transfer 0", "text", List.of("b")),
            new Document("+", "text", List.of("b")));
    SegmentedCorpus corpus =
        new SegmentedCorpus(
            Corpus.of(documents, 1), List.of(SegmentedText.ofLine(words), other, other));
    return TextPipeline.with(Segmenters.byName("whitespace"))
        .randomVectors(2)
        .prepare(
            corpus, new Fold(0, new int[] {0}, new int[] {1}, new int[] {2}), OptionalLong.empty())
        .with(
            new FurtherTexts(
                Optional.of(dropout),
                Optional.of(new WordReplacement(0.5, 3, dropout.seed())),
                List.of(other),
                1));
  }

  @Test
  void architecturesOfAllLayoutsSeeTheSameCopy() throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      PreparedFold fold = fold(new WordDropout(0.7, 2, true, seed));
      int[][] all = fold.data(new TokenLayout.Words(60)).extra().tokens();
      int[][] some = fold.data(new TokenLayout.Words(9)).extra().tokens();
      int[][] sentences = fold.data(new TokenLayout.Sentences(30, 5)).extra().tokens();
      for (int copy = 0; copy < 2; copy++) {
        assertThat(some[copy]).isEqualTo(Arrays.copyOf(all[copy], Math.min(9, all[copy].length)));
        assertThat(IntStream.of(sentences[copy]).filter(it -> it > 0))
            .containsExactly(box(all[copy]));
      }
    }
  }

  @Test
  void replacedWordsAreThoseOfTrainingTextsAndLinesStay() throws IOException {
    SegmentedText text = new SegmentedText(words(100), List.of(7, 40));
    SegmentedText other = SegmentedText.ofLine(List.of("x", "y"));
    WordReplacement replacement = new WordReplacement(0.6, 2, 1);
    double replaced = 0;
    for (int copy = 0; copy < 200; copy++) {
      SegmentedText its = replacement.replace(text, "d", copy, List.of(other));
      assertThat(its.lineEnds()).isEqualTo(text.lineEnds());
      for (int i = 0; i < 100; i++) {
        String word = its.words().get(i);
        assertThat(word).isIn("x", "y", text.words().get(i));
        replaced += word.length() == 1 ? 1 : 0;
      }
    }
    assertThat(replaced / 200).isCloseTo(30, within(3.0));
    assertThat(replacement.replace(text, "d", 0, List.of(other)))
        .isEqualTo(replacement.replace(text, "d", 0, List.of(other)))
        .isNotEqualTo(replacement.replace(text, "e", 0, List.of(other)));
    SegmentedText empty = SegmentedText.ofLine(List.of());
    assertThat(replacement.replace(text, "d", 0, List.of(empty))).isEqualTo(text);
  }

  /**
   * The one training document, its two copies, three with other words, then a transfer text. An
   * epoch learns one of each kind.
   */
  @Test
  void theDistilledStudentAloneLearnsTextsWithOtherWords() throws IOException {
    TrainingData data = fold(new WordDropout(0.5, 2, true, 1)).data(new TokenLayout.Words(60));
    assertThat(data.ids()).hasSize(9);
    assertThat(data.ids().subList(5, 8))
        .containsExactly(
            "++copy 0 with other words of fold 0 of transfer 0",
            "++copy 1 with other words of fold 0 of transfer 0",
            "++copy 2 with other words of fold 0 of transfer 0");
    assertThat(data.extra().tokens()[2]).hasSameSizeAs(data.corpus().tokens()[0]);
    StudentTrainer student =
        new StudentTrainer(
            SmallData.settings(1, 1), DistillationLoss.RESPONSES, TrialPriority.ofTeacher());
    assertThat(student.standaloneTrial(data).learntDocuments()).containsExactly(0, 3, 4);
    Responses answers = new Responses(data.ids(), data.labels().names(), new float[9][2], "given");
    LearntTexts learnt = student.distilledTrial(data, "given", answers).learntTexts();
    assertThat(learnt.always()).containsExactly(0, 3, 4);
    assertThat(learnt.turns()).containsExactly(5, 6, 7);
    assertThat(learnt.perTurn()).isEqualTo(1);
    assertThat(learnt.pool()).containsExactly(8);
    assertThat(learnt.perEpoch()).isEqualTo(1);
  }

  private static Integer[] box(int[] values) {
    return IntStream.of(values).boxed().toArray(Integer[]::new);
  }

  /** All documents are as short as any layout here, so but for the texts trials are the same. */
  @Test
  void whatIsLearntOfFurtherTextsHasTheirLayoutInItsName() throws IOException {
    StudentTrainer student =
        new StudentTrainer(
            SmallData.settings(1, 1), DistillationLoss.RESPONSES, TrialPriority.ofTeacher());
    BinaryRelevanceTeacher teacher =
        new BinaryRelevanceTeacher(SmallData.settings(1, 1), List.of(1.0));
    PreparedFold fold = fold(new WordDropout(0.5, 1, true, 1));
    List<TrialId> experts = new ArrayList<>();
    List<Object> names = new ArrayList<>();
    for (int length : new int[] {60, 70}) {
      TrainingData data = fold.data(new TokenLayout.Words(length));
      Responses answers =
          new Responses(
              data.ids(), data.labels().names(), new float[data.ids().size()][2], "given");
      experts.add(teacher.candidates(data, 0).get(0).id());
      names.add(data.extra().hash());
      names.add(teacher.source(data));
      names.add(student.standaloneTrial(data).id());
      names.add(student.distilledTrial(data, "given", answers).id());
    }
    assertThat(experts.get(1)).isEqualTo(experts.get(0));
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void expertsThatLearnTheCopiesLearnTheLabelsOfTheirTexts() throws IOException {
    TrainingData data = fold(new WordDropout(0.5, 2, true, 1)).data(new TokenLayout.Words(60));
    BinaryRelevanceTeacher teacher =
        new BinaryRelevanceTeacher(SmallData.settings(1, 1), List.of(1.0));
    ExpertSpec without = teacher.candidates(data, 1).get(0);
    ExpertSpec with = teacher.learningCopies().candidates(data, 1).get(0);

    assertThat(without.learntDocuments()).containsExactly(0);
    assertThat(with.learntDocuments()).containsExactly(0, 3, 4);
    assertThat(with.tokens()).isDeepEqualTo(data.tokens());
    float[] label = {data.corpus().targets()[0][1] ? 1 : 0};
    assertThat(with.targets()[4]).isEqualTo(label);
    assertThat(with.id()).isNotEqualTo(without.id());
    TrainingData others = fold(new WordDropout(0.4, 2, true, 1)).data(new TokenLayout.Words(60));
    assertThat(teacher.learningCopies().candidates(others, 1).get(0).id()).isNotEqualTo(with.id());
    assertThat(teacher.candidates(others, 1).get(0).id()).isEqualTo(without.id());
  }

  @Test
  void aFurtherTextHasTheIdOfNoDocument() throws IOException {
    PreparedFold fold = fold(new WordDropout(0.5, 1, true, 1));
    assertThat(fold.data(new TokenLayout.Words(60)).ids()).doesNotHaveDuplicates();
    assertThat(fold.data(new TokenLayout.Words(60)).ids())
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("++transfer ");
  }
}
