package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.OutputFileOptions;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.JsonLinesWriter;
import io.github.polystill.data.corpus.PartField;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code polystill corpus import} of a file that another program wrote. */
abstract class ImportFileCommand extends AbstractCommand {
  private final FileType type;

  @Mixin CorpusPartOptions source;

  @Mixin OutputFileOptions output;

  @Mixin RecordOptions valid;

  ImportFileCommand(FileType type) {
    this.type = type;
  }

  /** {@code polystill corpus import fasttext}. */
  @Command(
      name = "fasttext",
      description = "Import fastText's lines: labels marked by __label__, and a text.",
      footer = {"", "Examples:", "  polystill corpus import fasttext train.txt --out train.jsonl"})
  static final class FastText extends ImportFileCommand {
    FastText() {
      super(FileType.FASTTEXT);
    }
  }

  /** {@code polystill corpus import libmultilabel}. */
  @Command(
      name = "libmultilabel",
      description =
          "Import LibMultiLabel's lines: id (optional), labels, text, with tabs between them.",
      footer = {
        "",
        "Examples:",
        "  polystill corpus import libmultilabel train.txt --out train.jsonl"
      })
  static final class LibMultiLabel extends ImportFileCommand {
    LibMultiLabel() {
      super(FileType.LIBMULTILABEL);
    }
  }

  /** {@code polystill corpus import doccano}. */
  @Command(
      name = "doccano",
      description = "Import what doccano exports of a text classification: JSONL, JSON or CSV.",
      footer = {"", "Examples:", "  polystill corpus import doccano all.jsonl --out corpus.jsonl"})
  static final class Doccano extends ImportFileCommand {
    Doccano() {
      super(FileType.DOCCANO);
    }
  }

  /** {@code polystill corpus import label-studio}. */
  @Command(
      name = "label-studio",
      description = {
        "Import the choices of a Label Studio export: JSON, JSON-MIN or CSV.",
        "--labels names the control that holds the labels, --text the field of the text."
      },
      footer = {
        "",
        "Examples:",
        "  polystill corpus import label-studio project.json --labels topic --out corpus.jsonl",
        "  polystill corpus import label-studio project.json --split part --out corpus.jsonl"
      })
  static final class LabelStudio extends ImportFileCommand {
    LabelStudio() {
      super(FileType.LABEL_STUDIO);
    }
  }

  @Override
  public Integer call() throws IOException {
    output.requireFree(List.of(source.file));
    RecordOptions.Records records =
        valid.of(source.file, CorpusReader.read(source.file, source.format(Optional.of(type))));
    records.report(this);
    JsonLinesWriter.write(output.file, records.documents(), source.part().map(PartField::name));
    print("%s in %s", count(records.documents().size(), "document"), output.file);
    return 0;
  }
}
