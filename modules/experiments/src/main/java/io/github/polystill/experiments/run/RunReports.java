package io.github.polystill.experiments.run;

import io.github.polystill.data.Corpus;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.report.LearningCurve;
import io.github.polystill.evaluation.report.Report;
import io.github.polystill.evaluation.report.ReportWriter;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorSettings;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.models.training.Epoch;
import io.github.polystill.models.training.TrainingHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Writes the tables and the report of a run. */
final class RunReports {
  private final Experiment experiment;
  private final RunDirectory directory;
  private final PreparedCorpus corpus;

  RunReports(Experiment experiment, RunDirectory directory, PreparedCorpus corpus) {
    this.experiment = experiment;
    this.directory = directory;
    this.corpus = corpus;
  }

  void write(RunResult result, TrialLedger ledger) throws IOException {
    RunTables.read(directory, result.remarks()).write(directory, corpus.notice());
    Corpus documents = corpus.segmented().corpus();
    Report report =
        new Report(
            experiment.name(),
            corpus.notice(),
            settings(documents, result.remarks()),
            result.evaluations(),
            documents.size(),
            labelCounts(documents),
            experiment.student().monitor().key(),
            curves(result.models(), ledger));
    ReportWriter.write(directory.reportFile(), report);
  }

  private Map<String, String> settings(Corpus documents, List<String> remarks) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "corpus",
        String.format(
            Locale.ROOT, "%,d documents, %d labels", documents.size(), documents.labels().size()));
    settings.put("segmenter", experiment.segmentation().segmenter());
    settings.put("word vectors", wordVectors(experiment.vectors()));
    settings.put("class weights", experiment.teacher().classWeights().toString());
    settings.put("folds", experiment.folds().run() + " of " + experiment.folds().count());
    settings.put("optimisation", experiment.optimisation().toString());
    settings.put("seed", Long.toString(experiment.seed()));
    if (!remarks.isEmpty()) {
      settings.put("remarks", String.join(" ", remarks));
    }
    return settings;
  }

  private static String wordVectors(VectorSettings settings) {
    int dimensions = settings.dimensions().orElse(0);
    if (settings.train().isPresent()) {
      String documents =
          settings.train().get().includeWholeCorpus()
              ? "all documents, those of the test parts included"
              : "the training part of each fold";
      String texts = String.join(", ", settings.train().get().texts());
      return String.format(
          Locale.ROOT,
          "%d dimensions, trained on %s%s",
          dimensions,
          documents,
          texts.isEmpty() ? "" : " and " + texts);
    }
    return settings.path().orElse(String.format(Locale.ROOT, "random, %d dimensions", dimensions));
  }

  private static Map<String, Integer> labelCounts(Corpus documents) {
    Map<String, Integer> all = Corpus.labelCounts(documents.documents());
    Map<String, Integer> counts = new LinkedHashMap<>();
    documents.labels().names().forEach(label -> counts.put(label, all.get(label)));
    return counts;
  }

  private static List<LearningCurve> curves(List<TrainedModel> models, TrialLedger ledger)
      throws IOException {
    List<LearningCurve> curves = new ArrayList<>();
    for (TrainedModel model : models) {
      if (model.training() != TrainingRow.TEACHER) {
        TrainingHistory history =
            ledger
                .find(model.trials().get(0))
                .orElseThrow(() -> new IOException("trial " + model.trials().get(0) + " vanished"))
                .history();
        curves.add(curve(model, history));
      }
    }
    return curves;
  }

  private static LearningCurve curve(TrainedModel model, TrainingHistory history) {
    String name =
        String.format(
            Locale.ROOT,
            "%s, %s, fold %d",
            model.architecture(),
            model.training().key(),
            model.fold());
    return new LearningCurve(
        name,
        series(history, Epoch::trainingLoss),
        series(history, epoch -> epoch.validation().loss()),
        series(history, epoch -> Math.abs(epoch.validation().figure())),
        history.bestEpoch() - 1);
  }

  private static double[] series(TrainingHistory history, ToDoubleFunction<Epoch> value) {
    return history.epochs().stream().mapToDouble(value).toArray();
  }
}
