package io.github.polystill.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

class LabelOutputsTests {
  /** A tuned threshold lies between two probabilities, which may be neighbouring floats. */
  @Property
  void whoeverComparesWithTheThresholdShownDecidesAsTheGraph(
      @ForAll @FloatRange(min = 0, max = 1) float low,
      @ForAll @IntRange(min = 1, max = 3) int apart) {
    float high = low;
    for (int i = 0; i < apart; i++) {
      high = Math.nextUp(high);
    }
    double threshold = ((double) low + high) / 2;
    for (float probability = low; probability <= high; probability = Math.nextUp(probability)) {
      assertThat(probability > LabelOutputs.shown(threshold)).isEqualTo(probability > threshold);
    }
  }

  @Property
  void anyThresholdIsShownWithinAFloat(@ForAll @DoubleRange(min = 0, max = 1) double threshold) {
    float shown = LabelOutputs.shown(threshold);
    assertThat(shown).isBetween(0f, 1f);
    assertThat((double) shown).isLessThanOrEqualTo(threshold);
    assertThat((double) Math.nextUp(shown)).isGreaterThan(threshold);
  }
}
