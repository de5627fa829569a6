package io.github.polystill.cli.command;

import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.segmentation.Segmenters;
import picocli.CommandLine.Option;

/** How texts are cut into words. */
public final class SegmenterOptions {
  @Option(
      names = "--segmenter",
      paramLabel = "NAME",
      description =
          "hanlp, hanlp-traditional, english, characters or whitespace (default: ${DEFAULT-VALUE}).")
  String name = "hanlp-traditional";

  @Option(names = "--threads", paramLabel = "N", description = "Threads (default: one per core).")
  public int threads = AbstractCommand.cores();

  public Segmenter segmenter() {
    return Segmenters.byName(name);
  }
}
