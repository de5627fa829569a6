package io.github.polystill.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.bwaldvogel.liblinear.Feature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BaselinesTests {
  /** How far a margin may be from the optimum with the tolerance of LinearSVC. */
  private static final double TOLERANCE = 2e-3;

  /** A corpus of baseline-cases.json; the documents to learn from come first. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Case(JsonNode json, List<String> texts, boolean[][] targets) {
    static List<Case> all() throws IOException {
      try (InputStream in = BaselinesTests.class.getResourceAsStream("baseline-cases.json")) {
        List<Case> cases = new ArrayList<>();
        for (JsonNode json : new ObjectMapper().readTree(in).get("cases")) {
          List<String> texts = new ArrayList<>();
          json.get("training").forEach(text -> texts.add(text.textValue()));
          json.get("test").forEach(text -> texts.add(text.textValue()));
          boolean[][] targets = new boolean[texts.size()][json.get("margins").get(0).size()];
          for (int i = 0; i < json.get("truth").size(); i++) {
            for (int j = 0; j < targets[i].length; j++) {
              targets[i][j] = json.get("truth").get(i).textValue().charAt(j) == '1';
            }
          }
          cases.add(new Case(json, texts, targets));
        }
        return cases;
      }
    }

    int[] training() {
      return IntStream.range(0, json.get("training").size()).toArray();
    }

    int[] test() {
      return IntStream.range(json.get("training").size(), texts.size()).toArray();
    }

    float[][] linear(double threshold, int workers) {
      return new Baselines(texts, targets, threshold, workers, () -> {})
          .predict(Baseline.LINEAR, training(), test());
    }
  }

  @Test
  void vectorsAreThoseOfScikitLearn() throws IOException {
    for (Case one : Case.all()) {
      NgramCounts counts = NgramCounts.of(one.texts());
      double[] inverse = counts.inverseFrequencies(one.training());
      for (int i = 0; i < one.test().length; i++) {
        Feature[] vector = counts.vector(one.test()[i], inverse);
        JsonNode expected = one.json().get("vectors").get(i);
        assertThat(vector).as(one.texts().get(one.test()[i])).hasSize(expected.size() + 1);
        for (int k = 0; k < expected.size(); k++) {
          assertThat(vector[k].getValue()).isCloseTo(expected.get(k).doubleValue(), within(1e-12));
        }
        assertThat(vector[expected.size()].getValue()).isEqualTo(1);
        assertThat(vector[expected.size()].getIndex()).isEqualTo(counts.size() + 1);
      }
    }
  }

  @Test
  void marginsAreThoseOfScikitLearn() throws IOException {
    for (Case one : Case.all()) {
      float[][] scores = one.linear(0.5, 2);
      for (int i = 0; i < scores.length; i++) {
        for (int j = 0; j < scores[i].length; j++) {
          double expected = one.json().get("margins").get(i).get(j).doubleValue();
          double margin = Math.log(scores[i][j] / (1 - scores[i][j]));
          assertThat(margin).isCloseTo(expected, within(TOLERANCE));
          if (Math.abs(expected) > TOLERANCE) {
            assertThat(scores[i][j] > 0.5).isEqualTo(expected > 0);
          }
        }
      }
    }
  }

  @Test
  void scoresDependOnNothingButTheDocuments() throws IOException {
    Case one = Case.all().get(1);
    float[][] scores = one.linear(0.5, 1);
    assertThat(one.linear(0.5, 3)).isDeepEqualTo(scores);
    Baselines used = new Baselines(one.texts(), one.targets(), 0.5, 2, () -> {});
    used.predict(Baseline.LINEAR, one.test(), one.training());
    assertThat(used.predict(Baseline.LINEAR, one.training(), one.test())).isDeepEqualTo(scores);
  }

  @Property(tries = 20)
  void anotherThresholdMovesScoresButNoDecision(
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double threshold) throws IOException {
    Case one = Case.all().get(0);
    float[][] usual = one.linear(0.5, 1);
    float[][] moved = one.linear(threshold, 1);
    for (int i = 0; i < usual.length; i++) {
      for (int j = 0; j < usual[i].length; j++) {
        assertThat(moved[i][j]).isBetween(0f, 1f);
        assertThat(moved[i][j] > threshold).isEqualTo(usual[i][j] > 0.5);
      }
    }
  }

  /** No other number of most frequent labels has a higher micro-F1 on what is learnt from. */
  @Property(tries = 200)
  void constantLabelsAreTheBest(
      @ForAll @Size(min = 2, max = 12) List<@Size(5) List<Boolean>> rows,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double threshold) {
    boolean[][] targets = new boolean[rows.size()][5];
    int[] frequencies = new int[5];
    for (int i = 0; i < targets.length; i++) {
      for (int j = 0; j < 5; j++) {
        targets[i][j] = rows.get(i).get(j);
        frequencies[j] += targets[i][j] ? 1 : 0;
      }
    }
    int[] all = IntStream.range(0, targets.length).toArray();
    float[][] scores =
        new Baselines(List.of(), targets, threshold, 1, () -> {})
            .predict(Baseline.CONSTANT, all, new int[] {0, 1});

    assertThat(scores[1]).isEqualTo(scores[0]);
    List<Integer> chosen =
        IntStream.range(0, 5).filter(j -> scores[0][j] > threshold).boxed().toList();
    List<Integer> byFrequency =
        IntStream.range(0, 5)
            .boxed()
            .sorted(Comparator.comparingInt(j -> -frequencies[j]))
            .toList();
    assertThat(byFrequency.subList(0, chosen.size())).containsExactlyInAnyOrderElementsOf(chosen);
    int total = Arrays.stream(frequencies).sum();
    double best = 0;
    double own = 0;
    for (int k = 1; k <= 5; k++) {
      int hits = byFrequency.subList(0, k).stream().mapToInt(j -> frequencies[j]).sum();
      double f1 = 2.0 * hits / (total + k * targets.length);
      best = Math.max(best, f1);
      own = k == chosen.size() ? f1 : own;
    }
    assertThat(own).isCloseTo(best, within(1e-12));
    for (int j = 0; j < 5; j++) {
      assertThat(scores[0][j]).isBetween(0f, 1f);
      for (int k = 0; k < 5; k++) {
        if (frequencies[j] > frequencies[k]) {
          assertThat(scores[0][j]).isGreaterThan(scores[0][k]);
        }
      }
    }
  }

  @Test
  void endsWhereItIsCancelled() throws IOException {
    Case one = Case.all().get(0);
    Baselines cancelled =
        new Baselines(
            one.texts(),
            one.targets(),
            0.5,
            2,
            () -> {
              throw new CancellationException();
            });
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> cancelled.predict(Baseline.LINEAR, one.training(), one.test()));
  }
}
