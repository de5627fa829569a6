package io.github.polystill.embeddings.word2vec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WordCounterTests {
  @Test
  void countsAndOrdersWords() {
    WordCounter counter = new WordCounter(100_000);
    for (int i = 0; i < 20_000; i++) {
      assertThat(counter.add("w" + i)).isEqualTo(i);
    }
    assertThat(counter.add("w7")).isEqualTo(7);
    assertThat(counter.mostFrequent(1, 3))
        .extracting(WordCounter.Entry::word)
        .containsExactly("w7", "w0", "w1");
    assertThat(counter.mostFrequent(2, 3)).hasSize(1);
  }

  @Test
  void forgetsRareWordsWhereThereAreTooMany() {
    WordCounter counter = new WordCounter(1000);
    for (int i = 0; i < 50_000; i++) {
      counter.add("rare" + i);
      for (int j = 0; j < 10; j++) {
        counter.add("frequent" + j);
      }
      assertThat(counter.size()).isLessThanOrEqualTo(1000);
    }
    assertThat(counter.mostFrequent(1, 10))
        .allSatisfy(
            entry -> {
              assertThat(entry.word()).startsWith("frequent");
              assertThat(entry.count()).isEqualTo(50_000);
            });
  }
}
