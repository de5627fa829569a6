package io.github.polystill.cli.vectors;

import io.github.polystill.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code polystill vectors}. */
@Command(
    name = "vectors",
    description = "Train word vectors, and look into them.",
    subcommands = {
      VectorsTrainCommand.class,
      WordVectorCommand.Info.class,
      WordVectorCommand.Neighbors.class,
      WordVectorCommand.Analogy.class,
      WordVectorCommand.Evaluate.class
    },
    footer = {
      "",
      "Examples:",
      "  polystill vectors train my-corpus.jsonl --out vectors.bin",
      "  polystill vectors info vectors.bin",
      "  polystill vectors neighbors vectors.bin 頭痛"
    })
public final class VectorsCommand extends CommandGroup {}
