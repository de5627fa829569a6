package io.github.polystill.labs.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.labs.segmentation.SegmentationHead.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentationTests {
  private static final int WIDTH = 2;

  @TempDir Path directory;

  @Test
  void measuresARandomNetwork() throws IOException {
    for (boolean isAlbert : new boolean[] {false, true}) {
      RandomBert small = new RandomBert("small", 2, 2, 8, 16, isAlbert ? 4 : 8, isAlbert);
      Path model = directory.resolve("" + isAlbert);
      small.write(model);
      SegmentationBenchmark.Row row = SegmentationBenchmark.run("small", model, 40, 20, 2);
      assertThat(row.charactersPerSecond()).isPositive();
      assertThat(row.earlyRssBytes()).isPositive();
    }
  }

  /**
   * A character begins a word where the state before it is positive: what only a neighbour tells.
   */
  @Test
  void aHeadReadsTheStatesAround() {
    SplittableRandom random = new SplittableRandom(1);
    List<Example> examples = new ArrayList<>();
    for (int text = 0; text < 100; text++) {
      float[] states = new float[12 * WIDTH];
      for (int i = 0; i < states.length; i++) {
        states[i] = 2 * random.nextFloat() - 1;
      }
      boolean[] begins = new boolean[10];
      for (int i = 0; i < begins.length; i++) {
        begins[i] = states[i * WIDTH] > 0;
      }
      examples.add(new Example(states, begins));
    }
    SegmentationHead head = new SegmentationHead(WIDTH, 1, 8, 1);
    head.train(examples, 400, 1);
    int right = 0;
    for (Example example : examples) {
      for (int i = 0; i < example.begins().length; i++) {
        right += head.begins(example, i) == example.begins()[i] ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThan(950);
  }
}
