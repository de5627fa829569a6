package io.github.polystill.experiments.run;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.thresholds.ThresholdEvaluation;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import io.github.polystill.report.figures.CorpusProfile;
import io.github.polystill.report.figures.FigureData;
import io.github.polystill.report.figures.FigureFiles;
import io.github.polystill.report.figures.LearningCurve;
import io.github.polystill.report.figures.ReliabilityCurve;
import io.github.polystill.report.figures.RunFigures;
import io.github.polystill.report.html.DocumentTexts;
import io.github.polystill.report.html.Report;
import io.github.polystill.report.html.ReportWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Writes the tables, figures and the report of a run, all of it from the files of the run
 * directory: so they can be made again without training.
 *
 * @param documents of the corpus, where that is still the run's
 */
public record RunReports(
    RunDirectory directory,
    Experiment experiment,
    RunContents contents,
    Optional<List<Document>> documents) {
  private static final String NO_TEXTS =
      "Only ids are shown: the corpus is not where the run read it, or has changed since.";

  /**
   * The reports of a run that has just read its corpus; keeps what they need of it, which is the
   * last of the run's files that others are written from.
   *
   * @param models all of them, baselines too
   */
  static RunReports of(RunResult result, Experiment experiment, List<TrainedModel> models)
      throws IOException {
    PreparedCorpus prepared = result.corpus();
    Corpus corpus = prepared.segmented().corpus();
    new RunSummary(
            prepared.notice(),
            result.remarks(),
            result.directory().warnings(),
            CorpusProfile.of(
                corpus.labels().names(),
                corpus.targets(),
                prepared.folds().stream().map(Fold::test).toList()),
            Optional.of(work(result.directory(), experiment)))
        .write(result.directory().summaryFile());
    result.directory().seal(experiment, models);
    return new RunReports(
        result.directory(),
        experiment,
        RunContents.read(result.directory(), experiment.seed()),
        Optional.of(corpus.documents()));
  }

  /** A start of a finished run that changed nothing of it has not made its results. */
  private static Map<String, String> work(RunDirectory directory, Experiment experiment)
      throws IOException {
    Optional<Map<String, String>> before =
        directory.isSealed(directory.summaryFile()) ? directory.summary().work() : Optional.empty();
    return before.isPresent() ? before.get() : RunFacts.work(directory, experiment.checksum());
  }

  /**
   * The reports of a run that is over. Texts of documents are shown where the corpus is still that
   * of the run.
   *
   * @throws InvalidInputException where the directory is no run's, of a newer version or damaged
   */
  public static RunReports of(RunDirectory directory) throws IOException {
    RunContents contents = directory.requireReadable();
    Experiment experiment = directory.experiment();
    String sha256 = directory.environment().corpus();
    return new RunReports(
        directory, experiment, contents, CorpusPreparation.documents(experiment.corpus(), sha256));
  }

  /**
   * Writes table.md, table.csv, table.tex, report.html and figures/.
   *
   * @return what could not be done, a line each
   */
  public List<String> write() throws IOException {
    RunSummary summary = directory.summary();
    RunTables tables = RunTables.read(directory, experiment);
    tables.withRemarks(summary.remarks()).write(directory, summary.notice());
    List<ThresholdEvaluation> thresholds = directory.thresholds();
    List<FoldEvaluation> trained =
        contents.evaluations().stream()
            .filter(it -> it.training() != TrainingRow.BASELINE)
            .toList();
    FigureData data =
        new FigureData(
            summary.corpus(),
            labels(summary.corpus()),
            trained,
            new Curves(directory.ledger()).read(contents.models()),
            experiment.student().monitor().key(),
            experiment.teacher().monitor().key(),
            ReliabilityCurve.pooled(
                thresholds.stream()
                    .filter(it -> it.key().training() != TrainingRow.BASELINE)
                    .toList()));
    List<String> warnings = FigureFiles.write(directory.figuresDirectory(), RunFigures.of(data));
    ReportWriter.write(
        directory.reportFile(),
        new Report(
            experiment.name(),
            summary.notice(),
            summary.allWarnings(),
            RunFacts.of(directory.environment(), summary.work().orElse(Map.of())),
            RunFacts.settings(experiment, summary.corpus()),
            tables.results().withMoreNotes(summary.plainRemarks()),
            tables.tuned(),
            directory.significance(),
            thresholds,
            data,
            contents.results(),
            directory.suspects(experiment),
            texts()));
    return warnings;
  }

  /** The labels by frequency in the corpus. */
  private List<String> labels(CorpusProfile profile) {
    Set<String> evaluated = new HashSet<>();
    for (FoldEvaluation evaluation : contents.evaluations()) {
      evaluation.evaluation().perLabel().forEach(label -> evaluated.add(label.label()));
    }
    List<String> labels = profile.labels();
    if (!evaluated.equals(Set.copyOf(labels))) {
      throw InvalidInputException.of(
          "%s: its labels are not those of metrics.json; start the run again with polystill run, which writes both",
          directory.summaryFile());
    }
    return profile.byFrequency().stream().map(labels::get).toList();
  }

  private DocumentTexts texts() {
    if (documents.isEmpty()) {
      return DocumentTexts.missing(NO_TEXTS);
    }
    Map<String, String> byId = new HashMap<>();
    documents.get().forEach(document -> byId.put(document.id(), document.text()));
    return new DocumentTexts(byId, Optional.empty());
  }

  /** Learning curves out of the records of trials. */
  private record Curves(TrialLedger ledger) {

    /**
     * Curves of the students, before one that learns the validation documents, and of the experts
     * that a teacher is made of.
     *
     * @throws InvalidInputException where the record of a trial is missing or damaged
     */
    List<LearningCurve> read(List<TrainedModel> models) throws IOException {
      List<LearningCurve> curves = new ArrayList<>();
      for (TrainedModel model : models) {
        for (String hash : model.beforeValidation().trials()) {
          curves.add(curve(model, history(hash)));
        }
      }
      return curves;
    }

    private TrainingHistory history(String hash) throws IOException {
      return ledger
          .record(hash)
          .orElseThrow(
              () ->
                  InvalidInputException.of(
                      "trial %s is missing; start the run again with polystill run, which trains what is missing",
                      hash))
          .history();
    }

    private static LearningCurve curve(TrainedModel model, TrainingHistory history) {
      return new LearningCurve(
          model.architecture(),
          model.training(),
          series(history, Epoch::trainingLoss),
          series(history, epoch -> epoch.validation().loss()),
          series(history, epoch -> epoch.validation().figure()),
          history.bestEpoch() - 1);
    }

    private static double[] series(TrainingHistory history, ToDoubleFunction<Epoch> value) {
      return history.epochs().stream().mapToDouble(value).toArray();
    }
  }
}
