package io.github.polystill.cli;

import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.PartField;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A corpus file and its fields. */
class CorpusFieldOptions {
  @Parameters(paramLabel = "FILE", description = "Corpus: JSON Lines, CSV, TSV, or another format.")
  Path file;

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

  final CorpusFormat format(Optional<FileType> type, Optional<PartField> part) {
    return new CorpusFormat(type, id, text, labels, group, separator, labelColumns, part);
  }
}
