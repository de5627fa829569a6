package io.github.polystill.experiments.comparison;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.experiments.run.RunFold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The check that two runs have corpus, labels and folds in common; figures differ without. */
final class SameGround {
  private final ComparedRun first;
  private final ComparedRun other;

  SameGround(ComparedRun first, ComparedRun other) {
    this.first = first;
    this.other = other;
  }

  /**
   * Checks the runs.
   *
   * @throws InvalidInputException saying what is the first to differ
   */
  void require() {
    if (!first.corpus().equals(other.corpus())) {
      throw differ(
          "corpora",
          String.format(
              Locale.ROOT,
              "SHA-256 %s and %s in environment.json",
              first.corpus(),
              other.corpus()));
    }
    requireSame("labels", "label", first.labels().names(), other.labels().names());
    if (first.deals().size() == 1 && other.deals().size() == 1) {
      requireSame(
          first.deals().values().iterator().next(), other.deals().values().iterator().next());
      return;
    }
    Set<Long> shared = new TreeSet<>(first.deals().keySet());
    shared.retainAll(other.deals().keySet());
    if (shared.isEmpty()) {
      throw differ("seeds", first.deals().keySet() + " and " + other.deals().keySet());
    }
    shared.forEach(seed -> requireSame(first.deals().get(seed), other.deals().get(seed)));
  }

  private void requireSame(List<RunFold> folds, List<RunFold> others) {
    if (folds.size() != others.size()) {
      throw differ("folds", count(folds) + " and " + count(others));
    }
    for (int i = 0; i < folds.size(); i++) {
      for (Map.Entry<String, List<String>> part : parts(folds.get(i)).entrySet()) {
        requireSame(
            "folds",
            String.format(
                Locale.ROOT,
                "%s, %s part, document",
                folds.size() == 1 ? OwnFolds.SPLIT : "fold " + i,
                part.getKey()),
            part.getValue(),
            parts(others.get(i)).get(part.getKey()));
      }
    }
  }

  private static String count(List<RunFold> folds) {
    return folds.size() == 1 ? OwnFolds.SPLIT : folds.size() + " folds";
  }

  private static Map<String, List<String>> parts(RunFold fold) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    parts.put("test", fold.test());
    parts.put("validation", fold.validation());
    parts.put("train", fold.train());
    return parts;
  }

  private void requireSame(String what, String element, List<String> own, List<String> others) {
    for (int i = 0; i < Math.max(own.size(), others.size()); i++) {
      String one = i < own.size() ? "\"" + own.get(i) + "\"" : "none";
      String another = i < others.size() ? "\"" + others.get(i) + "\"" : "none";
      if (!one.equals(another)) {
        throw differ(
            what, String.format(Locale.ROOT, "%s %d is %s and %s", element, i + 1, one, another));
      }
    }
  }

  private InvalidInputException differ(String what, String how) {
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s and %s have different %s: %s; compare runs on the same corpus, labels and folds",
            first.name(),
            other.name(),
            what,
            how));
  }
}
