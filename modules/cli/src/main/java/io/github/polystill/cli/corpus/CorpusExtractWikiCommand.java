package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.ClusterOptions;
import io.github.polystill.cli.command.ManyFiles;
import io.github.polystill.cli.command.OutputFileOptions;
import io.github.polystill.cli.command.StatusLine;
import io.github.polystill.corpora.wiki.WikiExtraction;
import io.github.polystill.corpora.wiki.WikiExtractionSummary;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.CompressedOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill corpus extract-wiki}. */
@Command(
    name = "extract-wiki",
    description = {
      "Write the text of a MediaWiki dump's articles, one paragraph per line.",
      "Templates, tables, references, files, categories, headings and other markup are left out. Of"
          + " several dumps, such as the parts that Wikimedia offers, each gets a file in the"
          + " directory --out, NAME.txt.xz."
    },
    footer = {
      "",
      "Examples:",
      "  polystill corpus extract-wiki zhwiki-latest-pages-articles.xml.bz2 --out zhwiki.txt.xz"
          + " --traditional",
      "  polystill corpus extract-wiki zhwiki-*-articles[1-6].xml-*.bz2 --out texts --spark"
          + " spark://master:7077"
    })
final class CorpusExtractWikiCommand extends AbstractCommand {
  @Parameters(
      paramLabel = "DUMP",
      arity = "1..*",
      description = "A dump such as *-pages-articles.xml.bz2; plain or .bz2, .gz, .xz.")
  List<Path> dumps = List.of();

  @Mixin OutputFileOptions output;

  @Mixin ClusterOptions cluster;

  @Option(
      names = "--traditional",
      description = "Convert to Traditional Chinese; without it variant markup gives Simplified.")
  boolean traditional;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (default: one per core).")
  int threads = cores();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  private record Result(String dump, String out, double seconds, WikiExtractionSummary summary) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAtLeast(1, "--threads", threads);
    if (dumps.size() > 1 || cluster.master().isPresent()) {
      UnaryOperator<String> name = it -> it.replaceFirst("[.](bz2|gz|xz)$", "") + ".txt.xz";
      return new ManyFiles(spec, output.file, name, output.force).run(dumps, cluster);
    }
    Path dump = dumps.get(0);
    output.requireFree(List.of(dump));
    CompressedFile.open(dump, 1).close(); // what is wrong with its name comes before any work
    long size = Files.size(dump);
    long start = System.nanoTime();
    WikiExtractionSummary[] summary = new WikiExtractionSummary[1];
    try (StatusLine status = StatusLine.of(err())) {
      WikiExtraction extraction =
          new WikiExtraction(
              dump,
              traditional,
              threads,
              bytes -> status.show(false, time -> progress(bytes, size, (time - start) / 1e9)));
      AtomicFiles.writeOutput(
          output.file,
          stored -> {
            try (OutputStream text = CompressedOutput.over(stored, output.file)) {
              summary[0] = extraction.writeTo(text);
            }
          });
    }
    report(dump, summary[0], (System.nanoTime() - start) / 1e9);
    return 0;
  }

  private static String progress(long bytes, long size, double seconds) {
    double done = size == 0 ? 1 : Math.min(1, bytes / (double) size);
    String line =
        String.format(Locale.ROOT, "%.1f%% | %.1f MB/s", 100 * done, bytes / seconds / 1e6);
    return bytes == 0 ? line : line + " | ETA " + StatusLine.duration(seconds / done * (1 - done));
  }

  private void report(Path dump, WikiExtractionSummary summary, double seconds) {
    for (String title : summary.skipped()) {
      warn("article \"" + title + "\" skipped: its markup could not be read");
    }
    if (json) {
      printJson(new Result(dump.toString(), output.file.toString(), seconds, summary));
      return;
    }
    print(
        "%s, %s, %s, %,d skipped; %s and %s in %s (%.1f s)",
        count(summary.pages(), "page"),
        count(summary.articles(), "article"),
        count(summary.redirects(), "redirect"),
        summary.skipped().size(),
        count(summary.paragraphs(), "paragraph"),
        count(summary.characters(), "character"),
        output.file,
        seconds);
  }
}
