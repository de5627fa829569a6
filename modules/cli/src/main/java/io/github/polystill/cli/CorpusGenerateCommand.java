package io.github.polystill.cli;

import picocli.CommandLine.Command;

/** {@code polystill corpus generate}. */
@Command(
    name = "generate",
    description = "Write a synthetic corpus.",
    subcommands = GenerateHealthCommand.class,
    footer = {"", "Examples:", "  polystill corpus generate health --out health.jsonl"})
final class CorpusGenerateCommand extends CommandGroup {}
