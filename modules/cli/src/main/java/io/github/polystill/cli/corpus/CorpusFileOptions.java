package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.KeyConverter;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A corpus file of any format. */
public final class CorpusFileOptions extends CorpusPartOptions {
  /** What there is to say of a corpus without labels. */
  static final String NO_LABELS =
      "no document has a label; name their field with --labels or their columns with --label-columns";

  /** The formats by their keys. */
  static final class Formats extends KeyConverter<FileType> {
    Formats() {
      super(FileType.values(), FileType::key);
    }
  }

  @Option(
      names = "--format",
      paramLabel = "TYPE",
      converter = Formats.class,
      completionCandidates = Formats.class,
      description =
          "jsonl, json, csv, tsv, fasttext, libmultilabel, doccano or label-studio (default: by extension and"
              + " content).")
  Optional<FileType> type = Optional.empty();

  public CorpusFormat format() {
    return format(type);
  }
}
