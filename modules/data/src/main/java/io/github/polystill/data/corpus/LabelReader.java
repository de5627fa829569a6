package io.github.polystill.data.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Labels in all the ways in which a field or a cell holds them, of one file.
 *
 * <p>A list of names, whole numbers included, in JSON or as Python spells it; names joined by the
 * separator; Label Studio's {@code {"choices": [...]}}; or, with {@link #flag}, a column per label.
 * A vector of 0 and 1 has no names and is refused: one of two entries where all of the file are
 * such, as {@code [0, 1]} may also be the two labels 0 and 1.
 */
final class LabelReader {
  private static final Set<String> ONE = Set.of("1", "1.", "1.0", "true");
  private static final Set<String> ZERO = Set.of("0", "0.", "0.0", "false");
  private static final String BIT = "[01](?:\\.0?)?";
  private static final Pattern BARE_VECTOR =
      Pattern.compile("[\\[(]?\\s*" + BIT + "(?:[\\s,;|、，；]+" + BIT + ")+\\s*[\\])]?");
  private static final Pattern QUOTED_LIST = Pattern.compile("(?s)[({]\\s*u?['\"].*[)}]");
  private static final Set<String> EMPTY = Set.of("", "()", "set()");

  /** What data frames write where a value is missing. */
  private static final Set<String> MISSING = Set.of("nan", "<na>");

  /** What usually stands between labels; a blank may be part of a name. */
  private static final List<String> USUAL = List.of(";", ",", "|", "、", "；", "，", "#");

  private static final double MANY = 0.1;

  /**
   * Cells that hold a separator other than the one set.
   *
   * @param cells how many
   * @param line the first one's line
   * @param cell the first one
   */
  private record Other(int cells, long line, String cell) {}

  private final String separator;
  private final DocumentCollector collector;
  private final Map<String, Other> others = new LinkedHashMap<>();
  private int joinedCells;
  private boolean vectorReported;
  private long firstPair;
  private boolean onlyPairs = true;

  LabelReader(String separator, DocumentCollector collector) {
    this.separator = separator;
    this.collector = collector;
  }

