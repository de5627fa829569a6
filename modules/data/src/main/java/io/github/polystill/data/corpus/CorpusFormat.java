package io.github.polystill.data.corpus;

import io.github.polystill.data.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * How a corpus file is laid out. Start from {@link #defaults()} and change what differs.
 *
 * @param type the kind of file; empty means that the file's extension and content decide
 * @param id field or column of the document's id, which need not exist while it has its default
 *     name: documents are then named by the line on which they start
 * @param text field or column of the text
 * @param labels field or column of the labels: an array or list of names, or names joined by {@code
 *     separator}
 * @param group field or column of the group, which need not exist while it has its default name
 * @param separator what stands between two labels of a cell or a string
 * @param labelColumns columns or fields that hold 1 or true where a document carries the label of
 *     that name and 0, false or nothing elsewhere; where any are given, {@code labels} and {@code
 *     separator} have no effect
 * @param part field or column of the corpus' own split or folds; every record must have it
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public record CorpusFormat(
    Optional<FileType> type,
    String id,
    String text,
    String labels,
    String group,
    String separator,
    List<String> labelColumns,
    Optional<PartField> part) {

  static final String DEFAULT_ID = "id";
  static final String DEFAULT_TEXT = "text";
  static final String DEFAULT_LABELS = "labels";
  static final String DEFAULT_GROUP = "group";

  private static final Pattern COMPRESSION = Pattern.compile("(?i)\\.(gz|bz2|xz)$");

  /** The kinds of file that {@link CorpusReader} reads. */
  public enum FileType {
    /** One JSON object per line. */
    JSONL,
    /** One JSON array of objects. */
    JSON,
    /** RFC 4180: comma, double quotes, a header line. */
    CSV,
    /** CSV with tabs between the cells; a cell that begins with a double quote must be quoted. */
    TSV,
    /** fastText: a text per line, its labels marked by {@code __label__}. */
    FASTTEXT,
    /** LibMultiLabel: {@code id TAB labels TAB text} without the first or with, no header. */
    LIBMULTILABEL,
    /** doccano's text classification: JSON or JSON Lines with {@code label}, or CSV. */
    DOCCANO,
    /** Label Studio's choices: JSON, JSON-MIN or CSV. */
    LABEL_STUDIO;

    /** The name in experiment files and on the command line, such as {@code label-studio}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Checks the parts against each other.
   *
   * @throws InvalidInputException where a name is blank or two fields share a name
   */
  public CorpusFormat {
    labelColumns = List.copyOf(labelColumns);
    requireName("corpus.id", id);
    requireName("corpus.text", text);
    requireName("corpus.labels", labels);
    requireName("corpus.group", group);
    labelColumns.forEach(column -> requireName("corpus.labelColumns", column));
    part.ifPresent(field -> requireName(field.kind().key(), field.name()));
    if (separator.isEmpty()) {
      throw new InvalidInputException(
          "corpus.labelSeparator is empty; give the text that stands between two labels, such as"
              + " ;");
    }
    if (id.equals(text)) {
      throw InvalidInputException.of(
          "corpus.id and corpus.text both name \"%s\"; give each its own field", id);
    }
  }

  /**
   * The type by extension and content; fields {@code id}, {@code text}, {@code labels}, {@code
   * group}; labels separated by a semicolon.
   */
  public static CorpusFormat defaults() {
    return new CorpusFormat(
        Optional.empty(),
        DEFAULT_ID,
        DEFAULT_TEXT,
        DEFAULT_LABELS,
        DEFAULT_GROUP,
        ";",
        List.of(),
        Optional.empty());
  }

  public CorpusFormat withType(FileType newType) {
    return new CorpusFormat(
        Optional.of(newType), id, text, labels, group, separator, labelColumns, part);
  }

  public CorpusFormat withId(String newId) {
    return new CorpusFormat(type, newId, text, labels, group, separator, labelColumns, part);
  }

  public CorpusFormat withText(String newText) {
    return new CorpusFormat(type, id, newText, labels, group, separator, labelColumns, part);
  }

  public CorpusFormat withLabels(String newLabels) {
    return new CorpusFormat(type, id, text, newLabels, group, separator, labelColumns, part);
  }

  public CorpusFormat withGroup(String newGroup) {
    return new CorpusFormat(type, id, text, labels, newGroup, separator, labelColumns, part);
  }

  public CorpusFormat withSeparator(String newSeparator) {
    return new CorpusFormat(type, id, text, labels, group, newSeparator, labelColumns, part);
  }

  public CorpusFormat withLabelColumns(List<String> newLabelColumns) {
    return new CorpusFormat(type, id, text, labels, group, separator, newLabelColumns, part);
  }

  public CorpusFormat withPart(Optional<PartField> newPart) {
    return new CorpusFormat(type, id, text, labels, group, separator, labelColumns, newPart);
  }

  /** Whether documents are named by their lines where the file has no id. */
  boolean idIsOptional() {
    return id.equals(DEFAULT_ID);
  }

  /** Whether a file without a group is in order, because nobody asked for one by name. */
  boolean groupIsOptional() {
    return group.equals(DEFAULT_GROUP);
  }

  /**
   * The type of a file by its extension, that of a compression aside; empty for other files.
   * Content may show that a JSONL is a JSON, or a TSV a LIBMULTILABEL.
   */
  public static Optional<FileType> typeByName(String file) {
    return switch (extension(Path.of(file))) {
      case "jsonl", "ndjson", "json" -> Optional.of(FileType.JSONL);
      case "csv" -> Optional.of(FileType.CSV);
      case "tsv", "tab" -> Optional.of(FileType.TSV);
      default -> Optional.empty();
    };
  }

  /** The extension in lower case, that of a compression aside. */
  static String extension(Path file) {
    String name = COMPRESSION.matcher(file.getFileName().toString()).replaceFirst("");
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static void requireName(String key, String name) {
    if (name.isBlank()) {
      throw InvalidInputException.of("%s is blank; give the name of a field or column", key);
    }
  }
}
