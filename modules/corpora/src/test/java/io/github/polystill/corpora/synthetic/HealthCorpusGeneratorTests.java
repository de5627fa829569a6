package io.github.polystill.corpora.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.JsonLinesWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCorpusGeneratorTests {
  private static final Pattern TEXT = Pattern.compile("[\\p{IsHan}，。、：；？！「」\\n]+");
  private static final List<Document> PAPER_SIZE = HealthCorpusGenerator.generate(2_724, 1);

  @ParameterizedTest
  @ValueSource(longs = {0, -7, Long.MAX_VALUE})
  void hasThePapersCountsWhateverTheSeed(long seed) {
    List<Document> documents = HealthCorpusGenerator.generate(2_724, seed);
    Map<String, Integer> counts = Corpus.labelCounts(documents);
    List<Integer> ordered = HealthCorpusGenerator.LABELS.names().stream().map(counts::get).toList();

    assertThat(ordered).hasSize(9).isSortedAccordingTo((a, b) -> b - a);
    assertThat(sum(ordered)).isEqualTo(8_731);
    assertThat(counts.get("注意事項") / 2_724.0).isCloseTo(0.73, within(0.005));
    assertThat(counts.get("銀髮族") / 2_724.0).isCloseTo(0.13, within(0.005));
    assertThat(sum(ordered.subList(0, 4)) / 4.0).isCloseTo(1_543.5, within(0.05));
    assertThat(sum(ordered.subList(5, 9)) / 4.0).isCloseTo(454.8, within(0.051));
    assertThat(Corpus.of(documents, 1).labels()).isEqualTo(HealthCorpusGenerator.LABELS);
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }

  @ParameterizedTest
  @CsvSource({"10,1", "11,5", "20,1", "600,3", "30000,1"})
  void writesWellFormedDocumentsOfAnySize(int size, long seed) {
    List<Document> documents = HealthCorpusGenerator.generate(size, seed);

    assertThat(documents).hasSize(size);
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < size; i++) {
      Document document = documents.get(i);
      String text = document.text();
      if (!TEXT.matcher(text).matches() || text.length() < 100 || text.length() > 600) {
        throw new AssertionError(document);
      }
      if (!document.id().equals(String.format(Locale.ROOT, "health-%06d", i + 1))) {
        throw new AssertionError(document);
      }
      List<String> labels = document.labels();
      if (labels.isEmpty() || new HashSet<>(labels).size() != labels.size()) {
        throw new AssertionError(document);
      }
      if (HealthCorpusGenerator.LABELS.names().stream().anyMatch(text::contains)) {
        throw new AssertionError("names a label: " + document);
      }
      texts.add(text);
    }
    assertThat(texts).hasSize(size);
    assertThat(Corpus.labelCounts(documents)).hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 8, 9, 100_001})
  void refusesOtherSizes(int size) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> HealthCorpusGenerator.generate(size, 1))
        .withMessageContaining("choose 10 to 100,000");
  }

  @ParameterizedTest
  @CsvSource({
    "2724, 1, bac456bf0da4d604de0f9cc81c5e5317260f3366ea6e1e6bfc01311a2ef1f6ea",
    "50, 7, 724e62207d28c742339af2ce50532ba244fb197787cfd50bf8fdf65ea77ac435"
  })
  void isTheSameEverywhere(int size, long seed, String sha256, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("corpus.jsonl");
    JsonLinesWriter.write(file, HealthCorpusGenerator.generate(size, seed));
    assertThat(ContentHash.ofFile(file)).isEqualTo(sha256);
  }

  @Test
  void differsFromSeedToSeed() {
    Set<String> texts = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      HealthCorpusGenerator.generate(50, seed).forEach(document -> texts.add(document.text()));
    }
    assertThat(texts).hasSize(20 * 50);
  }

  @Test
  void labelsAttractAndRepelEachOther() {
    assertThat(lift("飲食營養", "保健食品")).isGreaterThan(2);
    assertThat(lift("心理健康", "銀髮族")).isGreaterThan(1.3);
    assertThat(lift("健康表現", "藥物")).isGreaterThan(1.1);
    assertThat(lift("飲食營養", "心理健康")).isLessThan(0.6);
    assertThat(lift("藥物", "保健食品")).isLessThan(0.6);
    assertThat(lift("醫療檢測", "心理健康")).isLessThan(0.7);
  }

  /** How much more often two labels occur together than if they were independent. */
  private static double lift(String one, String other) {
    double both = count(one, other);
    return both * PAPER_SIZE.size() / (count(one, one) * count(other, other));
  }

  private static double count(String one, String other) {
    return PAPER_SIZE.stream().filter(d -> d.labels().containsAll(List.of(one, other))).count();
  }

  @Test
  void noSingleWordDecidesALabel() {
    Map<String, int[]> documentsOf = new HashMap<>();
    for (Document document : PAPER_SIZE) {
      for (String gram : grams(document.text())) {
        int[] counts = documentsOf.computeIfAbsent(gram, key -> new int[10]);
        counts[9]++;
        for (String label : document.labels()) {
          counts[HealthCorpusGenerator.LABELS.indexOf(label).orElseThrow()]++;
        }
      }
    }
    int[] labelCounts = HealthCorpusGenerator.counts(2_724);
    documentsOf.forEach(
        (gram, counts) -> {
          for (int label = 0; label < 9; label++) {
            double prior = labelCounts[label] / 2_724.0;
            double precision = counts[label] / (double) counts[9];
            double recall = counts[label] / (double) labelCounts[label];
            if ((precision - prior) / (1 - prior) > 0.6 && recall > 0.4) {
              throw new AssertionError(
                  String.format(
                      Locale.ROOT,
                      "%s for %s: precision %.2f, recall %.2f",
                      gram,
                      HealthCorpusGenerator.LABELS.name(label),
                      precision,
                      recall));
            }
          }
        });
  }

  private static Set<String> grams(String text) {
    Set<String> grams = new HashSet<>();
    for (int length = 1; length <= 4; length++) {
      for (int i = 0; i + length <= text.length(); i++) {
        grams.add(text.substring(i, i + length));
      }
    }
    return grams;
  }

  @Test
  void matchesTheSampleBesideTheCard(@TempDir Path directory) throws IOException {
    Path generated = directory.resolve("sample.jsonl");
    JsonLinesWriter.write(generated, HealthCorpusGenerator.generate(20, 1));
    assertThat(
            Path.of(System.getProperty("polystill.root"), "datasets/health-synthetic/sample.jsonl"))
        .hasSameBinaryContentAs(generated);
  }

  @Test
  void saysInOneLineThatItIsSynthetic() {
    assertThat(HealthCorpusGenerator.NOTICE)
        .contains("ynthetic", "not medical advice", "nothing about real text")
        .doesNotContain("\n");
  }
}
