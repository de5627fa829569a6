package io.github.polystill.cli;

import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.CorpusFormat.FileType;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.JsonLinesWriter;
import io.github.polystill.data.corpus.PartField;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill corpus import} of a file that another program wrote. */
abstract class ImportFileCommand extends AbstractCommand {
  private final FileType type;

  @Mixin CorpusPartOptions source;

  @Mixin OutputFileOptions output;

  @Option(
      names = "--skip-invalid",
      description = "Leave invalid records out instead of stopping at them.")
  boolean skipInvalid;

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
  protected Optional<Path> destination() {
    return Optional.ofNullable(output.file);
  }

  @Override
  public Integer call() throws IOException {
    output.requireFree(List.of(source.file));
    Optional<PartField> part = source.part();
    CorpusReadResult result =
        CorpusReader.read(source.file, source.format(Optional.of(type), part));
    List<Document> documents =
        skipInvalid
            ? CorpusReader.skippingInvalid(result).documents()
            : CorpusReader.strict(result);
    result.warnings().forEach(this::warn);
    result.notes().forEach(this::log);
    if (result.skipped() > 0) {
      err()
          .println(
              String.format(
                  Locale.ROOT, "skipped %,d of %,d records", result.skipped(), result.records()));
    }
    JsonLinesWriter.write(output.file, documents, part.map(PartField::name));
    out().println(String.format(Locale.ROOT, "%,d documents in %s", documents.size(), output.file));
    return 0;
  }
}
