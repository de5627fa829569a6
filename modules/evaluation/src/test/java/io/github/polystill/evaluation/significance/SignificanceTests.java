package io.github.polystill.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.evaluation.Metric;
import io.github.polystill.evaluation.thresholds.LabelLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignificanceTests {
  private static final boolean[] YES = {true, true};
  private static final boolean[] NO = {false, false};

  @TempDir private Path directory;

  @Test
  void correctsEachTestOverArchitecturesAndMetrics() {
    List<SignificanceResult> results = new Significance(1).of(List.of(clear("a"), none("b")));
    assertThat(results).hasSize(2 * (4 * 4 + 1));
    List<SignificanceResult> randomised =
        results.stream().filter(it -> it.test() == TestMethod.RANDOMISATION).toList();
    double[] corrected =
        Significance.holm(randomised.stream().mapToDouble(SignificanceResult::p).toArray());
    assertThat(randomised.stream().mapToDouble(SignificanceResult::pHolm).toArray())
        .isEqualTo(corrected);
    SignificanceResult first = randomised.get(0);
    assertThat(first.pHolm()).isEqualTo(8 * first.p());
    assertThat(first.significant()).isTrue();
    assertThat(results.stream().filter(it -> it.test() == TestMethod.MCNEMAR))
        .extracting(SignificanceResult::metric)
        .containsOnly(Metric.SUBSET_ACCURACY)
        .hasSize(2);
  }

  @Test
  void nothingAtOrAboveTheLevelIsCalledSignificant() {
    for (SignificanceResult result :
        new Significance(1).of(List.of(clear("a"), none("b"), weak("c")))) {
      boolean low = result.pHolm() != null && result.pHolm() < 0.01;
      assertThat(result.significant()).as(result.toString()).isEqualTo(low);
      assertThat(result.p() == null).isEqualTo(result.reason() != null);
    }
  }

  @Test
  void oneFoldHasPValuesOfTheTestsOverDocumentsAlone() {
    Comparison one =
        new Comparison("a", "distilled", "standalone", clear("a").folds().subList(0, 1));
    for (SignificanceResult result : new Significance(1).of(List.of(one))) {
      assertThat(result.difference()).isPositive();
      if (result.test().overDocuments()) {
        assertThat(result.p()).isBetween(0.0, 1.0);
        assertThat(result.pHolm()).isGreaterThanOrEqualTo(result.p());
        continue;
      }
      assertThat(result.p()).isNull();
      assertThat(result.reason())
          .isEqualTo(
              "distilled and standalone share 1 fold, and the tests over folds need 2 or more");
    }
    Comparison none = new Comparison("a", "distilled", "standalone", List.of());
    assertThat(new Significance(1).of(List.of(none))).hasSize(17).allMatch(it -> it.p() == null);
  }

  @Test
  void theFileGivesTheSameResultsBack() throws IOException {
    List<SignificanceResult> results = new Significance(1).of(List.of(clear("a"), none("b")));
    Path file = directory.resolve("significance.json");
    RecordsJson.write(file, results);
    assertThat(RecordsJson.read(file, SignificanceResult.class)).isEqualTo(results);
    assertThat(Files.readString(file))
        .startsWith("[\n  {\n    \"architecture\": \"a\",\n    \"metric\": \"microF1\",\n")
        .contains("\"test\": \"pairedT\"")
        .endsWith("]\n");
  }

  @Test
  void aBrokenFileIsNamedWithItsLine() throws IOException {
    Path file = directory.resolve("significance.json");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> RecordsJson.read(file, SignificanceResult.class))
        .withMessageContaining("no such file");
    RecordsJson.write(file, new Significance(1).of(List.of(clear("a"))));
    String text = Files.readString(file);
    for (String broken :
        List.of(
            text.substring(0, text.length() / 2),
            text.replaceFirst("\"pairedT\"", "\"other\""),
            text.replaceFirst("\"n\": 3,", ""))) {
      Files.writeString(file, broken);
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> RecordsJson.read(file, SignificanceResult.class))
          .withMessageStartingWith(file + ":")
          .withMessageNotContaining("\n");
    }
  }

  @Test
  void decisionsKeepTheLimitsOfLabelsPerDocument() {
    TestedFold wrong = clear("a").folds().get(0).second();
    LabelLimits all = new LabelLimits(99, 99);
    TestedFold limited = new TestedFold(wrong.evaluation(), wrong.predictions(), 1, all);
    assertThat(wrong.decisions()[0]).isEqualTo(NO);
    assertThat(limited.decisions()[0]).isEqualTo(YES);
  }

  /** Right on all documents against wrong on nearly all. */
  private static Comparison clear(String architecture) {
    return comparison(architecture, 0, 1, 2);
  }

  private static Comparison weak(String architecture) {
    return comparison(architecture, 18, 19, 18);
  }

  /** Models that decide alike. */
  private static Comparison none(String architecture) {
    return comparison(architecture, 20, 20, 20);
  }

  /** Three folds of 20 documents, of which the second model has so many right. */
  private static Comparison comparison(String architecture, int... right) {
    boolean[][] all = new boolean[20][];
    Arrays.fill(all, YES);
    List<Comparison.Pair> folds = new ArrayList<>();
    for (int count : right) {
      boolean[][] second = all.clone();
      Arrays.fill(second, count, 20, NO);
      folds.add(SignificanceCases.fold(20 * folds.size(), all, all, second));
    }
    return new Comparison(architecture, "distilled", "standalone", folds);
  }
}
