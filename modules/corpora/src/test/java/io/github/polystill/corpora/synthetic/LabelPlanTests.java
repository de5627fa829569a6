package io.github.polystill.corpora.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LabelPlanTests {
  @Property
  void countsAreTheSharesWithinOneAndSumToTheScaledTotal(
      @ForAll @IntRange(min = 10, max = 100_000) int documents) {
    int[] counts = HealthCorpusGenerator.counts(documents);
    int[] paper = HealthCorpusGenerator.counts(2_724);
    for (int label = 0; label < counts.length; label++) {
      assertThat(Math.abs(counts[label] - paper[label] * (documents / 2_724.0))).isLessThan(1);
      assertThat(counts[label]).isBetween(1, documents);
    }
    assertThat(Arrays.stream(counts).sum())
        .isEqualTo((int) Math.round(8_731 * (documents / 2_724.0)));
  }

  @Property
  void keepsTheCountsAndLabelsEveryDocument(
      @ForAll @Size(3) int[] sizes,
      @ForAll @IntRange(min = 2, max = 60) int documents,
      @ForAll long seed) {
    int[] counts = Arrays.stream(sizes).map(s -> 1 + Math.floorMod(s, documents)).toArray();
    Assume.that(Arrays.stream(counts).sum() >= documents);
    List<Topic> topics =
        List.of(
            new Topic("a", 70, new double[] {100, 0.01, 1}, Map.of()),
            new Topic("b", 30, new double[] {0.01, 100, 1}, Map.of()));

    LabelPlan plan = LabelPlan.draw(topics, counts, documents, new Dice(seed));

    int[] found = new int[counts.length];
    for (boolean[] target : plan.targets()) {
      int held = 0;
      for (int label = 0; label < found.length; label++) {
        found[label] += target[label] ? 1 : 0;
        held += target[label] ? 1 : 0;
      }
      assertThat(held).isPositive();
    }
    assertThat(found).containsExactly(counts);
  }
}
