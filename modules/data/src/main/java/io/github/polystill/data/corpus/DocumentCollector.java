package io.github.polystill.data.corpus;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.TextNormalizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gathers the documents and problems of one file and checks what no parser can see: blank values,
 * labels named twice or spelt in two ways, ids used twice or given to some documents alone.
 */
final class DocumentCollector {
  private final Path file;
  private final List<String> texts = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private final List<CorpusProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Optional<String> part;
  private final Map<String, Map<String, Place>> spellings;
  private final Map<String, Long> lineOfId = new HashMap<>();

  /** What is wrong with records without id where others have one. */
  private final List<CorpusProblem> withoutId = new ArrayList<>();

  /** Which documents are of such records. */
  private final BitSet unnamed = new BitSet();

  /** What labels look like of which this file has a further spelling. */
  private final Set<String> alike = new LinkedHashSet<>();

  private int records;
  private long line;
  private boolean inArray;
  private boolean anyId;
  private boolean named;
  private boolean valid;
  private boolean textsOnly;

  /** Where a record starts. */
  record Place(Path file, long line) {
    /** The place as seen from a file. */
    String from(Path other) {
      return file.equals(other) ? "on line " + line : "at " + file + ":" + line;
    }
  }

  DocumentCollector(Path file) {
    this(file, Optional.empty(), new HashMap<>());
  }

  /**
   * For a corpus of several files.
   *
   * @param part of the corpus that the whole file is
   * @param spellings where each spelling of what labels look like is; shared by all files
   */
  DocumentCollector(Path file, Optional<String> part, Map<String, Map<String, Place>> spellings) {
    this.file = file;
    this.part = part;
    this.spellings = spellings;
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
    return textsOnly ? "vectors.train.textField" : "corpus.text";
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
    named = true;
    valid = true;
  }

  /** Starts a record of an array, which shares its line with others; it is known by its number. */
  void beginElement(long lineOfRecord) {
    inArray = true;
    begin(lineOfRecord);
  }

  /** Line of the current record. */
  long line() {
    return line;
  }

  /** Reports a problem of the current record; values fill a format. */
  void reject(String message, Object... values) {
    valid = false;
    problems.add(problem(format(message, values)));
  }

  @SuppressWarnings("AnnotateFormatMethod") // would be a dependency for one annotation
  private static String format(String message, Object... values) {
    return values.length == 0 ? message : String.format(Locale.ROOT, message, values);
  }

  private CorpusProblem problem(String message) {
    String where = inArray ? "record " + records + ": " : "";
    return new CorpusProblem(file, line, where + message, CorpusProblem.Scope.RECORD);
  }

  /** Leaves the current record out; its problem was reported already. */
  void leaveOut() {
    valid = false;
  }

  /** Reports a problem of the file as a whole. */
  void rejectFile(long lineOfProblem, String message, Object... values) {
    problems.add(
        new CorpusProblem(file, lineOfProblem, format(message, values), CorpusProblem.Scope.FILE));
  }

  /** Reports that the current record has no id, which is right where no other has one. */
  void lacksId(String message) {
    named = false;
    withoutId.add(problem(message));
  }

  /** Says something that need not be wrong. */
  void warn(String warning, Object... values) {
    warnings.add(file + ": " + format(warning, values));
  }

  /** Says how the file was understood. */
  void note(String note, Object... values) {
    notes.add(file + ": " + format(note, values));
  }

  /** Whether a record had an id of its own. */
  boolean hasIds() {
    return anyId;
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

  /** Remembers on which line a label has its spelling, the first time. */
  void spelt(String label, long lineOfLabel) {
    String looks = LabelName.looks(label);
    Map<String, Place> known = spellings.computeIfAbsent(looks, it -> new LinkedHashMap<>());
    if (known.putIfAbsent(label, new Place(file, lineOfLabel)) == null && known.size() > 1) {
      alike.add(looks);
    }
  }

  /** Ends the current record. What is empty has been reported by the parser. */
  void end(
      Optional<String> id,
      Optional<String> text,
      Optional<List<String>> labels,
      Optional<String> group,
      Optional<String> ownPart) {
    if (textsOnly) {
      endText(text);
      return;
    }
    id.ifPresent(this::checkId);
    text.ifPresent(this::checkText);
    List<String> labelNames = labels.orElse(List.of()).stream().map(LabelName::strip).toList();
    checkLabels(labelNames);
    if (valid) {
      unnamed.set(documents.size(), !named);
      String name = named ? id.orElseThrow() : number();
      documents.add(
          new Document(name, text.orElseThrow(), labelNames, group, part.or(() -> ownPart)));
    }
  }

  private String number() {
    return part.map(it -> it + ":").orElse("") + (inArray ? records : line);
  }

  /**
   * All that was gathered.
   *
   * @throws InvalidInputException where the file has neither records nor problems
   */
  CorpusReadResult result() {
    if (records == 0 && problems.isEmpty()) {
      throw InvalidInputException.of(
          "%s: has no records; a corpus needs at least one document", file);
    }
    settleIds();
    alike.forEach(looks -> rejectAlike(spellings.get(looks)));
    problems.sort(Comparator.comparingLong(CorpusProblem::line));
    return new CorpusReadResult(documents, problems, records, warnings, notes);
  }

  private void settleIds() {
    if (withoutId.isEmpty()) {
      return;
    }
    if (!anyId) {
      note("no record has an id; documents are named by their %s", inArray ? "number" : "line");
      return;
    }
    problems.addAll(withoutId);
    for (int i = unnamed.length(); (i = unnamed.previousSetBit(i - 1)) >= 0; ) {
      documents.remove(i);
    }
  }

  private void rejectAlike(Map<String, Place> places) {
    List<String> labels = List.copyOf(places.keySet());
    String last = labels.get(labels.size() - 1);
    String others =
        labels.subList(0, labels.size() - 1).stream()
            .map(label -> LabelName.difference(label, last) + " " + places.get(label).from(file))
            .collect(Collectors.joining(" and "));
    rejectFile(
        places.get(last).line(),
        "the label %s looks like %s; spell it in one way",
        LabelName.difference(last, labels.get(0)),
        others);
  }

  private void checkId(String id) {
    if (id.isBlank()) {
      reject("the id is blank; give every document an id of its own");
      return;
    }
    checkSurrogates("id", id);
    anyId = true;
    Long first = lineOfId.putIfAbsent(id, line);
    if (first != null) {
      reject(
          "the id \"%s\" is already that of the document on line %s; give every document an id of"
              + " its own",
          id, first);
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
      Optional<String> problem = LabelName.problem(label);
      if (problem.isPresent()) {
        reject(problem.get());
      } else if (!seen.add(label)) {
        reject("the label \"%s\" is named twice; name each label once", label);
      } else {
        spelt(label, line);
      }
    }
  }

  /** Half a surrogate pair can be escaped in JSON but is no character and cannot be written. */
  private boolean checkSurrogates(String what, String value) {
    boolean whole = value.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    if (!whole) {
      reject(
          "the %s holds half of a surrogate pair (\\uD800 to \\uDFFF); write the whole character",
          what);
    }
    return whole;
  }
}
