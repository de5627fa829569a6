package io.github.polystill.data.corpus;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.TextNormalizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gathers the documents and problems of one file and checks what no parser can see: blank values,
 * labels named twice, ids used twice.
 */
final class DocumentCollector {
  private static final String TEXT_KEY = "corpus.text";

  private final Path file;
  private final List<String> texts = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private final List<CorpusProblem> problems = new ArrayList<>();
  private final Optional<String> part;
  private final Map<String, Place> placeOfId;
  private int records;
  private long line;
  private boolean valid;
  private boolean textsOnly;

  /** Where a record starts. */
  record Place(Path file, long line) {}

  DocumentCollector(Path file) {
    this(file, Optional.empty(), new HashMap<>());
  }

  /**
   * For a corpus of several files.
   *
   * @param part of the corpus that the whole file is
   * @param placeOfId shared by all files, so that an id is used once
   */
  DocumentCollector(Path file, Optional<String> part, Map<String, Place> placeOfId) {
    this.file = file;
    this.part = part;
    this.placeOfId = placeOfId;
  }

  /** A collector that wants nothing of a record but its text. */
  static DocumentCollector ofTexts(Path file) {
    DocumentCollector collector = new DocumentCollector(file);
    collector.textsOnly = true;
    return collector;
  }

  /** Whether ids, labels and groups are not looked for, and records end with {@link #endText}. */
  boolean textsOnly() {
    return textsOnly;
  }

  /** What names the field of the text. */
  String textKey() {
    return textsOnly ? "--text (vectors.train.textField in an experiment)" : TEXT_KEY;
  }

  /** Texts that are not blank, where these alone are wanted. */
  List<String> texts() {
    return texts;
  }

  /** Ends the current record where its text alone is wanted. */
  void endText(Optional<String> text) {
    text.filter(it -> !it.isBlank()).ifPresent(texts::add);
  }

  /** Starts a record; what {@link #reject} reports belongs to it. */
  void begin(long lineOfRecord) {
    records++;
    line = lineOfRecord;
    valid = true;
  }

  /** Reports a problem of the current record. */
  void reject(String message) {
    valid = false;
    problems.add(new CorpusProblem(file, line, message, CorpusProblem.Scope.RECORD));
  }

  /** Reports a problem of the file as a whole. */
  void rejectFile(long lineOfProblem, String message) {
    problems.add(new CorpusProblem(file, lineOfProblem, message, CorpusProblem.Scope.FILE));
  }

  boolean hasRecords() {
    return records > 0;
  }

  /** The part that a value of the current record means; reports one that means none. */
  Optional<String> part(PartField field, String value) {
    Optional<String> meant = field.part(value);
    if (meant.isEmpty()) {
      reject(field.problem(value));
    }
    return meant;
  }

  /** Ends the current record. What is empty has been reported by the parser. */
  void end(
      Optional<String> id,
      Optional<String> text,
      Optional<List<String>> labels,
      Optional<String> group,
      Optional<String> ownPart) {
    id.ifPresent(this::checkId);
    text.ifPresent(this::checkText);
    List<String> names = labels.orElse(List.of()).stream().map(String::strip).toList();
    checkLabels(names);
    if (valid) {
      documents.add(
          new Document(
              id.orElseThrow(absent("id")),
              text.orElseThrow(absent("text")),
              names,
              group,
              part.or(() -> ownPart)));
    }
  }

  /**
   * All that was gathered.
   *
   * @throws InvalidInputException where the file has neither records nor problems
   */
  CorpusReadResult result() {
    if (records == 0 && problems.isEmpty()) {
      throw new InvalidInputException(
          file + ": has no records; a corpus needs at least one document");
    }
    return new CorpusReadResult(documents, problems, records);
  }

  private void checkId(String id) {
    if (id.isBlank()) {
      reject("the id is blank; give every document an id of its own");
      return;
    }
    checkSurrogates("id", id);
    Place first = placeOfId.putIfAbsent(id, new Place(file, line));
    if (first != null) {
      reject(
          "the id \""
              + id
              + "\" is already that of the document "
              + (first.file().equals(file) ? "on line " : "at " + first.file() + ":")
              + first.line()
              + "; give every document an id of its own");
    }
  }

  private void checkText(String text) {
    if (text.isBlank()) {
      reject("the text is empty; give it content or remove the record");
    } else if (checkSurrogates("text", text) && TextNormalizer.normalize(text).isBlank()) {
      reject(
          "the text is blank once normalised (it has only control or format characters); give it"
              + " content or remove the record");
    }
  }

  private void checkLabels(List<String> labels) {
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (label.isEmpty()) {
        reject("a label is blank; remove it or give it a name");
      } else if (!seen.add(label)) {
        reject("the label \"" + label + "\" is named twice; name each label once");
      } else {
        checkSurrogates("label", label);
      }
    }
  }

  /** Half a surrogate pair can be escaped in JSON but is no character and cannot be written. */
  private boolean checkSurrogates(String what, String value) {
    boolean whole = value.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    if (!whole) {
      reject(
          "the "
              + what
              + " holds half of a surrogate pair (\\uD800 to \\uDFFF); write the whole character");
    }
    return whole;
  }

  private static Supplier<IllegalStateException> absent(String what) {
    return () -> new IllegalStateException("a record without " + what + " was not reported");
  }
}
