package io.github.polystill.corpora.cmdd;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.TraditionalChinese;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns a checkout of CMDD into documents: one per dialogue, labelled with the symptoms that the
 * patient has.
 *
 * <p>Of dialogues with exactly the same text one is kept: from test before dev before train, and
 * within one split that with the lowest number. Symptoms present in fewer than {@value
 * #MIN_LABEL_COUNT} of the remaining dialogues are dropped, then dialogues left without a label.
 * Runs of seven or more digits (telephone numbers) are masked.
 */
public final class CmddImporter {
  static final int MIN_LABEL_COUNT = 50;

  private static final String CORPUS = "CMDD";
  private static final Pattern NUMBERED = Pattern.compile("[a-z]+_([0-9]{1,9})\\.json");
  private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{7,}");
  private static final String MASK = "#######";

  private CmddImporter() {}

  /**
   * Imports a checkout.
   *
   * @param directory the root of the repository, its {@code data} or its {@code data/CMDD}
   * @param traditional whether texts and labels are converted by {@link TraditionalChinese}
   * @throws InvalidInputException where the directory does not hold the corpus or a file of it is
   *     malformed
   */
  public static CmddImport importFrom(Path directory, boolean traditional) throws IOException {
    Path corpus = locate(directory);
    List<Dialogue> all = new ArrayList<>();
    DialogueReader reader = new DialogueReader();
    for (Split split : Split.values()) {
      for (Path file : filesOf(corpus.resolve(split.directory()))) {
        all.add(reader.read(file, split));
      }
    }
    requireDistinctIds(all, corpus);
    List<Dialogue> distinct = withoutDuplicates(all);
    return select(all, distinct, traditional);
  }

  private static CmddImport select(
      List<Dialogue> all, List<Dialogue> distinct, boolean traditional) {
    Map<String, Integer> counts =
        Corpus.labelCounts(distinct.stream().map(CmddImporter::toDocument).toList());
    List<Document> documents =
        distinct.stream()
            .map(CmddImporter::toDocument)
            .map(document -> keepLabels(document, counts))
            .filter(document -> !document.labels().isEmpty())
            .map(document -> traditional ? toTraditional(document) : document)
            .toList();
    List<String> dropped =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() < MIN_LABEL_COUNT)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    CmddReport report =
        new CmddReport(
            all.size(),
            all.size() - distinct.size(),
            dropped,
            distinct.size() - documents.size(),
            all.stream().mapToInt(Dialogue::mismatchedTurns).sum());
    return new CmddImport(documents, report);
  }

  private static Document toDocument(Dialogue dialogue) {
    return new Document(
        "cmdd-" + dialogue.id(),
        LONG_NUMBER.matcher(dialogue.text()).replaceAll(MASK),
        dialogue.symptoms());
  }

  private static Document keepLabels(Document document, Map<String, Integer> counts) {
    List<String> kept =
        document.labels().stream().filter(label -> counts.get(label) >= MIN_LABEL_COUNT).toList();
    return new Document(document.id(), document.text(), kept);
  }

  private static Document toTraditional(Document document) {
    return new Document(
        document.id(),
        TraditionalChinese.convert(document.text()),
        document.labels().stream().map(TraditionalChinese::convert).distinct().toList());
  }

  /** Keeps the copy of the latest split, and within it the first; the order stays. */
  private static List<Dialogue> withoutDuplicates(List<Dialogue> dialogues) {
    Map<String, Dialogue> kept = new HashMap<>();
    for (Dialogue dialogue : dialogues) {
      kept.merge(
          dialogue.text(),
          dialogue,
          (known, other) -> other.split().compareTo(known.split()) > 0 ? other : known);
    }
    return dialogues.stream()
        .filter(dialogue -> kept.get(dialogue.text()).id().equals(dialogue.id()))
        .toList();
  }

  private static void requireDistinctIds(List<Dialogue> dialogues, Path corpus) {
    Set<String> ids = new HashSet<>();
    for (Dialogue dialogue : dialogues) {
      if (!ids.add(dialogue.id())) {
        throw new InvalidInputException(
            corpus
                + ": the example-id "
                + dialogue.id()
                + " occurs in two files; unpack the CMDD archive into an empty directory");
      }
    }
  }

  private static Path locate(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InvalidInputException(
          directory + ": no such directory; give the checkout of ChineseBLUE that holds CMDD");
    }
    return Stream.of(
            directory, directory.resolve(CORPUS), directory.resolve("data").resolve(CORPUS))
        .filter(candidate -> Files.isDirectory(candidate.resolve(Split.TRAIN.directory())))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    directory
                        + ": holds neither data/CMDD/train nor CMDD/train nor train; give the"
                        + " checkout of ChineseBLUE or its data/CMDD"));
  }

  private static List<Path> filesOf(Path split) throws IOException {
    if (!Files.isDirectory(split)) {
      throw new InvalidInputException(
          split + ": no such directory; unpack the CMDD archive completely");
    }
    List<NumberedFile> files;
    try (Stream<Path> entries = Files.list(split)) {
      files =
          entries
              .filter(entry -> entry.getFileName().toString().endsWith(".json"))
              .filter(entry -> !entry.getFileName().toString().startsWith("."))
              .map(NumberedFile::of)
              .sorted(
                  Comparator.comparingInt(NumberedFile::number).thenComparing(NumberedFile::file))
              .toList();
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(
          split + ": holds no .json file; unpack the CMDD archive completely");
    }
    return files.stream().map(NumberedFile::file).toList();
  }

  /** A file and the number in its name, by which the documents are ordered. */
  private record NumberedFile(Path file, int number) {
    static NumberedFile of(Path file) {
      Matcher matcher = NUMBERED.matcher(file.getFileName().toString());
      if (!matcher.matches()) {
        throw new InvalidInputException(
            file + ": is not named like train_12.json; remove what does not belong to CMDD");
      }
      return new NumberedFile(file, Integer.parseInt(matcher.group(1)));
    }
  }
}
