package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.corpus.PartField;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A corpus file, its fields, and the one of its own split or folds. */
class CorpusPartOptions extends CorpusFieldOptions {
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

  /**
   * The field of the corpus' own split or folds.
   *
   * @throws InvalidInputException where both are given
   */
  final Optional<PartField> part() {
    if (split != null && foldField != null) {
      throw new InvalidInputException(
          "--split and --fold-field exclude each other: documents have one part; give one of them");
    }
    return Optional.ofNullable(split)
        .map(field -> new PartField(field, PartField.Kind.SPLIT))
        .or(
            () ->
                Optional.ofNullable(foldField)
                    .map(field -> new PartField(field, PartField.Kind.FOLD)));
  }
}
