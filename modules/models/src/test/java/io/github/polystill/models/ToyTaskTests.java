package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The toy tasks follow their rules, and counting words does not solve those that it must not. */
class ToyTaskTests {
  private static final int DOCUMENTS = 400;
  private static final int SENTENCES = 5;
  private static final int WORDS_PER_SENTENCE = 6;

  private final ToyTask word = ToyTask.word(1, DOCUMENTS);
  private final ToyTask order = ToyTask.order(1, DOCUMENTS);
  private final ToyTask sameSentence =
      ToyTask.sameSentence(1, DOCUMENTS, SENTENCES, WORDS_PER_SENTENCE);

  @Test
  void wordDecides() {
    for (int i = 0; i < DOCUMENTS; i++) {
      List<Integer> text = list(word.texts()[i]);
      assertThat(word.targets()[i])
          .containsExactly(text.contains(1) ? 1 : 0, text.contains(2) ? 1 : 0);
    }
    assertBothAnswers(word, 0, 0.25);
    assertBothAnswers(word, 1, 0.25);
  }

  @Test
  void orderDecides() {
    for (int i = 0; i < DOCUMENTS; i++) {
      List<Integer> text = list(order.texts()[i]);
      assertThat(text).containsOnlyOnce(1, 2);
      assertThat(order.targets()[i]).containsExactly(text.indexOf(1) < text.indexOf(2) ? 1 : 0);
    }
    assertBothAnswers(order, 0, 0.4);
  }

  @Test
  void sentenceDecides() {
    int firstBeforeSecond = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      List<Integer> text = list(sameSentence.texts()[i]);
      assertThat(text).containsOnlyOnce(1, 2);
      int first = text.indexOf(1);
      int second = text.indexOf(2);
      boolean same = first / WORDS_PER_SENTENCE == second / WORDS_PER_SENTENCE;
      assertThat(sameSentence.targets()[i]).containsExactly(same ? 1 : 0);
      firstBeforeSecond += first < second ? 1 : 0;
    }
    assertBothAnswers(sameSentence, 0, 0.4);
    assertThat(firstBeforeSecond).isBetween(DOCUMENTS * 2 / 5, DOCUMENTS * 3 / 5);
  }

  @Test
  void paddingStandsBehindTheWordsOfASentenceOnly() {
    ToyTask cut = order.inSentences(3, SENTENCES, WORDS_PER_SENTENCE);
    for (ToyTask task : List.of(cut, sameSentence)) {
      for (int[] text : task.texts()) {
        assertThat(text).hasSizeLessThanOrEqualTo(SENTENCES * WORDS_PER_SENTENCE);
        assertThat(text[text.length - 1]).isNotZero();
        for (int t = 1; t < text.length; t++) {
          boolean inside = t % WORDS_PER_SENTENCE != 0;
          assertThat(inside && text[t - 1] == 0 && text[t] != 0).isFalse();
          assertThat(!inside && text[t] == 0).as("empty sentence at %d", t).isFalse();
        }
      }
    }
  }

  @Test
  void cuttingKeepsWordsAndTargets() {
    for (ToyTask task : List.of(word, order)) {
      ToyTask cut = task.inSentences(3, SENTENCES, WORDS_PER_SENTENCE);
      assertThat(cut.targets()).isEqualTo(task.targets());
      for (int i = 0; i < DOCUMENTS; i++) {
        assertThat(Arrays.stream(cut.texts()[i]).filter(token -> token != 0).toArray())
            .containsExactly(task.texts()[i]);
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> order.inSentences(3, 3, 6));
  }

  @Test
  void seedRepeatsTheTask() {
    assertThat(ToyTask.order(1, DOCUMENTS).texts()).isDeepEqualTo(order.texts());
    assertThat(ToyTask.order(2, DOCUMENTS).texts()[0]).isNotEqualTo(order.texts()[0]);
    assertThat(ToyTask.sameSentence(1, DOCUMENTS, SENTENCES, WORDS_PER_SENTENCE).texts())
        .isDeepEqualTo(sameSentence.texts());
  }

  private static void assertBothAnswers(ToyTask task, int output, double atLeast) {
    double share =
        IntStream.range(0, DOCUMENTS)
            .mapToDouble(i -> task.targets()[i][output])
            .average()
            .orElse(0);
    assertThat(share).isBetween(atLeast, 1 - atLeast);
  }

  private static List<Integer> list(int[] text) {
    return Arrays.stream(text).boxed().toList();
  }
}
