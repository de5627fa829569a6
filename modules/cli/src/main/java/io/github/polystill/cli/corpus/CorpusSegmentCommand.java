package io.github.polystill.cli.corpus;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.ClusterOptions;
import io.github.polystill.cli.command.ManyFiles;
import io.github.polystill.cli.command.OutputFileOptions;
import io.github.polystill.cli.command.SegmenterOptions;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.JsonLinesWriter;
import io.github.polystill.data.corpus.PartField;
import io.github.polystill.data.segmentation.CorpusSegmenter;
import io.github.polystill.data.segmentation.SegmentedCorpus;
import io.github.polystill.data.segmentation.Segmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill corpus segment}. */
@Command(
    name = "segment",
    description = {
      "Cut the texts of a corpus into words, one document per line or into a file.",
      "The file is a corpus of its own; its segmenter is whitespace. Of several corpora each gets a"
          + " file in the directory --out, NAME.jsonl."
    },
    footer = {
      "",
      "Examples:",
      "  polystill corpus segment my-corpus.jsonl --segmenter hanlp-traditional",
      "  polystill corpus segment my-corpus.jsonl --segmenter hanlp --out segmented.jsonl",
      "  polystill corpus segment my-corpus.jsonl --segmenter ckip --model bert-tiny-chinese-ws",
      "  polystill corpus segment part-*.jsonl --out segmented --spark spark://master:7077"
    })
final class CorpusSegmentCommand extends AbstractCommand {
  @Mixin CorpusReadOptions source;

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "FILE", description = "More corpora.")
  List<Path> more = List.of();

  @Mixin SegmenterOptions segmentation;

  @Mixin ClusterOptions cluster;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "JSON Lines file to write (default: print to stdout); of several corpora, and with"
              + " --spark, a directory.")
  Path out;

  @Option(names = "--force", description = "Replace the file if it is there.")
  boolean force;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAtLeast(1, "--threads", segmentation.threads);
    if (!more.isEmpty() || cluster.master().isPresent()) {
      return segmentEach();
    }
    if (out != null) {
      OutputFileOptions.requireFree(out, force);
    }
    SegmentedCorpus segmented;
    try (Segmenter chosen = segmentation.segmenter()) {
      CorpusReadOptions.Read read = source.read();
      read.records().report(this);
      segmented = segment(read.corpus(), chosen);
    }
    if (out == null) {
      segmented.words().forEach(words -> out().println(String.join(" ", words)));
    } else {
      JsonLinesWriter.write(out, asDocuments(segmented), source.source.part().map(PartField::name));
      print("%s in %s", count(segmented.texts().size(), "document"), out);
    }
    return 0;
  }

  private int segmentEach() throws IOException, InterruptedException {
    if (out == null) {
      throw wrongUse("several corpora, and --spark, need --out DIR");
    }
    List<Path> files = Stream.concat(Stream.of(source.source.file), more.stream()).toList();
    UnaryOperator<String> name = it -> it.replaceFirst("(?<=.)[.][^.]*$", "") + ".jsonl";
    return new ManyFiles(spec, out, name, force).run(files, cluster);
  }

  private SegmentedCorpus segment(Corpus corpus, Segmenter chosen) {
    long loading = System.nanoTime();
    chosen.segment("詞典"); // loads the dictionaries or the model, not part of the speed
    long start = System.nanoTime();
    SegmentedCorpus segmented =
        CorpusSegmenter.segment(
            corpus, chosen, segmentation.threads, Optional.empty(), (done, total) -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    long characters = corpus.documents().stream().mapToLong(it -> it.text().length()).sum();
    err()
        .printf(
            Locale.ROOT,
            "%,d characters in %.2f s: %,.0f characters/s (loading: %.2f s)%n",
            characters,
            seconds,
            characters / seconds,
            (start - loading) / 1e9);
    return segmented;
  }

  private static List<Document> asDocuments(SegmentedCorpus segmented) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < segmented.texts().size(); i++) {
      Document document = segmented.corpus().documents().get(i);
      String text = segmented.texts().get(i).joined();
      documents.add(
          new Document(document.id(), text, document.labels(), document.group(), document.part()));
    }
    return documents;
  }
}
