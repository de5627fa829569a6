package io.github.polystill.experiments.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what a misspelt name was meant to be. */
final class NearestName {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private NearestName() {}

  /**
   * The known name with the fewest edits, case and {@code _ -} aside; empty where more than two
   * letters and more than a third of them differ.
   */
  static Optional<String> among(Collection<String> known, String name) {
    String wanted = plain(name);
    int allowed = Math.max(Math.min(2, wanted.length() / 2), wanted.length() / 3);
    return known.stream()
        .filter(candidate -> distance(candidate, wanted) <= allowed)
        .min(Comparator.comparingInt(candidate -> distance(candidate, wanted)));
  }

  private static int distance(String candidate, String wanted) {
    return DISTANCE.apply(plain(candidate), wanted);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }
}
