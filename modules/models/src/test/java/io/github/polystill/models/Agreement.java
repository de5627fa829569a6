package io.github.polystill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Agreement of float32 results with an oracle's float64 ones. */
public final class Agreement {
  private Agreement() {}

  /** To 1e-5 of the expected value, or to 1e-6 where that is near zero. */
  public static void assertAgrees(String name, float[] actual, double[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s[%d]", name, i)
          .isCloseTo(expected[i], within(1e-6 + 1e-5 * Math.abs(expected[i])));
    }
  }
}
