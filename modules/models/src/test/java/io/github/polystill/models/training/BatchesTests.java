package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.RandomInputs;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BatchesTests {
  @Property(tries = 200)
  void everyDocumentIsInOneBatchOfAnEpoch(
      @ForAll @IntRange(max = 700) int count,
      @ForAll @IntRange(min = 1, max = 40) int batchSize,
      @ForAll long seed) {
    int[][] tokens = new RandomInputs(seed).texts(count + 5, 9, 30);
    int[] documents =
        new SplittableRandom(seed).ints(count + 5L, 0, count + 5).distinct().toArray();
    List<int[]> batches =
        Batches.shuffled(tokens, documents, batchSize, new SplittableRandom(seed));
    assertCovers(batches, documents, batchSize);
    assertLongestFirst(batches, tokens);
    assertThat(Batches.shuffled(tokens, documents, batchSize, new SplittableRandom(seed)))
        .usingRecursiveComparison()
        .isEqualTo(batches);
  }

  @Property(tries = 50)
  void predictionReadsLongestTextsFirst(
      @ForAll @IntRange(max = 300) int count, @ForAll @IntRange(min = 1, max = 40) int batchSize) {
    int[][] tokens = new RandomInputs(count).texts(count, 9, 30);
    int[] documents = new int[count];
    Arrays.setAll(documents, i -> i);
    List<int[]> batches = Batches.byLength(tokens, documents, batchSize);
    assertCovers(batches, documents, batchSize);
    assertLongestFirst(List.of(batches.stream().flatMapToInt(Arrays::stream).toArray()), tokens);
  }

  @Property(tries = 20)
  void epochsDiffer(@ForAll long seed) {
    int[][] tokens = new RandomInputs(seed).texts(100, 9, 30);
    int[] documents = new int[100];
    Arrays.setAll(documents, i -> i);
    SplittableRandom random = new SplittableRandom(seed);
    int[] first = flat(Batches.shuffled(tokens, documents, 8, random));
    assertThat(flat(Batches.shuffled(tokens, documents, 8, random))).isNotEqualTo(first);
  }

  private static int[] flat(List<int[]> batches) {
    return batches.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private static void assertCovers(List<int[]> batches, int[] documents, int batchSize) {
    assertThat(flat(batches)).containsExactlyInAnyOrder(documents);
    assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, batchSize));
    assertThat(batches).hasSize((documents.length + batchSize - 1) / batchSize);
  }

  private static void assertLongestFirst(List<int[]> batches, int[][] tokens) {
    for (int[] batch : batches) {
      for (int i = 1; i < batch.length; i++) {
        assertThat(tokens[batch[i]].length).isLessThanOrEqualTo(tokens[batch[i - 1]].length);
      }
    }
  }
}
