package io.github.polystill.cli;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.cmdd.CmddImport;
import io.github.polystill.data.cmdd.CmddImporter;
import io.github.polystill.data.corpus.CorpusProblem;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.CorpusStatistics;
import io.github.polystill.data.corpus.JsonLinesWriter;
import io.github.polystill.data.folds.FoldDealer;
import io.github.polystill.data.folds.FoldMethod;
import io.github.polystill.data.folds.FoldQuality;
import io.github.polystill.data.folds.FoldSettings;
import io.github.polystill.data.folds.RandomFolds;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.Segmenters;
import io.github.polystill.data.synthetic.HealthCorpusGenerator;
import io.github.polystill.evaluation.table.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polystill corpus}: looks at corpora and makes them. */
@Command(
    name = "corpus",
    description = "Look at corpora, check them, make them.",
    subcommands = {
      CorpusCommand.Stats.class,
      CorpusCommand.Check.class,
      CorpusCommand.Segment.class,
      CorpusCommand.Folds.class,
      CorpusCommand.Import.class,
      CorpusCommand.Generate.class
    })
final class CorpusCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "give one of stats, check, segment, folds, import, generate");
  }

  private static void requireAbsent(Path file, boolean force) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + " is a directory; give the name of a file");
    }
    if (!force && Files.exists(file)) {
      throw new InvalidInputException(file + " is there already; --force replaces it");
    }
  }

  /** Counts. */
  @Command(
      name = "stats",
      description = "Documents, labels and lengths of a corpus.",
      footer = {"", "Example: polystill corpus stats my.csv --separator '|' --json"})
  static final class Stats implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CorpusOptions corpus;

    @Option(names = "--min-label-count", defaultValue = "1", description = "Drop rarer labels.")
    private int minLabelCount;

    @Option(names = "--skip-invalid", description = "Leave invalid records out and count them.")
    private boolean skipInvalid;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      Corpus read = corpus.read(minLabelCount, skipInvalid, spec.commandLine().getErr());
      CorpusStatistics statistics = CorpusStatistics.of(read);
      PrintWriter out = spec.commandLine().getOut();
      out.println(json ? JsonOutput.pretty(statistics) : statistics.toTable().stripTrailing());
      out.flush();
      return 0;
    }
  }

  /** Lists what is wrong with a corpus. */
  @Command(
      name = "check",
      description =
          "List every bad record with its line and the remedy; exit code 2 if there are any.",
      footer = {"", "Example: polystill corpus check my.jsonl"})
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CorpusOptions corpus;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      CorpusReadResult result = CorpusReader.read(corpus.file, corpus.fileFormat());
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(JsonOutput.pretty(summary(result)));
      } else {
        result.problems().forEach(out::println);
        out.printf(
            Locale.ROOT,
            "%d records, %d valid, %d problems%n",
            result.records(),
            result.documents().size(),
            result.problems().size());
      }
      out.flush();
      return result.problems().isEmpty() ? 0 : Polystill.BAD_INPUT;
    }

    private static Map<String, Object> summary(CorpusReadResult result) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("records", result.records());
      summary.put("valid", result.documents().size());
      List<Map<String, Object>> problems = new ArrayList<>();
      for (CorpusProblem problem : result.problems()) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", problem.file().toString());
        entry.put("line", problem.line());
        entry.put("message", problem.message());
        problems.add(entry);
      }
      summary.put("problems", problems);
      return summary;
    }
  }

  /** Cuts texts into words. */
  @Command(
      name = "segment",
      description = "Print a corpus with its words separated by spaces.",
      footer = {
        "",
        "Example: polystill corpus segment my.jsonl --segmenter hanlp --out words.jsonl"
      })
  static final class Segment implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CorpusOptions corpus;

    @Option(
        names = "--segmenter",
        defaultValue = "hanlp-traditional",
        description = "hanlp, hanlp-traditional, characters or whitespace (${DEFAULT-VALUE}).")
    private String segmenter;

    @Option(names = "--out", description = "Write JSON Lines there instead of printing text.")
    private Path output;

    @Option(names = "--force", description = "Replace the file.")
    private boolean force;

    @Option(names = "--skip-invalid", description = "Leave invalid records out and count them.")
    private boolean skipInvalid;

    @Override
    public Integer call() throws IOException {
      if (output != null) {
        requireAbsent(output, force);
      }
      PrintWriter err = spec.commandLine().getErr();
      Corpus read = corpus.read(1, skipInvalid, err);
      long start = System.nanoTime();
      SegmentedCorpus segmented =
          CorpusSegmenter.segment(
              read,
              Segmenters.byName(segmenter),
              Runtime.getRuntime().availableProcessors(),
              Optional.empty(),
              (done, total) -> {});
      double seconds = (System.nanoTime() - start) * 1e-9;
      write(segmented);
      long characters = read.documents().stream().mapToLong(it -> it.text().length()).sum();
      err.printf(
          Locale.ROOT,
          "%,d characters in %.1f s, %,.0f characters/s%n",
          characters,
          seconds,
          characters / seconds);
      err.flush();
      return 0;
    }

    private void write(SegmentedCorpus segmented) throws IOException {
      List<Document> documents = new ArrayList<>();
      for (int i = 0; i < segmented.words().size(); i++) {
        Document document = segmented.corpus().documents().get(i);
        String text = String.join(" ", segmented.words().get(i));
        documents.add(new Document(document.id(), text, document.labels(), document.group()));
      }
      if (output != null) {
        JsonLinesWriter.write(output, documents);
      } else {
        PrintWriter out = spec.commandLine().getOut();
        documents.forEach(document -> out.println(document.text()));
        out.flush();
      }
    }
  }

  /** Deals folds and measures them. */
  @Command(
      name = "folds",
      description =
          "Deal folds and print how evenly they share the labels: LD and ED (Sechidis et al. 2011), 0 is perfect.",
      footer = {"", "Example: polystill corpus folds my.jsonl --folds 5 --method iterative"})
  static final class Folds implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CorpusOptions corpus;

    @Option(names = "--folds", defaultValue = "5", description = "Number (${DEFAULT-VALUE}).")
    private int count;

    @Option(
        names = "--method",
        defaultValue = "rarest-first",
        description = "rarest-first or iterative (${DEFAULT-VALUE}).")
    private String method;

    @Option(names = "--seed", defaultValue = "1", description = "Seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--validation",
        defaultValue = "0.15",
        description = "Share (${DEFAULT-VALUE}).")
    private double validation;

    @Option(names = "--min-label-count", defaultValue = "1", description = "Drop rarer labels.")
    private int minLabelCount;

    @Option(names = "--skip-invalid", description = "Leave invalid records out and count them.")
    private boolean skipInvalid;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      FoldMethod chosen = method();
      Corpus read = corpus.read(minLabelCount, skipInvalid, spec.commandLine().getErr());
      boolean[][] targets = read.targets();
      List<Optional<String>> groups = read.documents().stream().map(Document::group).toList();
      Map<String, List<Fold>> dealt = new LinkedHashMap<>();
      for (FoldMethod each : FoldMethod.values()) {
        FoldSettings settings = new FoldSettings(count, validation, each);
        dealt.put(each.key(), FoldDealer.deal(targets, groups, settings, seed));
      }
      dealt.put(
          "random", RandomFolds.deal(groups, new FoldSettings(count, validation, chosen), seed));
      Map<String, FoldQuality> quality = new LinkedHashMap<>();
      dealt.forEach((name, folds) -> quality.put(name, FoldQuality.of(folds, targets)));
      int[][] counts = FoldQuality.labelCounts(dealt.get(chosen.key()), targets);
      PrintWriter out = spec.commandLine().getOut();
      out.println(json ? json(read, counts, quality) : tables(read, counts, quality));
      out.flush();
      return 0;
    }

    private FoldMethod method() {
      for (FoldMethod each : FoldMethod.values()) {
        if (each.key().equals(method)) {
          return each;
        }
      }
      throw new InvalidInputException(
          "--method " + method + ": there are rarest-first and iterative; give one of them");
    }

    private String tables(Corpus read, int[][] counts, Map<String, FoldQuality> quality) {
      TextTable.Column[] columns = new TextTable.Column[counts.length + 1];
      columns[0] = TextTable.left("label");
      for (int fold = 0; fold < counts.length; fold++) {
        columns[fold + 1] = TextTable.right("fold " + fold);
      }
      TextTable labels = new TextTable(columns);
      for (int label = 0; label < read.labels().size(); label++) {
        Object[] cells = new Object[counts.length + 1];
        cells[0] = read.labels().name(label);
        for (int fold = 0; fold < counts.length; fold++) {
          cells[fold + 1] = counts[fold][label];
        }
        labels.row(cells);
      }
      TextTable measures =
          new TextTable(TextTable.left("method"), TextTable.right("LD"), TextTable.right("ED"));
      quality.forEach(
          (name, value) ->
              measures.row(
                  name,
                  String.format(Locale.ROOT, "%.5f", value.labelsDistribution()),
                  String.format(Locale.ROOT, "%.3f", value.examplesDistribution())));
      return labels.toString().stripTrailing()
          + System.lineSeparator()
          + System.lineSeparator()
          + measures.toString().stripTrailing();
    }

    private String json(Corpus read, int[][] counts, Map<String, FoldQuality> quality) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("method", method);
      result.put("labels", read.labels().names());
      result.put("labelCounts", counts);
      result.put("quality", quality);
      return JsonOutput.pretty(result);
    }
  }

  /** Makes corpora from public ones. */
  @Command(name = "import", description = "Make a corpus from a public one.")
  static final class Import implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new CommandLine.ParameterException(spec.commandLine(), "give what to import: cmdd");
    }

    @Command(
        name = "cmdd",
        description = "Doctor-patient dialogues with symptoms, from a checkout of ChineseBLUE.",
        footer = {
          "",
          "Example: polystill corpus import cmdd ChineseBLUE --out datasets/cmdd-symptoms/corpus.jsonl"
        })
    int cmdd(
        @Parameters(paramLabel = "DIR", description = "The checkout, or its data/CMDD.") Path from,
        @Option(names = "--out", required = true, description = "File to write.") Path to,
        @Option(names = "--traditional", description = "Convert to Traditional Chinese.")
            boolean traditional,
        @Option(names = "--force", description = "Replace the file.") boolean force)
        throws IOException {
      requireAbsent(to, force);
      CmddImport imported = CmddImporter.importFrom(from, traditional);
      JsonLinesWriter.write(to, imported.documents());
      PrintWriter out = spec.commandLine().getOut();
      out.println(imported.report().describe());
      out.printf(Locale.ROOT, "%,d documents written to %s%n", imported.documents().size(), to);
      out.flush();
      return 0;
    }
  }

  /** Makes synthetic corpora. */
  @Command(name = "generate", description = "Make a synthetic corpus.")
  static final class Generate implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new CommandLine.ParameterException(spec.commandLine(), "give what to generate: health");
    }

    @Command(
        name = "health",
        description = "Synthetic Traditional-Chinese health advice, nine labels.",
        footer = {
          "",
          "Example: polystill corpus generate health --out health.jsonl --documents 2724"
        })
    int health(
        @Option(names = "--out", required = true, description = "File to write.") Path to,
        @Option(names = "--documents", defaultValue = "2724", description = "${DEFAULT-VALUE}")
            int documents,
        @Option(names = "--seed", defaultValue = "1", description = "${DEFAULT-VALUE}") long seed,
        @Option(names = "--force", description = "Replace the file.") boolean force)
        throws IOException {
      requireAbsent(to, force);
      JsonLinesWriter.write(to, HealthCorpusGenerator.generate(documents, seed));
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, "%,d documents written to %s%n", documents, to);
      out.println(HealthCorpusGenerator.NOTICE);
      out.flush();
      return 0;
    }
  }
}
