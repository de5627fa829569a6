package io.github.polystill.cli.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.CorpusStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CorpusStatisticsTableTests {
  private static final List<Document> DOCUMENTS =
      List.of(
          new Document("1", "一二三", List.of("感冒", "cough")),
          new Document("2", "𠮷", List.of("感冒")),
          new Document("3", "一二三四五六", List.of()),
          new Document("4", "ab", List.of("rare")));

  @Test
  void rendersATableWhoseColumnsAlign() {
    assertThat(CorpusStatisticsTable.render(CorpusStatistics.of(Corpus.of(DOCUMENTS, 1))))
        .isEqualTo(
            """
            documents               4
              without labels        1 (25.0%)
            labels                  3
            assignments             4
            labels per document     1.00
              0                     1 (25.0%)
              1                     2 (50.0%)
              2                     1 (25.0%)
            characters              12
              per document          min 1, median 2.5, mean 3.0, 90% up to 6, max 6

            label                   documents    share
            感冒                            2   50.00%
            cough                           1   25.00%
            rare                            1   25.00%
            """);
  }

  @Test
  void rendersAnEmptyCorpus() {
    assertThat(CorpusStatisticsTable.render(CorpusStatistics.of(Corpus.of(List.of(), 1))))
        .startsWith("documents               0\n");
  }
}
