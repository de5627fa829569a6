package io.github.polystill.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTests {
  @Test
  void shortTextsAreKept() {
    assertThat(Excerpt.of("頭痛", 2)).isEqualTo("頭痛");
    assertThat(Excerpt.of("", 2)).isEmpty();
  }

  @Test
  void noCharacterIsCutInTwo() {
    assertThat(Excerpt.of("頭痛醫", 2)).isEqualTo("頭痛…");
    assertThat(Excerpt.of("頭\ud840\udc00", 2)).isEqualTo("頭…");
    assertThat(Excerpt.of("\ud840\udc00頭", 2)).isEqualTo("\ud840\udc00…");
    assertThat(Excerpt.of("頭\ud840頭", 2)).as("half a pair in the text").isEqualTo("頭\ud840…");
  }
}
