package io.github.polystill.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what a misspelt name was meant to be. */
public final class NearestName {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();
  private static final int MOST_LISTED = 10;

  /** Comparing two names takes time by both their lengths, and nobody writes such a one. */
  private static final int LONGEST_NAME = 200;

  private NearestName() {}

  /**
   * The known name with the fewest edits, case and {@code _ -} aside; empty where more than two
   * letters and more than a third of them differ, and for what is too long to be a name.
   */
  public static Optional<String> among(Collection<String> known, String name) {
    String wanted = plain(name);
    if (wanted.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    int allowed = Math.max(Math.min(2, wanted.length() / 2), wanted.length() / 3);
    return known.stream()
        .filter(candidate -> !candidate.isBlank() && candidate.length() <= 2 * LONGEST_NAME)
        .filter(candidate -> distance(candidate, wanted) <= allowed)
        .min(Comparator.comparingInt(candidate -> distance(candidate, wanted)));
  }

  /**
   * A clause for the end of a message: {@code ; the nearest is "x"}, or the first few known names
   * where none is near, or nothing where there are none.
   */
  public static String hint(Collection<String> known, String name) {
    return among(known, name)
        .map(nearest -> "; the nearest is \"" + nearest + "\"")
        .orElseGet(() -> listed(known));
  }

  private static String listed(Collection<String> known) {
    String names =
        known.stream()
            .filter(name -> !name.isBlank())
            .limit(MOST_LISTED)
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "; there is " + names;
  }

  private static int distance(String candidate, String wanted) {
    return DISTANCE.apply(plain(candidate), wanted);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }
}
