package io.github.polystill.data.folds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class OwnFoldsTests {
  private static final FoldSettings SETTINGS = new FoldSettings(2, 0.2, FoldMethod.RAREST_FIRST);

  /** Document i carries the labels a (even i) and b (every third). */
  private static Corpus corpus(List<String> parts) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<String> labels = new ArrayList<>(i % 2 == 0 ? List.of("a") : List.of());
      if (i % 3 == 0) {
        labels.add("b");
      }
      documents.add(document(i, "text " + i, labels, Optional.empty(), parts.get(i)));
    }
    return Corpus.of(documents, 1);
  }

  private static Document document(
      int id, String text, List<String> labels, Optional<String> group, String part) {
    return new Document("d" + id, text, labels, group, Optional.of(part));
  }

  private static int[] of(List<String> parts, String part) {
    return IntStream.range(0, parts.size()).filter(i -> parts.get(i).equals(part)).toArray();
  }

  @Provide
  Arbitrary<List<String>> parts() {
    return Arbitraries.of(OwnFolds.TRAIN, OwnFolds.VALIDATION, OwnFolds.TEST).list().ofMaxSize(60);
  }

  @Property(tries = 300)
  void anyAssignmentComesBackAsTheFold(@ForAll("parts") List<String> parts, @ForAll long seed) {
    Assume.that(parts.containsAll(Set.of(OwnFolds.TRAIN, OwnFolds.VALIDATION, OwnFolds.TEST)));
    Fold fold = OwnFolds.split(corpus(parts), SETTINGS, seed);
    assertThat(fold.index()).isZero();
    assertThat(fold.train()).isEqualTo(of(parts, OwnFolds.TRAIN));
    assertThat(fold.validation()).isEqualTo(of(parts, OwnFolds.VALIDATION));
    assertThat(fold.test()).isEqualTo(of(parts, OwnFolds.TEST));
  }

  @Property(tries = 200)
  void aMissingValidationPartIsDealtFromTrainByLabel(
      @ForAll @Size(min = 40, max = 120) List<Boolean> tested, @ForAll long seed) {
    List<String> parts = tested.stream().map(it -> it ? OwnFolds.TEST : OwnFolds.TRAIN).toList();
    int[] train = of(parts, OwnFolds.TRAIN);
    Assume.that(train.length > 1 && train.length < parts.size());
    Corpus corpus = corpus(parts);
    Fold fold = OwnFolds.split(corpus, SETTINGS, seed);
    assertThat(fold.test()).isEqualTo(of(parts, OwnFolds.TEST));
    assertThat(
            IntStream.concat(IntStream.of(fold.train()), IntStream.of(fold.validation())).sorted())
        .containsExactly(IntStream.of(train).boxed().toArray(Integer[]::new));
    assertThat(fold.train()).isNotEmpty();
    assertThat(fold.validation()).isNotEmpty();
    // Of the rarest label of the training part, validation has its share, rounded up or down.
    int rarest = count(corpus, train, "b") <= count(corpus, train, "a") ? 1 : 0;
    String label = List.of("a", "b").get(rarest);
    double wanted = SETTINGS.validationShare() * count(corpus, train, label);
    if (fold.validation().length > 1) {
      assertThat((double) count(corpus, fold.validation(), label))
          .isBetween(Math.floor(wanted), Math.ceil(wanted));
    }
    assertThat(OwnFolds.split(corpus, SETTINGS, seed).validation()).isEqualTo(fold.validation());
  }

  private static int count(Corpus corpus, int[] documents, String label) {
    return (int)
        IntStream.of(documents)
            .filter(i -> corpus.documents().get(i).labels().contains(label))
            .count();
  }

  @Property(tries = 200)
  void numbersAreTheTestPartsInTheirOrder(
      @ForAll @Size(min = 12, max = 60) List<@IntRange(min = 0, max = 4) Integer> numbers,
      @ForAll boolean fromOne,
      @ForAll long seed) {
    Assume.that(new TreeSet<>(numbers).size() == 5);
    List<String> parts =
        numbers.stream().map(it -> Integer.toString(it + (fromOne ? 1 : 0))).toList();
    List<Fold> folds = OwnFolds.numbered(corpus(parts), SETTINGS, seed);
    assertThat(folds).hasSize(5);
    for (Fold fold : folds) {
      assertThat(fold.test())
          .isEqualTo(of(parts, Integer.toString(fold.index() + (fromOne ? 1 : 0))));
      assertThat(
              Stream.of(fold.train(), fold.validation(), fold.test())
                  .flatMap(part -> IntStream.of(part).boxed()))
          .hasSize(parts.size())
          .doesNotHaveDuplicates();
      assertThat(fold.validation()).isNotEmpty();
    }
  }

  /**
   * As many documents as a label has outside the test part decide, not where the draw puts them.
   */
  @Property(tries = 100)
  void aLabelIsTooRareByItsCountWhateverTheSeed(@ForAll long seed) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<String> labels = new ArrayList<>(List.of("common"));
      if (i < 3 || i == 39) {
        labels.add(i == 0 ? "one" : i < 3 ? "two" : "none");
      }
      String part = i < 30 ? OwnFolds.TRAIN : OwnFolds.TEST;
      documents.add(document(i, "t" + i, labels, Optional.empty(), part));
    }
    Corpus corpus = Corpus.of(documents, 1);
    List<Fold> split = List.of(OwnFolds.split(corpus, SETTINGS, seed));
    assertThat(OwnFolds.tooRare(corpus, split, SETTINGS)).containsExactlyInAnyOrder("one", "none");
    assertThat(FoldSupport.leastOutside(SETTINGS)).isEqualTo(2);
    assertThat(FoldSupport.untrained(corpus, split)).doesNotContain("two");

    documents.set(20, document(20, "t20", List.of(), Optional.empty(), OwnFolds.VALIDATION));
    Corpus validated = Corpus.of(documents, 1);
    split = List.of(OwnFolds.split(validated, SETTINGS, seed));
    assertThat(OwnFolds.tooRare(validated, split, SETTINGS)).containsExactly("none");
  }

  @Property(tries = 100)
  void soIsOneOfNumberedFolds(@ForAll long seed) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<String> labels = new ArrayList<>(List.of("common"));
      labels.addAll(i < 2 ? List.of("two", "three") : i == 2 ? List.of("three") : List.of());
      documents.add(document(i, "t" + i, labels, Optional.empty(), Integer.toString(i % 4)));
    }
    Corpus corpus = Corpus.of(documents, 1);
    List<Fold> folds = OwnFolds.numbered(corpus, SETTINGS, seed);
    assertThat(OwnFolds.tooRare(corpus, folds, SETTINGS)).containsExactly("two");
  }

  @Test
  void aGroupStaysTogetherWhereValidationIsDealt() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      documents.add(
          document(
              i,
              "t" + i,
              List.of("a"),
              Optional.of("g" + i / 4),
              i < 32 ? OwnFolds.TRAIN : OwnFolds.TEST));
    }
    Fold fold = OwnFolds.split(Corpus.of(documents, 1), SETTINGS, 7);
    Set<Integer> train =
        IntStream.of(fold.train()).mapToObj(i -> i / 4).collect(Collectors.toSet());
    assertThat(IntStream.of(fold.validation()).mapToObj(i -> i / 4))
        .doesNotContainAnyElementsOf(train);
  }

  @Test
  void saysWhatIsWrongWithParts() {
    assertThatThrownBy(() -> OwnFolds.split(corpus(List.of("train", "validation")), SETTINGS, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "no document is of the test part (1 train, 1 validation, 0 test); mark some of them as"
                + " it");
    assertThatThrownBy(() -> OwnFolds.split(corpus(List.of("test", "test")), SETTINGS, 1))
        .hasMessageStartingWith("no document is of the train part");
    assertThatThrownBy(() -> OwnFolds.split(corpus(List.of("train", "test")), SETTINGS, 1))
        .hasMessageStartingWith(
            "the training part of the corpus' own split is empty: one document");
    assertThatThrownBy(() -> OwnFolds.numbers(corpus(List.of("0", "1", "3")).documents()))
        .hasMessageStartingWith("folds go up to 3 but no document is of fold 2;");
    assertThatThrownBy(() -> OwnFolds.numbers(corpus(List.of("2", "3")).documents()))
        .hasMessageStartingWith("folds go up to 3 but no document is of fold 1;");
    assertThatThrownBy(() -> OwnFolds.numbers(corpus(List.of("1", "1")).documents()))
        .hasMessageStartingWith("all documents are of fold 1, and cross-validation needs two");
  }

  @Test
  void countsTextsAndGroupsOnBothSides() {
    Optional<String> group = Optional.of("g");
    List<Document> documents =
        List.of(
            document(0, "ＣＴ 檢查", List.of(), group, "train"),
            document(1, "other", List.of(), Optional.of("h"), "validation"),
            document(2, "CT 檢查 ", List.of(), Optional.empty(), "test"),
            document(3, "new", List.of(), group, "test"),
            document(4, "newer", List.of(), group, "test"));
    Fold fold = OwnFolds.split(Corpus.of(documents, 1), SETTINGS, 1);
    Leaks leaks = Leaks.of(documents, List.of(fold));
    assertThat(leaks).isEqualTo(new Leaks(3, 1, 1));
    assertThat(leaks.warnings())
        .containsExactly(
            "Warning: 1 of 3 test documents has the same text as a training or validation document;"
                + " figures look better for it.",
            "Warning: 1 group has documents both in a test part and in what its fold learns from;"
                + " figures look better for it.");
    assertThat(new Leaks(3, 0, 0).warnings()).isEmpty();
  }
}
