package io.github.polystill.cli.corpus;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.PartField;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A corpus file and its fields; the options are the keys of {@code corpus:}. */
class CorpusPartOptions {
  @Parameters(paramLabel = "FILE", description = "Corpus: JSON Lines, CSV, TSV, or another format.")
  public Path file;

  @Option(names = "--id", paramLabel = "FIELD", description = "Field of the id, if there is one.")
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
      description = "Between the labels of a cell (default: ${DEFAULT-VALUE}).")
  String separator = ";";

  @Option(
      names = "--label-columns",
      paramLabel = "FIELD",
      split = ",",
      description = "Columns of 0 and 1, one per label, instead of --labels.")
  List<String> labelColumns = List.of();

  @Option(
      names = "--split",
      paramLabel = "FIELD",
      description = "Field of the corpus' own split: train, validation (or dev), test.")
  public Optional<String> split = Optional.empty();

  @Option(
      names = "--fold-field",
      paramLabel = "FIELD",
      description = "Field of the number of the document's fold, counted from 0 or 1.")
  public Optional<String> foldField = Optional.empty();

  /**
   * The field of the corpus' own split or folds.
   *
   * @throws InvalidInputException where both are given
   */
  final Optional<PartField> part() {
    if (split.isPresent() && foldField.isPresent()) {
      throw new InvalidInputException(
          "--split and --fold-field exclude each other: documents have one part; give one of them");
    }
    return split
        .map(field -> new PartField(field, PartField.Kind.SPLIT))
        .or(() -> foldField.map(field -> new PartField(field, PartField.Kind.FOLD)));
  }

  final CorpusFormat format(Optional<FileType> type) {
    return new CorpusFormat(type, id, text, labels, group, separator, labelColumns, part());
  }
}
