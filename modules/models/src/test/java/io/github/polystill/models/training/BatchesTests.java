package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.RandomInputs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

  /** The paper's corpus: 1,850 training documents. */
  @Property(tries = 20)
  void littleIsPaddedAndOtherTextsMeetInEveryEpoch(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] tokens = new int[1850][];
    Arrays.setAll(tokens, i -> new int[random.nextInt(60, 301)]);
    int[] documents = IntStream.range(0, tokens.length).toArray();
    List<int[]> first = Batches.shuffled(tokens, documents, 32, random);
    assertThat(paddingShare(first, tokens)).isBetween(0.01, 0.055);
    assertThat(shareThatMeetsAgain(first, Batches.shuffled(tokens, documents, 32, random)))
        .isLessThan(0.2);
    List<int[]> large = Batches.shuffled(tokens, documents, 128, random);
    assertThat(paddingShare(large, tokens)).isLessThan(0.1);
    assertThat(shareThatMeetsAgain(large, Batches.shuffled(tokens, documents, 128, random)))
        .isLessThan(0.55);
  }

  private static double paddingShare(List<int[]> batches, int[][] tokens) {
    double positions = 0;
    double words = 0;
    for (int[] batch : batches) {
      positions += (double) batch.length * tokens[batch[0]].length;
      words += Arrays.stream(batch).map(document -> tokens[document].length).sum();
    }
    return 1 - words / positions;
  }

  /** Of the pairs that share a batch, those that do in another epoch as well. */
  private static double shareThatMeetsAgain(List<int[]> batches, List<int[]> others) {
    Map<Integer, Integer> batchOf = new HashMap<>();
    for (int i = 0; i < others.size(); i++) {
      for (int document : others.get(i)) {
        batchOf.put(document, i);
      }
    }
    int pairs = 0;
    int again = 0;
    for (int[] batch : batches) {
      for (int i = 0; i < batch.length; i++) {
        for (int j = 0; j < i; j++) {
          pairs++;
          again += batchOf.get(batch[i]).equals(batchOf.get(batch[j])) ? 1 : 0;
        }
      }
    }
    return (double) again / pairs;
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
