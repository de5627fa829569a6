package io.github.polystill.labs.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.embeddings.word2vec.Algorithm;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VectorsBenchmarkTests {
  private static final Word2VecSettings SETTINGS =
      new Word2VecSettings(Algorithm.SKIP_GRAM, 8, 2, 2, 0, 1, 2, 0.025, 1, 2, false, 1000);

  @TempDir Path directory;

  @Test
  void measuresOursAndHanLpsTrainer() throws Exception {
    Path text = directory.resolve("text.txt");
    SyntheticWords.write(text, 100_000, 1);
    List<VectorsRow> rows =
        new VectorsBenchmark(Optional.empty(), Optional.empty(), true, 1, SETTINGS, line -> {})
            .run(List.of(text), Segmenters.byName("whitespace"));
    assertThat(rows)
        .extracting(VectorsRow::peer)
        .containsExactly("hanlp", "ours, 1 thread", "ours, deterministic");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.peerWordsPerSecond()).isPositive();
              assertThat(row.ratio())
                  .isCloseTo(row.wordsPerSecond() / row.peerWordsPerSecond(), within(1e-9));
            });
  }

  @Test
  void anythingElseThanWord2vecIsAnError() throws IOException {
    Path text = directory.resolve("text.txt");
    Files.writeString(text, "a b a b\n");
    assertThatThrownBy(() -> original("/bin/echo", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not the original word2vec");
    assertThatThrownBy(() -> original(directory.resolve("missing").toString(), text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot run");
  }

  @Test
  void agreementIsOneWithItselfAndSmallWithOtherVectors() {
    Vectors vectors = random(1);
    List<String> words = List.copyOf(vectors.byWord().keySet());
    Agreement self = Agreement.of(words, vectors, vectors);
    assertThat(self.neighbourOverlap()).isEqualTo(1);
    assertThat(self.similarityCorrelation()).isCloseTo(1, within(1e-9));
    Agreement other = Agreement.of(words, vectors, random(2));
    // Ten of 299 by chance.
    assertThat(other.neighbourOverlap()).isCloseTo(0.033, within(0.02));
    assertThat(other.similarityCorrelation()).isCloseTo(0, within(0.05));
  }

  private double original(String binary, Path text) throws Exception {
    return new OriginalProgram(Path.of(binary)).train(text, directory.resolve("out"), SETTINGS);
  }

  private static Vectors random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, float[]> byWord = new HashMap<>();
    for (int word = 0; word < 300; word++) {
      float[] vector = new float[20];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) random.nextDouble() - 0.5f;
      }
      byWord.put("w" + word, Vectors.normalized(vector));
    }
    return new Vectors(byWord);
  }
}
