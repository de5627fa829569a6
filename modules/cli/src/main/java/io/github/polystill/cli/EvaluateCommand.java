package io.github.polystill.cli;

import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.corpus.CorpusReadResult;
import io.github.polystill.data.corpus.CorpusReader;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.evaluation.MultiLabelEvaluation;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluation;
import io.github.polystill.evaluation.probabilities.ProbabilityEvaluator;
import io.github.polystill.models.savedmodel.ModelText;
import io.github.polystill.models.savedmodel.TextClassifier;
import io.github.polystill.models.savedmodel.TextModel;
import io.github.polystill.serving.text.CorpusPredictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Evaluate an exported model on a corpus with labels.",
      "Prints the figures of a run's tables by the model's own thresholds and by 0.5, and those of each"
          + " label. Labels of the corpus that the model does not have are named and are in no figure;"
          + " a label that no document carries has F1 0, which counts in macro-F1. With --split it is"
          + " the test part that is evaluated."
    },
    footer = {
      "",
      "Examples:",
      "  polystill evaluate savedmodels/cmdd new-documents.jsonl",
      "  polystill evaluate savedmodels/cmdd/2 posts.csv --text body --labels tags --threshold 0.3",
      "  polystill evaluate savedmodels/cmdd posts.csv --json --predictions predictions.csv"
    })
final class EvaluateCommand extends AbstractCommand {
  private static final Optional<String> TEST_PART = Optional.of(OwnFolds.TEST);

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "Directory of an exported model, or of one of its versions.")
  Path model;

  @Mixin CorpusFileOptions source;

  @Option(
      names = "--skip-invalid",
      description = "Leave invalid records out instead of stopping at them.")
  boolean skipInvalid;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      converter = ThresholdConverter.class,
      description = "One threshold for all labels in place of the model's.")
  Optional<Double> threshold = Optional.empty();

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Write truth and probability of every document and label, as a run does (CSV).")
  Optional<Path> predictions = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that predict (default: one per core).")
  int threads = cores();

  @Override
  protected Optional<Path> destination() {
    return predictions;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAtLeast(1, "--threads", threads);
    if (source.foldField != null) {
      throw wrongUse(
          "--fold-field: a model knows no folds; give the documents to evaluate as a file");
    }
    ModelText text = ModelText.read(model); // before a corpus that may take long to read
    List<Document> documents = documents();
    CorpusPredictions answers = ask(text, documents);
    if (predictions.isPresent()) {
      PredictionsCsv.write(predictions.get(), answers.predictions());
    }
    Map<String, MultiLabelEvaluation> figures = figures(text, answers);
    ProbabilityEvaluation ranking = ProbabilityEvaluator.evaluate(answers.predictions());
    if (json) {
      printJson(asJson(text, answers, figures, ranking));
    } else {
      EvaluationTables tables = new EvaluationTables(answers, figures, ranking);
      out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%s on %s, %s",
                  text.version(),
                  source.file,
                  count(documents.size(), "document")));
      out().println();
      out().println(tables.totals());
      out().println(tables.perLabel());
      tables.remarks().forEach(out()::println);
      tables.warnings().forEach(this::warn);
    }
    return 0;
  }

  private List<Document> documents() throws IOException {
    List<Document> documents;
    CorpusReadResult result = CorpusReader.read(source.file, source.format());
    if (skipInvalid) {
      log(
          String.format(
              Locale.ROOT, "skipped %,d of %,d records", result.skipped(), result.records()));
      documents = CorpusReader.skippingInvalid(result).documents();
    } else {
      documents = CorpusReader.strict(result);
    }
    result.notes().forEach(this::log);
    result.warnings().forEach(this::warn);
    if (documents.isEmpty()) {
      throw new InvalidInputException(source.file + ": holds no document; check the file");
    }
    if (source.split != null) {
      documents = documents.stream().filter(it -> it.part().equals(TEST_PART)).toList();
      if (documents.isEmpty()) {
        throw new InvalidInputException(
            source.file
                + ": no document is of the test part by --split "
                + source.split
                + "; leave it out to evaluate all");
      }
    }
    return documents;
  }

  private CorpusPredictions ask(ModelText text, List<Document> documents)
      throws IOException, InterruptedException {
    StatusLine status = new StatusLine(err(), Terminal.ofStderr(), System::nanoTime);
    long start = System.nanoTime();
    try (TextModel asked = TextClassifier.load(text.version())) {
      return CorpusPredictions.of(
          asked,
          documents,
          source.file.toString(),
          LabelSet.of(text.labels()),
          threads,
          done -> status.show(false, time -> progress(done, documents.size(), time - start)));
    } finally {
      status.close();
    }
  }

  private static String progress(long done, int total, long nanos) {
    double seconds = nanos / 1e9;
    return String.format(
        Locale.ROOT,
        "%,d/%,d documents | %,.0f documents/s | ETA %s",
        done,
        total,
        done / seconds,
        StatusLine.duration(seconds / done * (total - done)));
  }

  /** Figures by what thresholds they are of, those of the model or of the command first. */
  private Map<String, MultiLabelEvaluation> figures(ModelText text, CorpusPredictions answers) {
    double[] first = text.thresholds().stream().mapToDouble(Double::doubleValue).toArray();
    threshold.ifPresent(given -> Arrays.fill(first, given));
    Map<String, MultiLabelEvaluation> figures = new LinkedHashMap<>();
    figures.put(
        threshold.isPresent() ? threshold.get().toString() : EvaluationTables.MODEL,
        answers.evaluate(first));
    double[] half = new double[first.length];
    Arrays.fill(half, 0.5);
    figures.computeIfAbsent("0.5", same -> answers.evaluate(half));
    return figures;
  }

  private Map<String, Object> asJson(
      ModelText text,
      CorpusPredictions answers,
      Map<String, MultiLabelEvaluation> figures,
      ProbabilityEvaluation ranking) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", text.version().toString());
    result.put("corpus", source.file.toString());
    result.put("documents", answers.predictions().ids().size());
    result.put("unknownLabels", answers.unknownLabels());
    result.put("absentLabels", EvaluationTables.absent(answers.predictions()));
    result.put("words", answers.words());
    result.put("unknownWords", answers.unknownWords());
    result.put("cutTexts", answers.cutTexts());
    result.put("wordlessTexts", answers.wordless().cardinality());
    result.put("figures", figures);
    result.put("probabilities", ranking);
    return result;
  }
}
