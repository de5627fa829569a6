package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.PartField;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A corpus file of any format; the options are the keys of {@code corpus:}. */
final class CorpusFileOptions extends CorpusFieldOptions {
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

  @Option(
      names = "--split",
      paramLabel = "FIELD",
      description = "Field of the corpus' own split: train, validation (or dev), test.")
  String split;

  @Option(
      names = "--fold-field",
      paramLabel = "FIELD",
      description = "Field of the number of the document's fold, counted from 0 or 1.")
  String foldField;

  CorpusFormat format() {
    if (split != null && foldField != null) {
      throw new InvalidInputException(
          "--split and --fold-field exclude each other: documents have one part; give one of them");
    }
    return format(Optional.ofNullable(type), part());
  }

  /** The field of the corpus' own split or folds. */
  Optional<PartField> part() {
    return Optional.ofNullable(split)
        .map(field -> new PartField(field, PartField.Kind.SPLIT))
        .or(
            () ->
                Optional.ofNullable(foldField)
                    .map(field -> new PartField(field, PartField.Kind.FOLD)));
  }
}
