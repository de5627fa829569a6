package io.github.polystill.cli.corpus;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.RareLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A corpus that is read to be used. */
final class CorpusReadOptions {
  @Mixin CorpusFileOptions source;

  @Mixin RecordOptions valid;

  @Option(
      names = "--min-label-count",
      paramLabel = "N",
      description = "Drop labels of fewer documents (default: ${DEFAULT-VALUE}).")
  int minLabelCount = 1;

  /** What was read. */
  record Read(Corpus corpus, RareLabels rareLabels, RecordOptions.Records records) {}

  /**
   * Reads the corpus.
   *
   * @throws InvalidInputException as {@link RecordOptions#of}
   */
  Read read() throws IOException {
    return read(CorpusReader.read(source.file, source.format()));
  }

  /** The same of a corpus of several files, by part. */
  Read read(Map<String, Path> files) throws IOException {
    return read(CorpusReader.read(files, source.format()));
  }

  private Read read(CorpusReadResult whole) {
    RecordOptions.Records records = valid.of(source.file, whole);
    RareLabels rare = RareLabels.of(records.documents(), minLabelCount);
    rare.describe().ifPresent(records.notes()::add);
    return new Read(Corpus.of(records.documents(), minLabelCount), rare, records);
  }
}
