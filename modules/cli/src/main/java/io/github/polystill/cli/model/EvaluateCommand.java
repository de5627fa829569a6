package io.github.polystill.cli.model;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.StatusLine;
import io.github.polystill.cli.corpus.CorpusFileOptions;
import io.github.polystill.cli.corpus.RecordOptions;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.LabelSet;
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
public final class EvaluateCommand extends AbstractCommand {
  private static final Optional<String> TEST_PART = Optional.of(OwnFolds.TEST);

  private record Result(
      String model,
      String corpus,
      int documents,
      Map<String, Integer> unknownLabels,
      List<String> absentLabels,
      long words,
      long unknownWords,
      long cutTexts,
      int wordlessTexts,
      Map<String, MultiLabelEvaluation> figures,
      ProbabilityEvaluation probabilities) {}

  @Mixin ServedModelOptions model;

  @Mixin TimeoutOption timeout;

  @Mixin CorpusFileOptions source;

  @Mixin RecordOptions valid;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      converter = ServedModelOptions.Threshold.class,
      description = "One threshold for all labels in place of the model's.")
  Optional<Double> threshold = Optional.empty();

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "Write truth and probability of every document and label, as a run does (CSV).")
  Optional<Path> predictions = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAtLeast(1, "--threads", model.threads);
    requireAtLeast(1, "--timeout", timeout.seconds);
    if (source.foldField.isPresent()) {
      throw wrongUse(
          "--fold-field: a model knows no folds; give the documents to evaluate as a file");
    }
    ModelText text = ModelText.read(model.directory); // before a corpus that may take long to read
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
      print("%s on %s, %s", text.version(), source.file, count(documents.size(), "document"));
      out().println();
      out().println(tables.totals());
      out().println(tables.perLabel());
      tables.remarks().forEach(out()::println);
      tables.warnings().forEach(this::warn);
    }
    return 0;
  }

  private List<Document> documents() throws IOException {
    RecordOptions.Records records =
        valid.of(source.file, CorpusReader.read(source.file, source.format()));
    records.report(this);
    if (source.split.isEmpty()) {
      return records.documents();
    }
    List<Document> tested =
        records.documents().stream().filter(it -> it.part().equals(TEST_PART)).toList();
    if (tested.isEmpty()) {
      throw InvalidInputException.of(
          "%s: no document is of the test part by --split %s; leave it out to evaluate all",
          source.file, source.split.get());
    }
    return tested;
  }

  private CorpusPredictions ask(ModelText text, List<Document> documents)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (StatusLine status = StatusLine.of(err());
        TextModel asked =
            TextClassifier.load(text.version(), timeout.longestCall(), model.segmenterModel)) {
      return CorpusPredictions.of(
          asked,
          documents,
          source.file.toString(),
          LabelSet.of(text.labels()),
          model.threads,
          done -> status.show(false, time -> progress(done, documents.size(), time - start)));
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

  private Result asJson(
      ModelText text,
      CorpusPredictions answers,
      Map<String, MultiLabelEvaluation> figures,
      ProbabilityEvaluation ranking) {
    return new Result(
        text.version().toString(),
        source.file.toString(),
        answers.predictions().ids().size(),
        answers.unknownLabels(),
        EvaluationTables.absent(answers.predictions()),
        answers.words(),
        answers.unknownWords(),
        answers.cutTexts(),
        answers.wordless().cardinality(),
        figures,
        ranking);
  }
}
