package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.CommandGroup;
import io.github.polystill.cli.command.OutputFileOptions;
import io.github.polystill.corpora.cmdd.CmddImport;
import io.github.polystill.corpora.cmdd.CmddImporter;
import io.github.polystill.corpora.synthetic.HealthCorpusGenerator;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.JsonLinesWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill corpus}. */
@Command(
    name = "corpus",
    description = "Check, count, segment, deal, import and generate corpora.",
    subcommands = {
      CorpusStatsCommand.class,
      CorpusCheckCommand.class,
      CorpusSegmentCommand.class,
      CorpusFoldsCommand.class,
      CorpusCommand.Import.class,
      CorpusExtractWikiCommand.class,
      CorpusCommand.Generate.class
    },
    footer = {
      "",
      "Examples:",
      "  polystill corpus check my-corpus.csv",
      "  polystill corpus generate health --out health.jsonl"
    })
public final class CorpusCommand extends CommandGroup {
  /** {@code polystill corpus import}. */
  @Command(
      name = "import",
      description = "Turn a published corpus, or a file of another program, into JSON Lines.",
      subcommands = {
        CorpusCommand.Cmdd.class,
        ImportFileCommand.FastText.class,
        ImportFileCommand.LibMultiLabel.class,
        ImportFileCommand.Doccano.class,
        ImportFileCommand.LabelStudio.class
      },
      footer = {
        "",
        "Examples:",
        "  polystill corpus import cmdd ChineseBLUE --out datasets/cmdd-symptoms/corpus.jsonl",
        "  polystill corpus import fasttext train.txt --out train.jsonl"
      })
  static final class Import extends CommandGroup {}

  /** {@code polystill corpus generate}. */
  @Command(
      name = "generate",
      description = "Write a synthetic corpus.",
      subcommands = CorpusCommand.Health.class,
      footer = {"", "Examples:", "  polystill corpus generate health --out health.jsonl"})
  static final class Generate extends CommandGroup {}

  /** {@code polystill corpus generate health}. */
  @Command(
      name = "health",
      description = {
        "Write a synthetic Traditional-Chinese healthcare corpus with the shape of the paper's.",
        "The text was written for polystill and is no medical advice."
      },
      footer = {
        "",
        "Examples:",
        "  polystill corpus generate health --out health.jsonl",
        "  polystill corpus generate health --documents 600 --seed 2 --out small.jsonl"
      })
  static final class Health extends AbstractCommand {
    @Mixin OutputFileOptions output;

    @Option(
        names = "--documents",
        paramLabel = "N",
        description = "Number of documents (default: ${DEFAULT-VALUE}, the paper's).")
    int documents = HealthCorpusGenerator.PAPER_DOCUMENTS;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Another seed gives another corpus (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Override
    public Integer call() throws IOException {
      output.requireFree();
      List<Document> generated = HealthCorpusGenerator.generate(documents, seed);
      JsonLinesWriter.write(output.file, generated);
      err().println(HealthCorpusGenerator.NOTICE);
      print("%s in %s", count(generated.size(), "document"), output.file);
      return 0;
    }
  }

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
  static final class Cmdd extends AbstractCommand {
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
}
