package io.github.polystill.data.folds;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FoldSupportTests {

  @Test
  void theLeastCountsOfThePapersFolds() {
    FoldSettings settings = new FoldSettings(5, 0.15, FoldMethod.RAREST_FIRST);
    assertThat(FoldSupport.leastForTraining(settings)).isEqualTo(3);
    assertThat(FoldSupport.leastForEveryPart(settings)).isEqualTo(9);
    FoldSettings two = new FoldSettings(2, 0.15, FoldMethod.RAREST_FIRST);
    assertThat(FoldSupport.leastForTraining(two)).isEqualTo(4);
  }

  /** Whatever the seed: as many documents do, and of one fewer a draw leaves none to train on. */
  @Property(tries = 30)
  void theLeastCountDoes(
      @ForAll @IntRange(min = 2, max = 8) int count,
      @ForAll @DoubleRange(min = 0.05, max = 0.6) double share,
      @ForAll FoldMethod method,
      @ForAll long seed) {
    FoldSettings settings = new FoldSettings(count, share, method);
    Corpus training = corpus(FoldSupport.leastForTraining(settings));
    List<Fold> folds = deal(training, settings, seed);
    assertThat(FoldSupport.tooRare(training, folds, settings)).isEmpty();
    Corpus every = corpus(FoldSupport.leastForEveryPart(settings));
    if (method == FoldMethod.RAREST_FIRST) {
      assertThat(FoldSupport.unmeasured(every, deal(every, settings, seed))).isEmpty();
    }
    Corpus fewer = corpus(FoldSupport.leastForTraining(settings) - 1);
    assertThat(FoldSupport.tooRare(fewer, deal(fewer, settings, seed), settings))
        .containsExactly("rare");
    if (method == FoldMethod.RAREST_FIRST) { // the other method does not round at random
      assertThat(LongStream.range(0, 500).mapToObj(draw -> deal(fewer, settings, seed + draw)))
          .anyMatch(dealt -> FoldSupport.untrained(fewer, dealt).contains("rare"));
    }
  }

  @Test
  void documentsOfOneGroupCountOnce() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      documents.add(
          i < 10
              ? new Document("d" + i, "x", List.of("a", "grouped"), Optional.of("g"))
              : new Document("d" + i, "x", List.of("a")));
    }
    Corpus corpus = Corpus.of(documents, 1);
    FoldSettings settings = new FoldSettings(5, 0.15, FoldMethod.RAREST_FIRST);
    assertThat(FoldSupport.tooRare(corpus, deal(corpus, settings, 1), settings))
        .containsExactly("grouped");
    assertThat(FoldSupport.unmeasured(corpus, deal(corpus, settings, 1)))
        .containsExactly("grouped");
  }

  private static List<Fold> deal(Corpus corpus, FoldSettings settings, long seed) {
    List<Optional<String>> groups = corpus.documents().stream().map(Document::group).toList();
    return FoldDealer.deal(corpus.targets(), groups, settings, seed);
  }

  /** A label of so many documents among others of another. */
  private static Corpus corpus(int rare) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < rare + 60; i++) {
      documents.add(new Document("d" + i, "x", List.of(i < rare ? "rare" : "common")));
    }
    return Corpus.of(documents, 1);
  }
}
