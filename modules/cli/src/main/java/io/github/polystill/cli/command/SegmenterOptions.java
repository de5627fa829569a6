package io.github.polystill.cli.command;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.transformers.Transformers;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How texts are cut into words. */
public final class SegmenterOptions {
  @Option(
      names = "--segmenter",
      paramLabel = "NAME",
      description =
          "hanlp, hanlp-traditional, english, characters, whitespace or ckip (default:"
              + " ${DEFAULT-VALUE}).")
  String name = "hanlp-traditional";

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Of ckip: the directory of its model.onnx, vocab.txt and config.json.")
  Optional<Path> model = Optional.empty();

  @Option(
      names = "--delimiters",
      description =
          "Of ckip: cut a text after punctuation marks before it is read, and not only every 510"
              + " characters.")
  boolean delimiters;

  @Option(
      names = "--no-normalize",
      description = "Of ckip: without polystill's normalisation, which comes before all others.")
  boolean raw;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (default: one per core).")
  public int threads = AbstractCommand.cores();

  /** The segmenter, to be closed. */
  public Segmenter segmenter() {
    if (!name.equals(Segmenters.CKIP)) {
      if (model.isPresent() || delimiters || raw) {
        throw new InvalidInputException(
            "--model, --delimiters and --no-normalize are for --segmenter ckip; leave them out");
      }
      return Segmenters.byName(name);
    }
    Path directory =
        model.orElseThrow(
            () ->
                new InvalidInputException(
                    "--segmenter ckip reads a model; give its directory with --model"));
    return Transformers.require("--segmenter ckip").ckip(directory, delimiters, !raw);
  }
}
