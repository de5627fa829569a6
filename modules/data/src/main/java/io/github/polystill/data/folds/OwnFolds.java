package io.github.polystill.data.folds;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Folds that a corpus brings with it, by the {@link Document#part()} of its documents. Only
 * validation parts that it does not bring are dealt, as {@link FoldDealer} deals them; so of the
 * settings the number of folds has no bearing, and another seed changes nothing else.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class OwnFolds {
  /** What the one fold of {@link #split} is called where folds have numbers. */
  public static final String SPLIT = "the corpus' own split";

  public static final String TRAIN = "train";
  public static final String VALIDATION = "validation";
  public static final String TEST = "test";

  private OwnFolds() {}

  /**
   * The split into {@link #TRAIN}, {@link #VALIDATION} and {@link #TEST} as one fold, number 0.
   * Where no document is of the validation part, it is dealt from the training part.
   *
   * @param corpus whose documents all have one of these parts
   * @throws InvalidInputException where there is no training or no test document, or too few to
   *     deal from
   */
  public static Fold split(Corpus corpus, FoldSettings settings, long seed) {
    requireParts(corpus.documents());
    int[] train = documents(corpus, TRAIN::equals);
    int[] validation = documents(corpus, VALIDATION::equals);
    int[] test = documents(corpus, TEST::equals);
    return validation.length > 0
        ? new Fold(0, train, validation, test)
        : FoldDealer.fold(0, SPLIT, units(corpus, train), test, settings, seed);
  }

  /**
   * Checks the parts of documents without dealing.
   *
   * @throws InvalidInputException where there is no training or no test document
   */
  public static void requireParts(List<Document> documents) {
    for (String part : List.of(TRAIN, TEST)) {
      if (count(documents, part) == 0) {
        throw InvalidInputException.of(
            "no document is of the %s part (%d train, %d validation, %d test); mark some of them"
                + " as it",
            part, count(documents, TRAIN), count(documents, VALIDATION), count(documents, TEST));
      }
    }
  }

  /**
   * Labels that cannot be learnt with such folds; where validation is dealt, however it is drawn.
   */
  public static List<String> tooRare(Corpus corpus, List<Fold> folds, FoldSettings settings) {
    return dealsValidation(corpus.documents())
        ? FoldSupport.tooRareOutside(corpus, folds, settings)
        : FoldSupport.untrained(corpus, folds);
  }

  /** Whether the documents bring no validation part, so that it is dealt. */
  public static boolean dealsValidation(List<Document> documents) {
    return count(documents, VALIDATION) == 0;
  }

  /** One line that says how big the parts of a split are and whether validation was dealt. */
  public static String describeSplit(List<Document> documents, Fold split) {
    return String.format(
        Locale.ROOT,
        "%s: %,d training, %,d validation and %,d test documents%s",
        SPLIT,
        split.train().length,
        split.validation().length,
        split.test().length,
        dealsValidation(documents) ? "; validation was dealt from the training part" : "");
  }

  /** One line that says which number of {@link #numbered} is which fold. */
  public static String describeNumbers(List<Document> documents) {
    List<Integer> numbers = numbers(documents);
    return String.format(
        Locale.ROOT,
        "the corpus' own folds: %d, fold 0 is the one with the number %d",
        numbers.size(),
        numbers.get(0));
  }

  private static long count(List<Document> documents, String part) {
    return documents.stream().filter(it -> it.part().orElseThrow().equals(part)).count();
  }

  /**
   * As many folds as there are numbers; the lowest number's documents are the test part of fold 0.
   *
   * @param corpus whose documents all have a whole number for a part
   * @throws InvalidInputException where there is one fold only, or the numbers are not those from 0
   *     or 1 on without a gap, or too few documents are outside of one to deal from
   */
  public static List<Fold> numbered(Corpus corpus, FoldSettings settings, long seed) {
    List<Integer> numbers = numbers(corpus.documents());
    SplittableRandom seeds = new SplittableRandom(seed);
    List<Fold> folds = new ArrayList<>();
    for (int index = 0; index < numbers.size(); index++) {
      String number = numbers.get(index).toString();
      folds.add(
          FoldDealer.fold(
              index,
              "fold " + index,
              units(corpus, documents(corpus, part -> !part.equals(number))),
              documents(corpus, number::equals),
              settings,
              seeds.nextLong()));
    }
    return List.copyOf(folds);
  }

  /**
   * The numbers of the folds of documents, ascending.
   *
   * @throws InvalidInputException as {@link #numbered} for wrong numbers
   */
  public static List<Integer> numbers(List<Document> documents) {
    TreeSet<Integer> numbers =
        documents.stream()
            .map(document -> Integer.valueOf(document.part().orElseThrow()))
            .collect(Collectors.toCollection(TreeSet::new));
    int first = numbers.first() == 0 ? 0 : 1;
    int gap = first;
    while (numbers.contains(gap)) {
      gap++;
    }
    if (numbers.last() > gap) {
      throw InvalidInputException.of(
          "folds go up to %d but no document is of fold %d; number them from 0 or 1 without a gap",
          numbers.last(), gap);
    }
    if (numbers.size() < 2) {
      throw InvalidInputException.of(
          "all documents are of fold %s, and cross-validation needs two folds or more; number the"
              + " documents of the others",
          numbers.first());
    }
    return List.copyOf(numbers);
  }

  private static Units units(Corpus corpus, int[] among) {
    return Units.of(
        corpus.targets(), corpus.documents().stream().map(Document::group).toList(), among);
  }

  private static int[] documents(Corpus corpus, Predicate<String> part) {
    return IntStream.range(0, corpus.size())
        .filter(i -> part.test(corpus.documents().get(i).part().orElseThrow()))
        .toArray();
  }
}
