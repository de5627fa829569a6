package io.github.polystill.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.CorpusStatistics.LabelCount;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CorpusStatisticsTests {
  private static final List<Document> DOCUMENTS =
      List.of(
          new Document("1", "一二三", List.of("感冒", "cough")),
          new Document("2", "𠮷", List.of("感冒")),
          new Document("3", "一二三四五六", List.of()),
          new Document("4", "ab", List.of("rare")));

  @Test
  void countsByHand() {
    CorpusStatistics statistics = CorpusStatistics.of(Corpus.of(DOCUMENTS, 1));
    assertThat(statistics)
        .isEqualTo(
            new CorpusStatistics(
                4,
                1,
                4,
                1.0,
                List.of(
                    new CorpusStatistics.Cardinality(0, 1),
                    new CorpusStatistics.Cardinality(1, 2),
                    new CorpusStatistics.Cardinality(2, 1)),
                new CorpusStatistics.Lengths(1, 2.5, 3.0, 6, 6, 12),
                List.of(
                    new LabelCount("感冒", 2, 0.5),
                    new LabelCount("cough", 1, 0.25),
                    new LabelCount("rare", 1, 0.25))));
  }

  @Test
  void theNinetiethPercentileIsTheLeastLengthThatNinetyPercentDoNotExceed() {
    assertThat(CorpusStatistics.Lengths.of(IntStream.rangeClosed(1, 10).toArray()).p90())
        .isEqualTo(9);
    assertThat(CorpusStatistics.Lengths.of(IntStream.rangeClosed(1, 11).toArray()).p90())
        .isEqualTo(10);
    assertThat(CorpusStatistics.Lengths.of(new int[] {5}).p90()).isEqualTo(5);
  }

  @Test
  void droppedLabelsDoNotCount() {
    CorpusStatistics statistics = CorpusStatistics.of(Corpus.of(DOCUMENTS, 2));
    assertThat(statistics.assignments()).isEqualTo(2);
    assertThat(statistics.documentsWithoutLabels()).isEqualTo(2);
    assertThat(statistics.labels()).extracting(LabelCount::label).containsExactly("感冒");
  }

  @Test
  void isPlainJson() {
    JsonNode json = new ObjectMapper().valueToTree(CorpusStatistics.of(Corpus.of(DOCUMENTS, 1)));
    assertThat(json.at("/labels/0/label").asText()).isEqualTo("感冒");
    assertThat(json.at("/characters/median").asDouble()).isEqualTo(2.5);
    assertThat(json.at("/labelsPerDocument/1/documents").asInt()).isEqualTo(2);
  }

  @Test
  void reportsDroppedLabels() {
    RareLabels rare = RareLabels.of(DOCUMENTS, 2);
    assertThat(rare.dropped())
        .containsExactly(new LabelCount("cough", 1, 0.25), new LabelCount("rare", 1, 0.25));
    assertThat(rare.describe())
        .contains(
            "dropped 2 labels of fewer than 2 documents: cough (1), rare (1); 1 document is left"
                + " without a label");
    assertThat(RareLabels.of(DOCUMENTS, 1).describe()).isEmpty();
    assertThat(Corpus.of(DOCUMENTS, 2).labels().names()).containsExactly("感冒");
  }
}
