package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.InputChecksums;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.preparation.VectorTraining;
import io.github.polystill.experiments.preparation.VectorTrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs an experiment from corpus to results. Every finished trial is kept, so a run that was
 * stopped or killed goes on where it stood when it is started again.
 */
public final class ExperimentRunner {
  private final Experiment experiment;
  private final RunOptions options;
  private final ProgressListener progress;
  private final CancellationToken cancellation;
  private final RunDirectory directory;

  public ExperimentRunner(
      Experiment experiment,
      RunOptions options,
      ProgressListener progress,
      CancellationToken cancellation) {
    this.experiment = experiment;
    this.options = options;
    this.progress = progress;
    this.cancellation = cancellation;
    this.directory = new RunDirectory(options.directory());
  }

  /**
   * Trains what is not trained yet, evaluates and writes all results.
   *
   * @throws InvalidInputException where the input can't be used or every training diverged
   * @throws java.util.concurrent.CancellationException where the run was cancelled
   */
  public RunResult run() throws Exception {
    directory.requireOwn(experiment);
    PreparedCorpus corpus = prepare();
    Map<String, String> textChecksums = textChecksums();
    openDirectory(corpus, textChecksums);
    TrialLedger ledger = directory.ledger();
    TrialContext context = new TrialContext(ledger, options.platform(), progress, cancellation);
    List<TrainedModel> models =
        new CrossValidation(
                experiment,
                corpus,
                directory,
                vectorTraining(corpus, textChecksums),
                context,
                options.workers(),
                options.device())
            .run();
    RunStatistics statistics = new RunStatistics(experiment);
    List<FoldEvaluation> evaluations =
        evaluate(models, corpus, new RunEvaluation(corpus, ledger), statistics);
    statistics.remarks().forEach(context::remark);
    List<String> remarks = new ArrayList<>(context.remarks());
    List<LabelSearch> searches = context.searches();
    directory.writeSearches(searches);
    if (!searches.isEmpty()) {
      remarks.add(LabelSearch.summary(searches));
    }
    if (evaluations.isEmpty()) {
      throw new InvalidInputException(
          "every training diverged, so there is no result: " + String.join(" ", remarks));
    }
    directory.writeModels(models);
    MetricsJson.write(directory.metricsFile(), evaluations);
    progress.message("testing significance");
    statistics.write(directory);
    RunResult result = new RunResult(directory, evaluations, models, corpus, remarks);
    RunReports.of(result, experiment).write().forEach(progress::message);
    return result;
  }

  private List<FoldEvaluation> evaluate(
      List<TrainedModel> models,
      PreparedCorpus corpus,
      RunEvaluation evaluation,
      RunStatistics statistics)
      throws IOException {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    for (TrainedModel model : models) {
      Predictions predictions = evaluation.testPredictions(model);
      PredictionsCsv.write(directory.predictionsFile(model), predictions);
      FoldEvaluation figures =
          RunEvaluation.evaluate(model, predictions, experiment.evaluation().threshold());
      evaluations.add(figures);
      statistics.add(
          figures,
          predictions,
          evaluation.validationPredictions(model),
          corpus.folds().get(model.fold()));
    }
    return evaluations;
  }

  private PreparedCorpus prepare() throws IOException {
    progress.message("reading and segmenting the corpus");
    PreparedCorpus corpus =
        CorpusPreparation.prepare(
            experiment,
            options.workers(),
            options.cacheDirectory(),
            (done, total) -> cancellation.throwIfCancelled());
    progress.message(
        String.format(
            Locale.ROOT,
            "%,d documents, %d labels",
            corpus.segmented().corpus().size(),
            corpus.segmented().corpus().labels().size()));
    corpus.notice().ifPresent(progress::message);
    corpus.remarks().forEach(progress::message);
    return corpus;
  }

  private void openDirectory(PreparedCorpus corpus, Map<String, String> textChecksums)
      throws IOException {
    if (options.fresh()) {
      directory.clear();
    }
    if (!directory.holds(experiment)) {
      directory.removeResults();
    }
    AtomicFiles.writeString(directory.experimentFile(), experiment.resolvedYaml());
    directory.writeFolds(corpus.folds(), corpus.segmented().corpus().documents());
    Optional<String> vectors = Optional.empty();
    if (experiment.vectors().path().isPresent()) {
      vectors = Optional.of(ContentHash.ofFile(Path.of(experiment.vectors().path().get())));
    }
    InputChecksums checksums = new InputChecksums(corpus.sha256(), vectors, textChecksums);
    RunEnvironment environment =
        RunEnvironment.current(experiment, options.platform(), checksums, options.workers());
    AtomicFiles.writeString(directory.environmentFile(), environment.json());
  }

  /** SHA-256 of the texts that word vectors are trained on besides the corpus, by path. */
  private Map<String, String> textChecksums() throws IOException {
    Map<String, String> checksums = new LinkedHashMap<>();
    if (experiment.vectors().train().isPresent()) {
      for (String text : experiment.vectors().train().get().texts()) {
        checksums.put(text, ContentHash.ofFile(Path.of(text)));
      }
    }
    return checksums;
  }

  private Optional<VectorTraining> vectorTraining(
      PreparedCorpus corpus, Map<String, String> textChecksums) {
    if (experiment.vectors().train().isEmpty()) {
      return Optional.empty();
    }
    Path cache = options.cacheDirectory().orElse(directory.root().resolve("vectors"));
    return Optional.of(
        new VectorTraining(experiment, corpus.segmented(), textChecksums, cache, vectorProgress()));
  }

  private VectorTrainingProgress vectorProgress() {
    return new VectorTrainingProgress() {
      @Override
      public void message(String line) {
        progress.message(line);
      }

      @Override
      public void throwIfCancelled() {
        cancellation.throwIfCancelled();
      }
    };
  }
}
