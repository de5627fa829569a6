package io.github.polystill.data.corpus;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Says which of the names that exist a missing one may stand for. */
final class NearestName {
  private NearestName() {}

  /** {@code ; the nearest is "x"} by edit distance, or nothing where there are no names. */
  static String hint(String missing, Collection<String> existing) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return existing.stream()
        .filter(name -> !name.isBlank())
        .min(Comparator.comparingInt(name -> distance.apply(missing, name)))
        .map(name -> "; the nearest is \"" + name + "\"")
        .orElse("");
  }
}
