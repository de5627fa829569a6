package io.github.polystill.evaluation.probabilities;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RadixSortTests {
  @Property(tries = 20)
  void sortsAsArraysDoes(@ForAll @IntRange(min = 0, max = 30_000) int count, @ForAll long seed) {
    int[] keys =
        RandomGeneratorFactory.of("L64X128MixRandom")
            .create(seed)
            .ints(count, 0, Integer.MAX_VALUE)
            .toArray();
    int[] expected = keys.clone();
    Arrays.sort(expected);
    RadixSort.sort(keys);
    assertThat(keys).isEqualTo(expected);
  }
}
