package io.github.polystill.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures are those of the card beside the data. */
final class RealCorporaTests {

  @ParameterizedTest
  @ValueSource(strings = {"cmdd-symptoms.jsonl", "cmdd-symptoms-tw.jsonl"})
  void cmdd(String name) throws IOException {
    CorpusStatistics statistics = statistics(SharedData.file(name));
    assertThat(statistics.documents()).isEqualTo(1965);
    assertThat(statistics.labels()).hasSize(32);
    assertThat(statistics.labels().get(31).documents()).isGreaterThanOrEqualTo(50);
    assertThat(statistics.meanLabelsPerDocument()).isCloseTo(3.37, within(0.005));
    assertThat(statistics.characters().median()).isCloseTo(662, within(1.0));
    assertThat(statistics.documentsWithoutLabels()).isZero();
  }

  @Test
  void twlaw() throws IOException {
    CorpusStatistics statistics = statistics(SharedData.file("twlaw.jsonl"));
    assertThat(statistics.documents()).isEqualTo(3361);
    assertThat(statistics.labels()).hasSize(32);
    assertThat(statistics.characters().median()).isEqualTo(1000);
  }

  @Test
  void semeval() throws IOException {
    CorpusStatistics statistics = statistics(SharedData.file("semeval2025-chn.jsonl"));
    assertThat(statistics.documents()).isEqualTo(5484);
    assertThat(statistics.labels()).hasSize(6);
    assertThat(statistics.documentsWithoutLabels() / 5484.0).isCloseTo(0.22, within(0.005));
  }

  @Test
  void writingAndReadingKeepsARealCorpus(@TempDir Path directory) throws IOException {
    var documents =
        CorpusReader.readStrict(SharedData.file("twlaw.jsonl"), CorpusFormat.defaults());
    Path copy = directory.resolve("copy.jsonl");
    JsonLinesWriter.write(copy, documents);
    assertThat(CorpusReader.readStrict(copy, CorpusFormat.defaults())).isEqualTo(documents);
  }

  private static CorpusStatistics statistics(Path file) throws IOException {
    return CorpusStatistics.of(
        Corpus.of(CorpusReader.readStrict(file, CorpusFormat.defaults()), 1));
  }
}
