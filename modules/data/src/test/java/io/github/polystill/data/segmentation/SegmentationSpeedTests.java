package io.github.polystill.data.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.SharedData;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rate that the project promises: 300,000 characters per second on two cores. What is measured
 * is several times that, so that a busy machine does not fail the test.
 */
final class SegmentationSpeedTests {
  private static final double PROMISED = 300_000;

  @ParameterizedTest
  @CsvSource({"cmdd-symptoms.jsonl, hanlp", "twlaw.jsonl, hanlp-traditional"})
  void segmentsRealTextFastEnough(String file, String name) throws IOException {
    Corpus corpus =
        Corpus.of(CorpusReader.readStrict(SharedData.file(file), CorpusFormat.defaults()), 1);
    Segmenter segmenter = Segmenters.byName(name);
    segmenter.segment("先载入词典");
    long characters =
        corpus.documents().stream().mapToLong(document -> document.text().length()).sum();
    long start = System.nanoTime();
    SegmentedCorpus segmented =
        CorpusSegmenter.segment(corpus, segmenter, 2, Optional.empty(), (done, total) -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s, %s, 2 threads: %d characters in %.2f s, %.0f characters/s%n",
        file, name, characters, seconds, characters / seconds);
    assertThat(segmented.words()).allSatisfy(words -> assertThat(words).isNotEmpty());
    assertThat(characters / seconds).isGreaterThan(PROMISED);
  }
}
