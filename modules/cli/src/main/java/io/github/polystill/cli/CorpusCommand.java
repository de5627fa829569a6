package io.github.polystill.cli;

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
      CorpusImportCommand.class,
      CorpusExtractWikiCommand.class,
      CorpusGenerateCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  polystill corpus check my-corpus.csv",
      "  polystill corpus generate health --out health.jsonl"
    })
final class CorpusCommand extends CommandGroup {}
