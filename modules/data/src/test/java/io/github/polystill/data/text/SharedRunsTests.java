package io.github.polystill.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SharedRunsTests {
  private static boolean shares(String text, String... others) {
    List<String> comparable = List.of(others).stream().map(SharedRuns::comparable).toList();
    return new SharedRuns(comparable).hasAnyOf(SharedRuns.runs(SharedRuns.comparable(text)));
  }

  private static String random(Random random, int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> random.nextInt(8) == 0 ? "b" : "a")
        .collect(Collectors.joining());
  }

  private static boolean sharesBySearch(String text, String other) {
    return IntStream.rangeClosed(0, text.length() - 30)
        .anyMatch(from -> other.contains(text.substring(from, from + 30)));
  }

  /** Of two letters, so that runs of 29 and of 30 are frequent. */
  @Test
  void textsHaveARunOfThirtyInCommonWhereASearchFindsOne() {
    Random random = new Random(1);
    int found = 0;
    for (int i = 0; i < 400; i++) {
      String text = random(random, 31 + random.nextInt(60));
      String other = random(random, 31 + random.nextInt(60));
      if (i % 2 == 0) {
        other += text.substring(0, 26 + random.nextInt(5));
      }
      boolean expected = sharesBySearch(text, other);
      found += expected ? 1 : 0;
      assertThat(shares(text, "c", other)).isEqualTo(expected);
    }
    assertThat(found).isBetween(30, 370);
  }

  @Test
  void shortTextsAreComparedAsAWhole() {
    assertThat(shares("頭痛", "發燒", "頭痛")).isTrue();
    assertThat(shares("頭痛", "頭痛了")).isFalse();
    assertThat(shares("頭痛")).isFalse();
  }

  @Test
  void widthAndWhiteSpaceMakeNoDifference() {
    String text = "Take two of these tablets, and call me at nine";
    assertThat(shares("xx " + text.replace(' ', '\n'), text.replace(',', '，'))).isTrue();
    assertThat(shares(text.substring(0, 29) + "#", text)).isFalse();
    assertThat(shares(text.substring(0, 30) + "#", text)).isTrue();
  }
}
