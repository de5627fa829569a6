package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.labs.segmentation.RandomBert;
import io.github.polystill.labs.segmentation.SegmentationBenchmark;
import io.github.polystill.labs.segmentation.SegmentationBenchmark.Row;
import io.github.polystill.report.table.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench segmentation}. */
@Command(
    name = "segmentation",
    description = {
      "Measure the segmenter ckip: characters per second, and that its memory does not grow.",
      "Without models these are random networks of the sizes of ckiplab's. Fails where the memory of"
          + " the process after all texts is more than 1.3 times that after a tenth of them."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench segmentation",
      "  polystill bench segmentation --model bert-tiny-chinese-ws --texts 100000 --longest 40"
    })
final class BenchSegmentationCommand extends AbstractCommand {
  private static final double LIMIT = 1.3;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A directory as --segmenter ckip has it; repeatable (default: random ones).")
  List<Path> models = List.of();

  @Option(
      names = "--texts",
      paramLabel = "N",
      description = "Random texts to segment (default: ${DEFAULT-VALUE}).")
  int texts = 200;

  @Option(
      names = "--longest",
      paramLabel = "N",
      description =
          "Characters of a text at most, and at least a quarter (default: ${DEFAULT-VALUE}).")
  int longest = 300;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that segment (default: one per core).")
  int threads = cores();

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    requireAtLeast(10, "--texts", texts);
    requireAtLeast(4, "--longest", longest);
    requireAtLeast(1, "--threads", threads);
    List<Row> rows = new ArrayList<>();
    for (Path model : models) {
      rows.add(SegmentationBenchmark.run(model.toString(), model, texts, longest, threads));
    }
    if (models.isEmpty()) {
      Path directory = Files.createTempDirectory("polystill-segmentation");
      try {
        for (RandomBert random :
            List.of(
                RandomBert.TINY, RandomBert.ALBERT_TINY, RandomBert.BASE, RandomBert.ALBERT_BASE)) {
          Path model = directory.resolve(random.name());
          random.write(model);
          rows.add(SegmentationBenchmark.run(random.name(), model, texts, longest, threads));
        }
      } finally {
        AtomicFiles.deleteRecursively(directory);
      }
    }
    options.print(out(), rows, table(rows));
    if (rows.stream().anyMatch(row -> row.growth() > LIMIT)) {
      err().println("memory grew by more than " + LIMIT + " times: something is not closed");
      return 1;
    }
    return 0;
  }

  private static TextTable table(List<Row> rows) {
    TextTable table =
        new TextTable(
            TextTable.left("model"),
            TextTable.right("texts"),
            TextTable.right("characters/s"),
            TextTable.right("RSS after a tenth, MB"),
            TextTable.right("after all"));
    for (Row row : rows) {
      table.row(
          row.model(),
          Integer.toString(row.texts()),
          String.format(Locale.ROOT, "%.0f", row.charactersPerSecond()),
          String.format(Locale.ROOT, "%.0f", row.earlyRssBytes() / 1e6),
          String.format(Locale.ROOT, "%.0f", row.rssBytes() / 1e6));
    }
    return table;
  }
}
