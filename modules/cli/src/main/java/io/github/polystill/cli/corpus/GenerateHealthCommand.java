package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.OutputFileOptions;
import io.github.polystill.corpora.synthetic.HealthCorpusGenerator;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.JsonLinesWriter;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
final class GenerateHealthCommand extends AbstractCommand {
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
