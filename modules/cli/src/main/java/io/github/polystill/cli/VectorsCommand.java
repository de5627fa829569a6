package io.github.polystill.cli;

import picocli.CommandLine.Command;

/** {@code polystill vectors}. */
@Command(
    name = "vectors",
    description = "Look into word vectors.",
    subcommands = {
      VectorsInfoCommand.class,
      VectorsNeighborsCommand.class,
      VectorsAnalogyCommand.class,
      VectorsEvaluateCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  polystill vectors info vectors.bin",
      "  polystill vectors neighbors vectors.bin 頭痛"
    })
final class VectorsCommand extends CommandGroup {}
