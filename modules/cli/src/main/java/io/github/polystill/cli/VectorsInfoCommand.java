package io.github.polystill.cli;

import io.github.polystill.embeddings.WordVectorsInfo;
import io.github.polystill.embeddings.WordVectorsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill vectors info}. */
@Command(
    name = "info",
    description = "Say what a file of word vectors holds.",
    footer = {"", "Examples:", "  polystill vectors info vectors.bin --json"})
final class VectorsInfoCommand extends AbstractCommand {
  @Parameters(
      paramLabel = "FILE",
      description = "word2vec file, text or binary; plain or .gz, .bz2, .xz.")
  Path file;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    WordVectorsInfo info = WordVectorsReader.info(file);
    if (json) {
      printJson(info);
      return 0;
    }
    String format = info.format().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String compressed =
        info.compression().isEmpty() ? "" : ", compressed (" + info.compression() + ")";
    out().println("format       " + format + compressed);
    out().println("words        " + String.format(Locale.ROOT, "%,d", info.words()));
    out().println("dimensions   " + info.dimensions());
    out().println("mean norm    " + String.format(Locale.ROOT, "%.4f", info.meanNorm()));
    out().println("duplicates   " + info.duplicates());
    out().println("first words  " + String.join(" ", info.firstWords()));
    return 0;
  }
}
