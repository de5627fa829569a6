package io.github.polystill.cli;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.RareLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A corpus that is read to be used. */
final class CorpusReadOptions {
  @Mixin CorpusFileOptions source;

  @Option(
      names = "--min-label-count",
      paramLabel = "N",
      description = "Drop labels of fewer documents (default: ${DEFAULT-VALUE}).")
  int minLabelCount = 1;

  @Option(
      names = "--skip-invalid",
      description = "Leave invalid records out instead of stopping at them.")
  boolean skipInvalid;

  /**
   * What was read.
   *
   * @param skipped records left out
   * @param warnings what is hardly meant
   * @param notes what else a user should know about it
   */
  record Read(
      Corpus corpus,
      int skipped,
      RareLabels rareLabels,
      List<String> warnings,
      List<String> notes) {
    /** Says on stderr what a user should know. */
    void report(AbstractCommand command) {
      warnings.forEach(command::warn);
      notes.forEach(command::log);
    }
  }

  /**
   * Reads the corpus.
   *
   * @throws InvalidInputException as {@link CorpusReader} does, and where there is no document
   */
  Read read() throws IOException {
    return read(CorpusReader.read(source.file, source.format()));
  }

  /** The same of a corpus of several files, by part. */
  Read read(Map<String, Path> files) throws IOException {
    return read(CorpusReader.read(files, source.format()));
  }

  private Read read(CorpusReadResult whole) {
    List<String> notes = new ArrayList<>(whole.notes());
    List<Document> documents;
    int skipped = 0;
    if (skipInvalid) {
      CorpusReadResult result = CorpusReader.skippingInvalid(whole);
      documents = result.documents();
      skipped = result.skipped();
      notes.add(
          String.format(Locale.ROOT, "skipped %,d of %,d records", skipped, result.records()));
    } else {
      documents = CorpusReader.strict(whole);
    }
    if (documents.isEmpty()) {
      throw new InvalidInputException(source.file + ": holds no document; check the file");
    }
    RareLabels rare = RareLabels.of(documents, minLabelCount);
    rare.describe().ifPresent(notes::add);
    return new Read(
        Corpus.of(documents, minLabelCount), skipped, rare, whole.warnings(), notes);
  }
}
