package io.github.polystill.data.folds;

import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.segmentation.TextNormalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What test parts have in common with what models learn from: figures on it look better than on
 * texts that are really new.
 *
 * @param tested documents of all test parts
 * @param texts how many of them have a text, once normalised, that is also in the training or
 *     validation part of their fold
 * @param groups groups of documents that are in both
 */
public record Leaks(int tested, int texts, int groups) {

  /** Those of folds. */
  public static Leaks of(List<Document> documents, List<Fold> folds) {
    List<String> texts =
        documents.stream()
            .map(document -> TextNormalizer.normalize(document.text()).strip())
            .toList();
    int tested = 0;
    int repeated = 0;
    Set<String> groups = new HashSet<>();
    for (Fold fold : folds) {
      Set<String> known = outside(fold, i -> Stream.of(texts.get(i)));
      tested += fold.test().length;
      for (int document : fold.test()) {
        repeated += known.contains(texts.get(document)) ? 1 : 0;
      }
      Set<String> knownGroups = outside(fold, i -> documents.get(i).group().stream());
      for (int document : fold.test()) {
        documents.get(document).group().filter(knownGroups::contains).ifPresent(groups::add);
      }
    }
    return new Leaks(tested, repeated, groups.size());
  }

  private static Set<String> outside(Fold fold, Function<Integer, Stream<String>> value) {
    return Stream.of(fold.texts(), fold.validation())
        .flatMap(part -> IntStream.of(part).boxed())
        .flatMap(value)
        .collect(Collectors.toSet());
  }

  /** A line for each kind of leak that there is. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (texts > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Warning: %,d of %,d test documents %s the same text as a training or validation"
                  + " document; figures look better for it.",
              texts,
              tested,
              texts == 1 ? "has" : "have"));
    }
    if (groups > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "Warning: %,d %s documents both in a test part and in what its fold learns from;"
                  + " figures look better for it.",
              groups,
              groups == 1 ? "group has" : "groups have"));
    }
    return warnings;
  }
}
