package io.github.polystill.models.training;

import io.github.polystill.models.GruAtt;
import io.github.polystill.models.Han;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextRnn;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recurrent architectures against loops in double precision and their finite differences. */
class RecurrentGradientTests {
  private static final int WORDS = 14;
  private static final int PER_SENTENCE = 4;

  /** Empty, of one word, with repeated words, of different lengths. */
  private static final int[][] TEXTS = {
    {},
    {3},
    {4, 5},
    {6, 6, 6, 6, 6, 6, 6},
    {7, 8, 7, 8, 7, 8, 7, 8, 7},
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 11, 12, 2, 9},
    {9, 1, 11, 2, 6},
    {12, 10, 3, 3, 1, 8, 2, 4, 11, 5, 7, 13}
  };

  /** Short, full and empty sentences, also at the beginning; not always a multiple of 4 long. */
  private static final int[][] SENTENCES = {
    {},
    {3},
    {4, 5, 0, 0, 6, 7, 8, 9},
    {0, 0, 0, 0, 6, 6, 6},
    {7, 8, 0, 0, 7, 8, 0, 0, 0, 0, 0, 0, 7, 8, 0, 0},
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 0, 0, 5, 6, 11, 12, 2, 9},
    {9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 9}
  };

  private static final class ReferenceTextRnn extends ReferenceRecurrence {
    private final TextRnn settings;

    ReferenceTextRnn(TextRnn settings) {
      super(settings.channels());
      this.settings = settings;
    }

    @Override
    double[] features(int[] text) {
      if (!settings.bidirectional()) {
        return pooled(lstm("recurrent", vectors(text), false), text.length - 1);
      }
      double[][] forward = lstm("recurrent.forward", vectors(text), false);
      double[][] backward = lstm("recurrent.backward", vectors(text), true);
      return joined(pooled(forward, text.length - 1), pooled(backward, 0));
    }

    private double[] pooled(double[][] states, int end) {
      int size = settings.hidden();
      return switch (settings.pooling()) {
        case LAST -> states.length == 0 ? new double[size] : states[end];
        case MEAN -> mean(states, size);
        case MAX -> max(states, size);
      };
    }
  }

  private static final class ReferenceGruAtt extends ReferenceRecurrence {
    private final GruAtt settings;

    ReferenceGruAtt(GruAtt settings) {
      super(settings.channels());
      this.settings = settings;
    }

    @Override
    double[] features(int[] text) {
      boolean both = settings.bidirectional();
      int size = settings.hidden() * (both ? 2 : 1);
      double[][] states =
          both
              ? bidirectionalGru("recurrent", vectors(text))
              : gru("recurrent", vectors(text), false);
      return joined(attention("attention", states, size), max(states, size), mean(states, size));
    }
  }

  private static final class ReferenceHan extends ReferenceRecurrence {
    private final Han settings;

    ReferenceHan(Han settings) {
      super(settings.channels());
      this.settings = settings;
    }

    @Override
    double[] features(int[] text) {
      List<double[]> sentences = new ArrayList<>();
      for (int from = 0; from < text.length; from += PER_SENTENCE) {
        int[] sentence =
            Arrays.stream(text, from, Math.min(text.length, from + PER_SENTENCE))
                .filter(word -> word != 0)
                .toArray();
        if (sentence.length > 0) {
          double[][] words = bidirectionalGru("word", vectors(sentence));
          sentences.add(attention("word_attention", words, 2 * settings.wordHidden()));
        }
      }
      double[][] states = bidirectionalGru("sentence", sentences.toArray(double[][]::new));
      return attention("sentence_attention", states, 2 * settings.sentenceHidden());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, LAST, FROZEN, 1, false, 0.05",
    "false, LAST, FINE_TUNED, 3, true, 5",
    "false, MEAN, TWO, 2, false, 1",
    "false, MAX, FROZEN, 1, false, 1",
    "true, LAST, TWO, 2, true, 1",
    "true, MEAN, FROZEN, 1, false, 5",
    "true, MAX, FINE_TUNED, 2, true, 1"
  })
  void textRnn(
      boolean bidirectional,
      TextRnn.Pooling pooling,
      EmbeddingChannels channels,
      int outputs,
      boolean soft,
      double classWeight) {
    TextRnn settings = new TextRnn(4, bidirectional, pooling, 0, channels);
    new ReferenceTextRnn(settings)
        .assertAgrees(
            settings, ReferenceNetwork.Batch.of(WORDS, TEXTS, outputs, soft, classWeight));
  }

  @ParameterizedTest
  @CsvSource({
    "false, FROZEN, 1, false, 0.05",
    "false, TWO, 3, true, 5",
    "true, FINE_TUNED, 1, false, 5",
    "true, TWO, 2, true, 1"
  })
  void gruAtt(
      boolean bidirectional,
      EmbeddingChannels channels,
      int outputs,
      boolean soft,
      double classWeight) {
    GruAtt settings = new GruAtt(4, bidirectional, 5, 0, channels);
    new ReferenceGruAtt(settings)
        .assertAgrees(
            settings, ReferenceNetwork.Batch.of(WORDS, TEXTS, outputs, soft, classWeight));
  }

  @ParameterizedTest
  @CsvSource({"FROZEN, 1, false, 0.05", "FINE_TUNED, 3, true, 5", "TWO, 2, false, 1"})
  void han(EmbeddingChannels channels, int outputs, boolean soft, double classWeight) {
    Han settings = new Han(3, 5, 4, 2, 0, channels, 6, PER_SENTENCE);
    new ReferenceHan(settings)
        .assertAgrees(
            settings, ReferenceNetwork.Batch.of(WORDS, SENTENCES, outputs, soft, classWeight));
  }

  /** More rows at the word level than texts by far. */
  @Test
  void hanWithManySentences() {
    Han settings = new Han(3, 2, 2, 2, 0, EmbeddingChannels.TWO, 12, PER_SENTENCE);
    RandomInputs random = new RandomInputs(6);
    int[][] texts = random.texts(30, WORDS, 12 * PER_SENTENCE);
    Arrays.setAll(texts, i -> random.inSentences(texts[i], PER_SENTENCE));
    new ReferenceHan(settings)
        .assertAgrees(settings, ReferenceNetwork.Batch.of(WORDS, texts, 1, false, 1));
  }

  @Test
  void allPredictWithoutDropout() {
    EmbeddingChannels two = EmbeddingChannels.TWO;
    TextRnn textRnn = new TextRnn(4, 0.5, two);
    new ReferenceTextRnn(textRnn).assertPredictsWithoutDropout(textRnn, WORDS, TEXTS);
    GruAtt gruAtt = new GruAtt(4, true, 5, 0.5, two);
    new ReferenceGruAtt(gruAtt).assertPredictsWithoutDropout(gruAtt, WORDS, TEXTS);
    Han han = new Han(3, 5, 4, 2, 0.5, two, 6, PER_SENTENCE);
    new ReferenceHan(han).assertPredictsWithoutDropout(han, WORDS, SENTENCES);
  }
}
