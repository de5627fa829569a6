package io.github.polystill.cli;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.CorpusFormat;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.corpus.RareLabels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A corpus file and how it is read; shared by the commands that read one. */
final class CorpusOptions {
  @Parameters(paramLabel = "FILE", description = "Corpus: .jsonl, .csv or .tsv.")
  Path file;

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; default: by extension.")
  CorpusFormat.FileType format;

  @Option(names = "--id", defaultValue = "id", description = "Field of the id (${DEFAULT-VALUE}).")
  String id;

  @Option(
      names = "--text-field",
      defaultValue = "text",
      description = "Field of the text (${DEFAULT-VALUE}).")
  String text;

  @Option(
      names = "--labels",
      defaultValue = "labels",
      description = "Field of the labels (${DEFAULT-VALUE}).")
  String labels;

  @Option(
      names = "--group",
      defaultValue = "group",
      description = "Field of the group (${DEFAULT-VALUE}).")
  String group;

  @Option(
      names = "--separator",
      defaultValue = ";",
      description = "Between the labels of a CSV field (${DEFAULT-VALUE}).")
  String separator;

  @Option(
      names = "--label-columns",
      split = ",",
      description = "CSV columns of 0 and 1, one per label, instead of a labels field.")
  List<String> labelColumns = List.of();

  CorpusFormat fileFormat() {
    return new CorpusFormat(
        Optional.ofNullable(format), id, text, labels, group, separator, labelColumns);
  }

  /** Reads the corpus, reporting dropped labels and skipped records on standard error. */
  Corpus read(int minLabelCount, boolean skipInvalid, PrintWriter err) throws IOException {
    List<Document> documents = documents(skipInvalid, err);
    RareLabels.of(documents, minLabelCount).describe().ifPresent(err::println);
    err.flush();
    return Corpus.of(documents, minLabelCount);
  }

  private List<Document> documents(boolean skipInvalid, PrintWriter err) throws IOException {
    if (!skipInvalid) {
      return CorpusReader.readStrict(file, fileFormat());
    }
    CorpusReadResult result = CorpusReader.readSkippingInvalid(file, fileFormat());
    if (result.skipped() > 0) {
      err.printf(
          Locale.ROOT,
          "skipped %d of %d records, which are invalid%n",
          result.skipped(),
          result.records());
    }
    return result.documents();
  }
}
