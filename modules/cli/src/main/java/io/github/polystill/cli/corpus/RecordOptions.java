package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which records of a corpus are used. */
public final class RecordOptions {
  @Option(
      names = "--skip-invalid",
      description = "Leave invalid records out instead of stopping at them.")
  boolean skipInvalid;

  /**
   * Documents that are used.
   *
   * @param skipped records left out
   * @param warnings what is hardly meant
   * @param notes what else a user should know
   */
  public record Records(
      List<Document> documents, int skipped, List<String> warnings, List<String> notes) {
    /** Says on stderr what a user should know. */
    public void report(AbstractCommand command) {
      warnings.forEach(command::warn);
      notes.forEach(command::log);
    }
  }

  /**
   * The valid records of a corpus.
   *
   * @throws InvalidInputException where one is not valid and none may be left out, or where there
   *     is no document
   */
  public Records of(Path file, CorpusReadResult whole) {
    List<String> notes = new ArrayList<>(whole.notes());
    List<Document> documents;
    if (skipInvalid) {
      documents = CorpusReader.skippingInvalid(whole).documents();
      notes.add(
          String.format(
              Locale.ROOT, "skipped %,d of %,d records", whole.skipped(), whole.records()));
    } else {
      documents = CorpusReader.strict(whole);
    }
    if (documents.isEmpty()) {
      throw new InvalidInputException(file + ": holds no document; check the file");
    }
    return new Records(documents, whole.skipped(), whole.warnings(), notes);
  }
}
