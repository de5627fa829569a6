package io.github.polystill.cli;

import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A corpus file of any format; the options are the keys of {@code corpus:}. */
final class CorpusFileOptions extends CorpusPartOptions {
  /** The formats by their keys. */
  static final class Converter extends KeyConverter<FileType> {
    Converter() {
      super(FileType.values(), FileType::key);
    }
  }

  @Option(
      names = "--format",
      paramLabel = "TYPE",
      converter = Converter.class,
      completionCandidates = Converter.class,
      description =
          "jsonl, json, csv, tsv, fasttext, libmultilabel, doccano or label-studio (default: by extension and"
              + " content).")
  FileType type;

  CorpusFormat format() {
    return format(Optional.ofNullable(type), part());
  }
}
