package io.github.polystill.cli;

import io.github.polystill.embeddings.WordVectorsInfo;
import io.github.polystill.embeddings.WordVectorsReader;
import io.github.polystill.evaluation.table.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polystill vectors}: looks at word vectors. */
@Command(name = "vectors", description = "Look at word vectors.")
final class VectorsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "give what to do: info");
  }

  @Command(
      name = "info",
      description = "Format, size and first words of a file of word vectors.",
      footer = {"", "Example: polystill vectors info vectors.bin"})
  int info(
      @Parameters(paramLabel = "FILE", description = "word2vec text or binary, .vec.") Path file,
      @Option(names = "--json", description = "Print JSON.") boolean json)
      throws IOException {
    WordVectorsInfo info = WordVectorsReader.info(file);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.pretty(info));
    } else {
      TextTable table = new TextTable(TextTable.left("what"), TextTable.left("value"));
      table.row("format", info.format());
      table.row("words", info.words());
      table.row("dimensions", info.dimensions());
      table.row("mean norm", String.format(Locale.ROOT, "%.3f", info.meanNorm()));
      table.row("duplicates", info.duplicates());
      table.row("first words", String.join(" ", info.firstWords()));
      out.println(table.toString().stripTrailing());
    }
    out.flush();
    return 0;
  }
}
