package io.github.polystill.cli;

import picocli.CommandLine.Command;

/** {@code polystill vectors}. */
@Command(
    name = "vectors",
    description = "Look into word vectors.",
    subcommands = VectorsInfoCommand.class,
    footer = {"", "Examples:", "  polystill vectors info vectors.bin"})
final class VectorsCommand extends CommandGroup {}
