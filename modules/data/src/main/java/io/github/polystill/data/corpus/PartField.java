package io.github.polystill.data.corpus;

import static io.github.polystill.data.folds.OwnFolds.TEST;
import static io.github.polystill.data.folds.OwnFolds.TRAIN;
import static io.github.polystill.data.folds.OwnFolds.VALIDATION;

import io.github.polystill.data.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * The field or column that says which part of its corpus a document belongs to.
 *
 * @param name of the field
 * @param kind what it holds
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record PartField(String name, Kind kind) {
  private static final Map<String, String> PARTS =
      Map.of(
          "train", TRAIN,
          "validation", VALIDATION,
          "valid", VALIDATION,
          "val", VALIDATION,
          "dev", VALIDATION,
          "test", TEST);

  /** Whole numbers, also as data frames write them where a column once had gaps: 3.0. */
  private static final Pattern FOLD = Pattern.compile("0*([0-9]{1,9})(\\.0*)?");

  /** What a field of parts holds. */
  public enum Kind {
    /** One of train, validation (also valid, val or dev) and test, in any case. */
    SPLIT("corpus.split", "train, validation (or dev) or test"),
    /** Numbers of folds, counted from 0 or 1. */
    FOLD("folds.field", "the number of a fold, counted from 0 or 1");

    private final String key;
    private final String expected;

    Kind(String key, String expected) {
      this.key = key;
      this.expected = expected;
    }

    /** The key of an experiment that names the field. */
    public String key() {
      return key;
    }
  }

  /** The part that a value means, in one spelling; empty where it means none. */
  Optional<String> part(String value) {
    String plain = value.strip().toLowerCase(Locale.ROOT);
    if (kind == Kind.SPLIT) {
      return Optional.ofNullable(PARTS.get(plain));
    }
    Matcher number = FOLD.matcher(plain);
    return number.matches() ? Optional.of(number.group(1)) : Optional.empty();
  }

  /** What to say of a record whose value means no part. */
  String problem(String value) {
    if (value.isBlank()) {
      return String.format(Locale.ROOT, "the field \"%s\" is blank; write %s", name, kind.expected);
    }
    Optional<String> nearest =
        kind == Kind.SPLIT
            ? NearestName.among(List.of(TRAIN, VALIDATION, "dev", TEST), value.strip())
            : Optional.empty();
    return String.format(
        Locale.ROOT,
        "the field \"%s\" holds \"%s\"%s; write %s",
        name,
        value,
        nearest.map(it -> ", which is nearest to \"" + it + "\"").orElse(""),
        kind.expected);
  }
}
