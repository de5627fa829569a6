package io.github.polystill.cli;

import picocli.CommandLine.Command;

/** {@code polystill corpus import}. */
@Command(
    name = "import",
    description = "Turn a published corpus into JSON Lines.",
    subcommands = ImportCmddCommand.class,
    footer = {
      "",
      "Examples:",
      "  polystill corpus import cmdd ChineseBLUE --out datasets/cmdd-symptoms/corpus.jsonl"
    })
final class CorpusImportCommand extends CommandGroup {}
