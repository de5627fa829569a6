package io.github.polystill.labs.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.transformers.TokenNetwork;
import io.github.polystill.data.transformers.Transformers;
import io.github.polystill.labs.segmentation.SegmentationHead.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

  @Test
  void aGraphIsCutAtItsOutput() throws IOException {
    new RandomBert("small", 2, 2, 8, 16, 8, false).write(directory);
    Path whole = directory.resolve("model.onnx");
    OnnxGraph graph = OnnxGraph.of(whole);
    String twice = graph.concatenated(List.of("logits", "logits"));
    graph.node("Relu", graph.constant(new float[10_000], 10_000));
    Path cut = directory.resolve("cut.onnx");
    graph.save(cut, twice, "states", 4);
    assertThat(Files.size(cut)).isLessThan(Files.size(whole) + 1000);
    Transformers transformers = Transformers.require("a test");
    try (TokenNetwork one = transformers.open(whole, 1);
        TokenNetwork other = transformers.open(cut, 1)) {
      float[] logits = one.run(List.of(new int[] {2, 5, 3})).get(0);
      float[] states = other.run(List.of(new int[] {2, 5, 3})).get(0);
      assertThat(Arrays.copyOfRange(states, 4, 8))
          .containsExactly(logits[2], logits[3], logits[2], logits[3]);
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
    int right = 0;
    try (SegmentationHead head = new SegmentationHead(WIDTH, 1, 8, 1)) {
      for (int epoch = 0; epoch < 100; epoch++) {
        for (int begin = 0; begin < examples.size(); begin += 10) {
          head.step(examples.subList(begin, begin + 10), 0.01);
        }
      }
      for (Example example : examples) {
        boolean[] begins = head.begins(example);
        for (int i = 0; i < begins.length; i++) {
          right += begins[i] == example.begins()[i] ? 1 : 0;
        }
      }
    }
    assertThat(right).isGreaterThan(950);
  }
}