  /** The labels of a cell or a string of a column or field. */
  Optional<List<String>> ofText(String field, String value) {
    String text = LabelName.strip(value);
    if (EMPTY.contains(text)) {
      return Optional.of(List.of());
    }
    if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
      collector.reject(
          "the labels are %s, which a data frame writes where there is no value; leave them empty"
              + " where the document has none, or write [\"%s\"] where that is a label",
          text, text);
      return Optional.empty();
    }
    if (text.startsWith("{") && ListLiteral.json(text).isPresent()) {
      return ofJson(field, ListLiteral.json(text).get());
    }
    boolean list = text.startsWith("[") && text.endsWith("]");
    List<String> bits =
        BARE_VECTOR.matcher(text).matches()
            ? Stream.of(text.split("[^01.]+")).filter(bit -> !bit.isEmpty()).toList()
            : List.of();
    if (isVector(bits) || (list && !bits.isEmpty() && ListLiteral.parse(text).isEmpty())) {
      return vector(text);
    }
    if (list || QUOTED_LIST.matcher(text).matches()) {
      Optional<ArrayNode> items = ListLiteral.parse(text);
      if (items.isEmpty()) {
        collector.reject(
            "the labels %s look like a list but are none; write [\"a\", \"b\"], with names in"
                + " quotes and commas between them",
            text);
        return Optional.empty();
      }
      return ofArray(field, items.get());
    }
    List<String> labels = split(text);
    notePair(bits.isEmpty() ? labels : bits);
    return Optional.of(labels);
  }

  private List<String> split(String text) {
    List<String> labels = List.of(text.split(Pattern.quote(separator), -1));
    joinedCells++;
    for (String other : USUAL) {
      if (!separator.contains(other) && text.contains(other)) {
        others.merge(
            other,
            new Other(1, collector.line(), text),
            (known, one) -> new Other(known.cells() + 1, known.line(), known.cell()));
      }
    }
    return labels;
  }

  /** The labels of a field's JSON value; reports what is none. */
  Optional<List<String>> ofJson(String field, JsonNode value) {
    if (value instanceof ArrayNode array) {
      return ofArray(field, array);
    }
    if (value.isTextual()) {
      return ofText(field, value.asText());
    }
    if (value.isIntegralNumber()) {
      return Optional.of(List.of(value.asText()));
    }
    if (value.path("choices") instanceof ArrayNode choices && value.size() == 1) {
      return ofArray(field, choices);
    }
    collector.reject(
        "the field \"%s\" must be an array of strings ([] for none) but holds %s",
        field, RecordReader.describe(value));
    return Optional.empty();
  }

  private Optional<List<String>> ofArray(String field, ArrayNode array) {
    List<String> labels = array.valueStream().map(JsonNode::asText).toList();
    Optional<JsonNode> nameless = array.valueStream().filter(item -> !isName(item)).findFirst();
    if (isVector(labels) || (nameless.isPresent() && labels.size() > 1 && areBits(labels))) {
      return vector(array.toString());
    }
    if (nameless.isPresent()) {
      collector.reject(
          "the field \"%s\" must be an array of strings but holds %s%s",
          field,
          RecordReader.describe(nameless.get()),
          nameless.get().isContainerNode()
              ? "; spans of a text cannot be learnt, only labels of whole texts"
              : "");
      return Optional.empty();
    }
    notePair(labels);
    return Optional.of(labels);
  }

  private static boolean isName(JsonNode item) {
    return item.isTextual() || item.isIntegralNumber();
  }

  /** Whether these are 0 and 1 so often that they cannot be names, or others of the file were. */
  private boolean isVector(List<String> labels) {
    return labels.size() > 1
        && areBits(labels)
        && (vectorReported || labels.stream().distinct().count() < labels.size());
  }

  private static boolean areBits(List<String> labels) {
    return labels.stream().allMatch(LabelReader::isBit);
  }

  private static boolean isBit(String text) {
    String bit = text.strip().toLowerCase(Locale.ROOT);
    return ONE.contains(bit) || ZERO.contains(bit);
  }

  private void notePair(List<String> labels) {
    if (labels.size() == 2 && areBits(labels)) {
      firstPair = firstPair == 0 ? collector.line() : firstPair;
    } else if (!labels.isEmpty()) {
      onlyPairs = false;
    }
  }

  private Optional<List<String>> vector(String vector) {
    collector.leaveOut();
    if (!vectorReported) {
      vectorReported = true;
      collector.rejectFile(collector.line(), unnamed(vector));
    }
    return Optional.empty();
  }

  private String unnamed(String vector) {
    return "the labels "
        + vector
        + " are a vector of 0 and 1, which does not name them; give the names, or a column of 0"
        + " and 1 for each label and corpus.labelColumns";
  }

  /** Whether a document carries the label of a column. */
  boolean flag(String column, String value) {
    String text = LabelName.strip(value).toLowerCase(Locale.ROOT);
    if (!text.isEmpty() && !isBit(text)) {
      collector.reject("the label column \"%s\" holds \"%s\"; write 1 or 0", column, value.strip());
    }
    return ONE.contains(text);
  }

  static boolean isFlag(String value) {
    return isBit(value);
  }

  /** Reports what shows only in all records together. */
  void finish() {
    if (firstPair > 0 && onlyPairs && !vectorReported) {
      collector.rejectFile(firstPair, unnamed("of every record"));
    }
    others.forEach(
        (other, seen) -> {
          if (seen.cells() > 1 && seen.cells() >= MANY * joinedCells) {
            collector.warn(
                "%d of %d cells of labels hold \"%s\" but corpus.labelSeparator is \"%s\", so"
                    + " \"%s\" on line %d is one label; if it is several, set corpus.labelSeparator"
                    + " to \"%s\"",
                seen.cells(), joinedCells, other, separator, seen.cell(), seen.line(), other);
          }
        });
  }
}
