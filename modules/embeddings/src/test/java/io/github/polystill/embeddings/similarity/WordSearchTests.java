package io.github.polystill.embeddings.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.embeddings.WordVectors;
import io.github.polystill.embeddings.similarity.SimilarityPairs.SimilarityPair;
import io.github.polystill.embeddings.similarity.WordSearch.ScoredWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what NumPy and SciPy compute, see src/test/python/make_similarities.py. */
class WordSearchTests {
  private static final Path FIXTURES =
      Path.of("src/test/resources/io/github/polystill/embeddings/similarity");

  @TempDir private Path directory;
  private WordVectors vectors;

  @BeforeEach
  void read() throws IOException {
    vectors = WordVectors.read(FIXTURES.resolve("similarity.bin"));
  }

  private static List<String[]> expected(String kind) throws IOException {
    return Files.readAllLines(FIXTURES.resolve("similarity.tsv")).stream()
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields[0].equals(kind))
        .toList();
  }

  private static Map<String, List<ScoredWord>> expectedWords(String kind) throws IOException {
    return expected(kind).stream()
        .collect(
            Collectors.groupingBy(
                fields -> fields[1],
                LinkedHashMap::new,
                Collectors.mapping(
                    fields -> new ScoredWord(fields[2], Double.parseDouble(fields[3])),
                    Collectors.toList())));
  }

  private static void assertSame(List<ScoredWord> actual, List<ScoredWord> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).word()).isEqualTo(expected.get(i).word());
      assertThat(actual.get(i).cosine()).isCloseTo(expected.get(i).cosine(), within(1e-6));
    }
  }

  private int row(String word) {
    return vectors.row(word).orElseThrow();
  }

  @Test
  void neighborsAreThoseOfNumpy() throws IOException {
    Map<String, List<ScoredWord>> all = expectedWords("neighbor");
    assertThat(all).hasSize(3);
    for (Map.Entry<String, List<ScoredWord>> entry : all.entrySet()) {
      assertSame(new WordSearch(vectors).neighbors(row(entry.getKey()), 10), entry.getValue());
    }
  }

  @Test
  void analogiesAreThoseOfNumpy() throws IOException {
    Map<String, List<ScoredWord>> all = expectedWords("analogy");
    assertThat(all).hasSize(2);
    for (Map.Entry<String, List<ScoredWord>> entry : all.entrySet()) {
      String[] words = entry.getKey().split(" ", -1);
      assertSame(
          new WordSearch(vectors).analogy(row(words[0]), row(words[1]), row(words[2]), 10),
          entry.getValue());
    }
  }

  @Test
  void findsAllOtherWordsWhereThereAreFewer() {
    WordSearch search = new WordSearch(vectors);
    assertThat(search.neighbors(3, 1000)).hasSize(59).noneMatch(it -> it.word().equals("詞3"));
    assertThat(search.neighbors(59, 2)).allMatch(it -> it.cosine() == 0);
    assertThat(search.analogy(1, 1, 2, 1000)).hasSize(58);
  }

  @Test
  void correlationIsThatOfScipy() throws IOException {
    String[] spearman = expected("spearman").get(0);
    SimilarityEvaluation evaluation =
        SimilarityEvaluation.of(
            vectors, SimilarityPairs.read(FIXTURES.resolve("pairs.tsv")), "pairs");

    assertThat(evaluation.pairs()).isEqualTo(40);
    assertThat(evaluation.covered()).isEqualTo(Integer.parseInt(spearman[2]));
    assertThat(evaluation.spearman()).isCloseTo(Double.parseDouble(spearman[3]), within(1e-12));
  }

  @Test
  void builtInPairsAreGradedEvenly() {
    Map<Double, Long> grades =
        SimilarityPairs.builtIn().stream()
            .collect(Collectors.groupingBy(SimilarityPair::score, Collectors.counting()));
    assertThat(grades).isEqualTo(Map.of(0.0, 10L, 1.0, 10L, 2.0, 10L, 3.0, 10L));
  }

  @Test
  void reportsTheLineOfABadPair() throws IOException {
    assertBad("a\tb\t1\n\na\tb\n", ":3: not a word, a word and a score");
    assertBad("a\t\t1\n", ":1: not a word, a word and a score");
    assertBad("a\tb\tx\n", ":1: score \"x\" is not a number");
    assertBad("a\tb\tNaN\n", ":1: score \"NaN\" is not a finite number");
  }

  private void assertBad(String content, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("pairs.tsv"), content);
    assertThatThrownBy(() -> SimilarityPairs.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + message);
  }

  @Test
  void refusesPairsThatGiveNoCorrelation() {
    SimilarityPair known = new SimilarityPair("詞1", "詞2", 1);
    SimilarityPair unknown = new SimilarityPair("詞1", "x", 1);
    assertThatThrownBy(() -> SimilarityEvaluation.of(vectors, List.of(known, known, unknown), "p"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("p: only 2 of 3 pairs have vectors for both words");
    assertThatThrownBy(() -> SimilarityEvaluation.of(vectors, List.of(known, known, known), "p"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("p: all cosines or all scores are the same");
  }
}
