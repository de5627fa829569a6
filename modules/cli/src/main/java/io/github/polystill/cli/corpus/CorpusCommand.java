package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code polystill corpus}. */
@Command(
    name = "corpus",
    description = "Check, count, segment, deal, import and generate corpora.",
    subcommands = {
      CorpusStatsCommand.class,
      CorpusCheckCommand.class,
      CorpusSegmentCommand.class,
      CorpusFoldsCommand.class,
      CorpusCommand.Import.class,
      CorpusExtractWikiCommand.class,
      CorpusCommand.Generate.class
    },
    footer = {
      "",
      "Examples:",
      "  polystill corpus check my-corpus.csv",
      "  polystill corpus generate health --out health.jsonl"
    })
public final class CorpusCommand extends CommandGroup {
  /** {@code polystill corpus import}. */
  @Command(
      name = "import",
      description = "Turn a published corpus, or a file of another program, into JSON Lines.",
      subcommands = {
        ImportCmddCommand.class,
        ImportFileCommand.FastText.class,
        ImportFileCommand.LibMultiLabel.class,
        ImportFileCommand.Doccano.class,
        ImportFileCommand.LabelStudio.class
      },
      footer = {
        "",
        "Examples:",
        "  polystill corpus import cmdd ChineseBLUE --out datasets/cmdd-symptoms/corpus.jsonl",
        "  polystill corpus import fasttext train.txt --out train.jsonl"
      })
  static final class Import extends CommandGroup {}

  /** {@code polystill corpus generate}. */
  @Command(
      name = "generate",
      description = "Write a synthetic corpus.",
      subcommands = GenerateHealthCommand.class,
      footer = {"", "Examples:", "  polystill corpus generate health --out health.jsonl"})
  static final class Generate extends CommandGroup {}
}
