package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.layers.EmbeddingChannels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client learns of what a network looked at. */
class AttentionTests {
  @TempDir private Path directory;

  private List<Prediction> predictions(SmallArchitecture architecture, int networks)
      throws Exception {
    Path model = directory.resolve(architecture.name() + networks);
    ExportedNetwork.write(model, architecture, networks);
    try (LoadedModel loaded = LoadedModel.load(model)) {
      assertThat(loaded.hasAttention()).isTrue();
      List<Prediction> together = loaded.predict(ExportedNetwork.tokens(), true);
      assertThat(loaded.predict(ExportedNetwork.tokens(), false))
          .allSatisfy(it -> assertThat(it.attention()).isEmpty());
      for (int i = 0; i < together.size(); i++) {
        Prediction alone = loaded.predict(List.of(ExportedNetwork.tokens().get(i)), true).get(0);
        float[][] expected = alone.attention().orElseThrow().words();
        float[][] actual = together.get(i).attention().orElseThrow().words();
        for (int expert = 0; expert < expected.length; expert++) {
          assertThat(actual[expert]).containsExactly(expected[expert], within(1e-6f));
        }
      }
      return together;
    }
  }

  @ParameterizedTest
  @CsvSource({"GRU_ATT, 1", "BIDIRECTIONAL_GRU_ATT, 1", "GRU_ATT, 3"})
  void wordsOfATextShareOne(SmallArchitecture architecture, int networks) throws Exception {
    List<Prediction> predictions = predictions(architecture, networks);
    for (int i = 0; i < predictions.size(); i++) {
      Prediction.Attention attention = predictions.get(i).attention().orElseThrow();
      List<String> tokens = ExportedNetwork.tokens().get(i);
      assertThat(attention.sentences()).isEmpty();
      assertThat(attention.words()).hasDimensions(networks, tokens.size());
      for (float[] weights : attention.words()) {
        float sum = 0;
        int words = 0;
        for (int word = 0; word < weights.length; word++) {
          boolean read = !tokens.get(word).equals("\n") && words < ExportedNetwork.LENGTH;
          words += tokens.get(word).equals("\n") ? 0 : 1;
          assertThat(weights[word] > 0).as("text %d word %d", i, word).isEqualTo(read);
          sum += weights[word];
        }
        assertThat(sum).isCloseTo(tokens.isEmpty() ? 0f : 1f, within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void wordsOfASentenceAndSentencesOfATextShareOne(int networks) throws Exception {
    List<Prediction> predictions = predictions(SmallArchitecture.HAN, networks);
    TokenLayout layout =
        SmallArchitecture.HAN.with(0, EmbeddingChannels.FROZEN).layout(ExportedNetwork.LENGTH);
    for (int i = 0; i < predictions.size(); i++) {
      Prediction.Attention attention = predictions.get(i).attention().orElseThrow();
      int[] sentence = attention.sentence().orElseThrow();
      int[] row = layout.encode(ExportedNetwork.TEXTS.get(i), ExportedNetwork.VOCABULARY);
      assertThat((int) Arrays.stream(sentence).filter(it -> it >= 0).count())
          .isEqualTo((int) Arrays.stream(row).filter(it -> it != 0).count());
      for (int expert = 0; expert < networks; expert++) {
        Map<Integer, Float> inSentence = new HashMap<>();
        Map<Integer, Set<Float>> ofSentence = new HashMap<>();
        for (int word = 0; word < sentence.length; word++) {
          float weight = attention.words()[expert][word];
          float whole = attention.sentences().orElseThrow()[expert][word];
          if (sentence[word] < 0) {
            assertThat(weight).isZero();
            assertThat(whole).isZero();
            continue;
          }
          inSentence.merge(sentence[word], weight, Float::sum);
          ofSentence.computeIfAbsent(sentence[word], it -> new HashSet<>()).add(whole);
        }
        assertThat(inSentence.values())
            .allSatisfy(it -> assertThat(it).isCloseTo(1f, within(1e-5f)));
        assertThat(ofSentence.values()).allSatisfy(it -> assertThat(it).hasSize(1));
        double sum = ofSentence.values().stream().mapToDouble(it -> it.iterator().next()).sum();
        assertThat(sum).isCloseTo(inSentence.isEmpty() ? 0 : 1, within(1e-5));
      }
    }
  }

  @Test
  void convolutionsHaveNone() throws Exception {
    ExportedNetwork.write(directory, 1, EmbeddingChannels.TWO);
    try (LoadedModel loaded = LoadedModel.load(directory)) {
      assertThat(loaded.hasAttention()).isFalse();
      assertThat(loaded.predict(ExportedNetwork.tokens(), true))
          .allSatisfy(it -> assertThat(it.attention()).isEmpty());
    }
  }
}
