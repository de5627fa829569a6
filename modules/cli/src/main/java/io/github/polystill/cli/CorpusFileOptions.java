package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.PartField;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A corpus file and how it is laid out; the options are the keys of {@code corpus:}. */
final class CorpusFileOptions {
  @Parameters(paramLabel = "FILE", description = "Corpus: JSON Lines, CSV or TSV.")
  Path file;

  @Option(
      names = "--format",
      paramLabel = "TYPE",
      description = "jsonl, csv or tsv (default: by extension).")
  FileType type;

  @Option(names = "--id", paramLabel = "FIELD", description = "Field of the id.")
  String id = "id";

  @Option(names = "--text", paramLabel = "FIELD", description = "Field of the text.")
  String text = "text";

  @Option(names = "--labels", paramLabel = "FIELD", description = "Field of the labels.")
  String labels = "labels";

  @Option(names = "--group", paramLabel = "FIELD", description = "Field of the group.")
  String group = "group";

  @Option(
      names = "--label-separator",
      paramLabel = "TEXT",
      description = "Between the labels of a CSV cell (default: ${DEFAULT-VALUE}).")
  String separator = ";";

  @Option(
      names = "--label-columns",
      paramLabel = "FIELD",
      split = ",",
      description = "CSV columns of 0 and 1, one per label, instead of --labels.")
  List<String> labelColumns = List.of();

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
    return new CorpusFormat(
        Optional.ofNullable(type), id, text, labels, group, separator, labelColumns, part());
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
