package io.github.polystill.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.RecordsJson;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/** Finds where figures that were written are not those that are computed again. */
public final class FigureDifference {
  /** Logarithms may differ in the last digit between Java versions. */
  private static final double ROUNDING = 1e-9;

  private FigureDifference() {}

  /** Whether two figures are the same up to rounding. */
  public static boolean same(double written, double computed) {
    return Math.abs(written - computed) <= ROUNDING * Math.max(1, Math.abs(computed));
  }

  /**
   * The first difference, such as {@code choices/1/test/microF1 is 0.9, but 0.5 by its
   * predictions}; empty where there is none.
   */
  public static Optional<String> first(Record written, Record computed) {
    return first(
        "", RecordsJson.mapper().valueToTree(written), RecordsJson.mapper().valueToTree(computed));
  }

  private static Optional<String> first(String where, JsonNode written, JsonNode computed) {
    if (written.isNumber() && computed.isNumber()) {
      return same(written.doubleValue(), computed.doubleValue())
          ? Optional.empty()
          : different(where, written, computed);
    }
    if (!written.isContainerNode() || written.size() != computed.size()) {
      return written.equals(computed) ? Optional.empty() : different(where, written, computed);
    }
    if (written.isArray()) {
      for (int i = 0; i < written.size(); i++) {
        String name = written.get(i).path("label").asText(Integer.toString(i));
        Optional<String> found = first(where + "/" + name, written.get(i), computed.path(i));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    for (Iterator<String> keys = written.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      Optional<String> found = first(where + "/" + key, written.get(key), computed.path(key));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> different(String where, JsonNode written, JsonNode computed) {
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s is %s, but %s by its predictions",
            where.substring(Math.min(1, where.length())),
            shown(written),
            shown(computed)));
  }

  private static String shown(JsonNode value) {
    return value.isContainerNode() ? value.size() + " entries" : value.asText("nothing");
  }
}
