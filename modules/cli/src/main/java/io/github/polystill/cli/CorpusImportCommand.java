package io.github.polystill.cli;

import picocli.CommandLine.Command;

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
final class CorpusImportCommand extends CommandGroup {}
