package io.github.polystill.cli.vectors;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.embeddings.WordVectorsInfo;
import io.github.polystill.embeddings.WordVectorsReader;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code polystill vectors info}. */
@Command(
    name = "info",
    description = "Say what a file of word vectors holds.",
    footer = {"", "Examples:", "  polystill vectors info vectors.bin --json"})
final class VectorsInfoCommand extends AbstractCommand {
  @Mixin WordVectorFile source;

  @Override
  public Integer call() throws IOException {
    WordVectorsInfo info = WordVectorsReader.info(source.file);
    if (source.json) {
      printJson(info);
      return 0;
    }
    String compressed =
        info.compression().isEmpty() ? "" : ", compressed (" + info.compression() + ")";
    print(
        "format       %s%s",
        info.format().name().toLowerCase(Locale.ROOT).replace('_', ' '), compressed);
    print("words        %,d", info.words());
    print("dimensions   %d", info.dimensions());
    print("mean norm    %.4f", info.meanNorm());
    print("duplicates   %d", info.duplicates());
    print("first words  %s", String.join(" ", info.firstWords()));
    return 0;
  }
}
