package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.OutputFileOptions;
import io.github.polystill.corpora.cmdd.CmddImport;
import io.github.polystill.corpora.cmdd.CmddImporter;
import io.github.polystill.data.corpus.JsonLinesWriter;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill corpus import cmdd}. */
@Command(
    name = "cmdd",
    description = "Import the symptoms of CMDD's doctor-patient dialogues (ChineseBLUE).",
    footer = {
      "",
      "Examples:",
      "  polystill corpus import cmdd ChineseBLUE --out datasets/cmdd-symptoms/corpus.jsonl",
      "  polystill corpus import cmdd ChineseBLUE --traditional --out cmdd-tw.jsonl --force"
    })
final class ImportCmddCommand extends AbstractCommand {
  @Parameters(paramLabel = "DIR", description = "Checkout of the ChineseBLUE repository.")
  Path directory;

  @Mixin OutputFileOptions output;

  @Option(names = "--traditional", description = "Convert into Traditional Chinese.")
  boolean traditional;

  @Override
  public Integer call() throws IOException {
    output.requireFree();
    CmddImport imported = CmddImporter.importFrom(directory, traditional);
    JsonLinesWriter.write(output.file, imported.documents());
    err().println(imported.report().describe());
    print("%s in %s", count(imported.documents().size(), "document"), output.file);
    return 0;
  }
}
