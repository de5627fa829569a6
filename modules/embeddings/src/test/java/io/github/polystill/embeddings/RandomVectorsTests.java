package io.github.polystill.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.encoding.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RandomVectorsTests {

  @Test
  void numbersAreSpreadEvenlyOverTheRange() {
    List<String> words = new ArrayList<>(List.of("<pad>", "<unk>"));
    for (int i = 0; i < 5000; i++) {
      words.add("詞" + i);
    }
    EmbeddingMatrix matrix = RandomVectors.matrixFor(Vocabulary.ofWords(words), 20, 3);

    int[] tenths = new int[10];
    for (int i = 20; i < matrix.values().length; i++) {
      float value = matrix.values()[i];
      assertThat(value).isBetween(-0.25f, 0.25f);
      tenths[(int) Math.min(9, (value + 0.25) * 20)]++;
    }
    // 10,002 expected in each; the standard deviation is 95.
    for (int count : tenths) {
      assertThat(count).isCloseTo(10_002, within(400));
    }
    Set<List<Float>> rows = new HashSet<>();
    for (int row = 0; row < matrix.rows(); row++) {
      rows.add(row(matrix, row));
    }
    assertThat(rows).as("different vectors").hasSize(5002);
    assertThat(row(matrix, Vocabulary.PADDING_ID)).containsOnly(0f);
  }

  @Test
  void vectorOfAWordNeverChanges() {
    // A run names a seed, so its vectors must outlive versions and JDKs. The figures are those of a
    // SplitMix64 written in Python.
    EmbeddingMatrix matrix = RandomVectors.matrixFor(vocabulary("頭痛"), 3, 42);
    assertThat(row(matrix, 2)).containsExactly(0.18790442f, -0.19299698f, 0.05792409f);
  }

  @Test
  void vectorDependsOnSeedAndWordAlone() {
    EmbeddingMatrix one = RandomVectors.matrixFor(vocabulary("a", "b"), 4, 1);
    EmbeddingMatrix other = RandomVectors.matrixFor(vocabulary("c", "b", "a"), 4, 1);
    assertThat(row(one, 2)).isEqualTo(row(other, 4)).isNotEqualTo(row(one, 3));
    assertThat(row(one, 1)).isEqualTo(row(other, 1));
    assertThat(row(RandomVectors.matrixFor(vocabulary("a", "b"), 4, 2), 2))
        .isNotEqualTo(row(one, 2));
  }

  @Test
  void refusesSizesThatCannotBe() {
    assertThatThrownBy(() -> RandomVectors.matrixFor(vocabulary("a"), 0, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0 dimensions");
    assertThatThrownBy(() -> RandomVectors.matrixFor(vocabulary("a"), 1 << 30, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("too large");
  }

  private static List<Float> row(EmbeddingMatrix matrix, int row) {
    List<Float> values = new ArrayList<>();
    for (int i = row * matrix.dimensions(); i < (row + 1) * matrix.dimensions(); i++) {
      values.add(matrix.values()[i]);
    }
    return values;
  }

  private static Vocabulary vocabulary(String... words) {
    List<String> all = new ArrayList<>(List.of("<pad>", "<unk>"));
    all.addAll(Arrays.asList(words));
    return Vocabulary.ofWords(all);
  }
}
