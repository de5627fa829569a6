package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.baseline.Baselines;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.experiments.environment.InputChecksums;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.lock.DirectoryLock;
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
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs an experiment from corpus to results. Every finished trial is kept, so a run that was
 * stopped or killed goes on where it stood when it is started again.
 */
public final class ExperimentRunner {
  /** The event that ends the time a report calls the run's duration. */
  static final String EVALUATED = "evaluated";

  /** How many missing trials are named. */
  private static final int NAMED = 5;

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

  /** What is done while the run directory is open. */
  @FunctionalInterface
  private interface Work<T> {
    T in(OpenRun open, List<CrossValidation> validations) throws Exception;
  }

  /**
   * Trains what is not trained yet, evaluates and writes all results.
   *
   * @throws InvalidInputException where the input can't be used or every training diverged
   * @throws java.util.concurrent.CancellationException where the run was cancelled
   */
  public RunResult run() throws Exception {
    return inDirectory("run", (open, validations) -> finish(open, validations, any -> true));
  }

  /**
   * Trains one part of the trials and writes no results; {@link #merge} does, when all parts are
   * there.
   *
   * @throws InvalidInputException where the input can't be used
   * @throws java.util.concurrent.CancellationException where the run was cancelled
   */
  public ShardResult runShard(Shard shard) throws Exception {
    return inDirectory(
        "shard " + shard,
        (open, validations) -> {
          TrialPlan whole = TrialPlan.of(validations);
          ShardPlan shards = ShardPlan.of(whole, shard.count());
          TrialPlan own = whole.of(shards.partsOf(shard));
          RunProgress running = running(open, own);
          training(validations, own, running, new Remarks(open.log(), this::say))
              .run(ledger(open), any -> true);
          return new ShardResult(
              directory,
              shard,
              shards.wholeUnits(),
              running.finished(),
              running.trained(),
              open.log().warnings());
        });
  }

  /**
   * Evaluates what shards have trained, and writes all results. Distilled students that no shard
   * could train are trained; what a shard should have trained is not.
   *
   * @param from run directories of shards, whose trials are copied; none where they all worked in
   *     this one
   * @throws InvalidInputException naming the trials that are missing or what does not fit together
   */
  public RunResult merge(List<Path> from) throws Exception {
    return inDirectory(
        "merge",
        (open, validations) -> {
          ShardImport shards = new ShardImport(directory, open.log(), progress);
          for (Path shard : from) {
            shards.copy(RunDirectory.existing(shard));
          }
          return finish(open, validations, part -> part.training() == TrainingRow.DISTILLED);
        });
  }

  /**
   * What the run trains, and how long that takes on this machine, after a few steps of each
   * architecture. Trains no trial and leaves nothing behind. Word vectors that are to be trained
   * are random here, and their training is not in the time.
   *
   * @throws InvalidInputException where the input can't be used
   * @throws java.util.concurrent.CancellationException where the run was cancelled
   */
  public RemainingTime plan() throws Exception {
    List<CrossValidation> validations = new ArrayList<>();
    List<PreparedCorpus> dealt = dealt(prepare());
    for (int i = 0; i < dealt.size(); i++) {
      validations.add(
          new CrossValidation(experiment.repetition(i), dealt.get(i), mark(i), Optional.empty()));
    }
    RemainingTime remaining =
        new RemainingTime(TrialPlan.of(validations), options.workers(), System::nanoTime);
    ModelTraining.calibrate(validations.get(0), remaining, cancellation, options);
    return remaining;
  }

  /** What a run does besides its trials, which {@link RemainingTime} does not know. */
  public static String besidesTrials(Experiment experiment) {
    List<String> parts = new ArrayList<>();
    if (experiment.vectors().train().isPresent()) {
      int seeds = experiment.allSeeds().size();
      int trainings =
          experiment.vectors().train().get().includeWholeCorpus()
              ? seeds
              : seeds * experiment.folds().run().size();
      parts.add("word vectors (" + trainings + (trainings == 1 ? " training)" : " trainings)"));
    }
    if (!experiment.baselines().isEmpty()) {
      parts.add("baselines");
    }
    parts.add("evaluation");
    return String.join(", ", parts);
  }

  private <T> T inDirectory(String what, Work<T> work) throws Exception {
    long begun = System.nanoTime();
    directory.requireOwn(experiment);
    DirectoryLock.requireFree(directory.root()); // before the corpus is read
    if (!options.fresh()) {
      directory.environment(); // refuses that of another version before anything is done
    }
    PreparedCorpus corpus = prepare();
    InputChecksums inputs = checksums(corpus);
    List<PreparedCorpus> dealt = dealt(corpus);
    try (OpenRun open =
        OpenRun.open(
            directory, experiment, inputs, options.fresh(), () -> describe(dealt, inputs))) {
      long start = System.nanoTime();
      logStart(open, what, begun, corpus);
      try {
        T result = work.in(open, validations(dealt, inputs.texts()));
        open.log().info("finished", Map.of("seconds", (System.nanoTime() - start) / 1_000_000_000));
        return result;
      } catch (CancellationException e) {
        open.log().info("interrupted", Map.of());
        throw e;
      } catch (Exception e) {
        open.log().error("failed", e.toString());
        throw e;
      }
    }
  }

  private void logStart(OpenRun open, String what, long begun, PreparedCorpus corpus) {
    double milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("what", what);
    fields.put("preparation", milliseconds / 1000.0);
    fields.put("command", options.command());
    fields.put("polystill", BuildVersions.polystill());
    fields.put("pid", open.owner().pid());
    fields.put("host", open.owner().host());
    fields.put("workers", options.workers());
    fields.put("documents", corpus.segmented().corpus().size());
    fields.put("labels", corpus.segmented().corpus().labels().size());
    fields.put("experiment", experiment.checksum());
    open.log().info("started", fields);
    corpus.remarks().forEach(remark -> open.log().warn("corpus", remark, Map.of()));
  }

  /** The corpus with the folds of each seed. */
  private List<PreparedCorpus> dealt(PreparedCorpus corpus) {
    List<PreparedCorpus> dealt = new ArrayList<>(List.of(corpus));
    for (int i = 1; i < experiment.allSeeds().size(); i++) {
      dealt.add(CorpusPreparation.dealtAgain(corpus, experiment.repetition(i)));
    }
    return dealt;
  }

  /** The seed as cross-validations are marked with it; the first is not. */
  private OptionalLong mark(int index) {
    return experiment.mark(experiment.allSeeds().get(index));
  }

  /** One cross-validation for each seed. */
  private List<CrossValidation> validations(
      List<PreparedCorpus> dealt, Map<String, String> textChecksums) {
    List<CrossValidation> validations = new ArrayList<>();
    for (int i = 0; i < dealt.size(); i++) {
      Experiment one = experiment.repetition(i);
      validations.add(
          new CrossValidation(
              one, dealt.get(i), mark(i), vectorTraining(one, dealt.get(i), textChecksums)));
    }
    return validations;
  }

  private RunProgress running(OpenRun open, TrialPlan plan) {
    plan.table().lines().forEach(progress::message);
    progress.message("not in the estimate of the time: " + besidesTrials(experiment));
    RemainingTime remaining = new RemainingTime(plan, options.workers(), System::nanoTime);
    progress.estimating(remaining::seconds);
    Optional<Path> events =
        options.tensorBoard().map(root -> root.resolve(TrialEvents.fileName(experiment.name())));
    return new RunProgress(open.log(), progress, remaining, cancellation, events);
  }

  private TrialLedger ledger(OpenRun open) throws IOException {
    return directory.ledger(
        warning -> {
          open.log().warn("trial-damaged", warning, Map.of());
          progress.message("warning: " + warning);
        });
  }

  private ModelTraining training(
      List<CrossValidation> validations, TrialPlan plan, RunProgress running, Remarks remarks) {
    return new ModelTraining(
        validations, directory, plan, options, running, progress, cancellation, remarks);
  }

  /** Trains what is left and is to be trained here, then evaluates. */
  private RunResult finish(
      OpenRun open, List<CrossValidation> validations, Predicate<TrialName> own) throws Exception {
    TrialPlan plan = TrialPlan.of(validations);
    RunProgress running = running(open, plan);
    Remarks remarks = new Remarks(open.log(), this::say);
    ModelTraining training = training(validations, plan, running, remarks);
    TrialLedger ledger = ledger(open);
    List<TrainedModel> models = training.run(ledger, own);
    requireAll(training.missing());
    open.log()
        .info(
            "trained",
            Map.of("trials", running.trained(), "reused", running.finished() - running.trained()));
    return writeResults(open, validations, models, training.searches(), ledger, remarks);
  }

  private RunResult writeResults(
      OpenRun open,
      List<CrossValidation> validations,
      List<TrainedModel> trained,
      List<LabelSearch> searches,
      TrialLedger ledger,
      Remarks sentences)
      throws IOException {
    RunStatistics statistics = new RunStatistics(experiment);
    List<TrainedModel> models = new ArrayList<>(trained);
    Baselines baselines = baselines(validations.get(0).corpus().segmented().corpus());
    List<FoldEvaluation> evaluations =
        evaluate(trained, validations, ledger, baselines, statistics);
    if (!evaluations.isEmpty() && !experiment.baselines().isEmpty()) {
      long start = System.nanoTime();
      List<TrainedModel> compared = baselineModels(baselines, validations, sentences);
      models.addAll(compared);
      int folds = validations.size() * experiment.folds().run().size();
      progress.message("training the baselines");
      evaluations.addAll(evaluate(compared, validations, ledger, baselines, statistics));
      progress.message(
          String.format(
              Locale.ROOT,
              "baselines trained and evaluated on %s in %.1f s",
              folds == 1 ? "1 fold" : folds + " folds",
              (System.nanoTime() - start) / 1e9));
    }
    statistics.remarks().forEach(sentences::warn);
    statistics.doubts().forEach(sentences::doubt);
    List<String> remarks = new ArrayList<>(sentences.sentences());
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
    open.log().info(EVALUATED, Map.of("models", models.size()));
    PreparedCorpus corpus = validations.get(0).corpus();
    RunResult result =
        new RunResult(directory, evaluations, trained, corpus, remarks, open.log().warnings());
    RunReports.of(result, experiment).write().forEach(progress::message);
    return result;
  }

  private Baselines baselines(Corpus corpus) {
    return new Baselines(
        corpus.documents().stream().map(Document::text).toList(),
        corpus.targets(),
        experiment.evaluation().threshold(),
        options.workers(),
        cancellation::throwIfCancelled);
  }

  /**
   * The baselines of all folds, in the order of results. They take seconds, so they are trained
   * whenever results are written, and not kept.
   */
  private List<TrainedModel> baselineModels(
      Baselines baselines, List<CrossValidation> validations, Remarks sentences) {
    List<TrainedModel> models = new ArrayList<>();
    for (Baseline baseline : experiment.baselines()) {
      long needed = baselines.memory(baseline);
      if (needed > Runtime.getRuntime().maxMemory() / 2) {
        sentences.doubt(
            String.format(
                Locale.ROOT,
                "Warning: no %s baseline: it may need %.1f GB of memory; start with"
                    + " POLYSTILL_JAVA_OPTS=-Xmx%dg to have it, or take it out of baselines.",
                baseline.key(),
                needed / 1e9,
                2 * needed / 1_000_000_000 + 1));
        continue;
      }
      for (CrossValidation validation : validations) {
        for (int fold : experiment.folds().run()) {
          models.add(
              new TrainedModel(
                  ModelKey.of(validation.seed(), fold, baseline.key(), TrainingRow.BASELINE),
                  List.of(),
                  Optional.empty()));
        }
      }
    }
    return models;
  }

  /** Trials are missing where a shard was not run to its end, or its directory not copied whole. */
  private void requireAll(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: %,d trials are missing: %s%s; run the shards that have them to their end, or train them here with polystill run without --merge",
              directory.root(),
              missing.size(),
              String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
              missing.size() > NAMED ? ", ..." : ""));
    }
  }

  private List<FoldEvaluation> evaluate(
      List<TrainedModel> models,
      List<CrossValidation> validations,
      TrialLedger ledger,
      Baselines baselines,
      RunStatistics statistics)
      throws IOException {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    for (TrainedModel model : models) {
      CrossValidation validation =
          validations.stream()
              .filter(it -> it.seed().equals(model.key().seed()))
              .findFirst()
              .orElseThrow();
      RunEvaluation evaluated = new RunEvaluation(validation.corpus(), ledger, baselines);
      Predictions predictions = evaluated.testPredictions(model);
      PredictionsCsv.write(directory.predictionsFile(model), predictions);
      FoldEvaluation figures =
          RunEvaluation.evaluate(model, predictions, experiment.evaluation().threshold());
      if (validations.size() > 1) {
        figures = figures.orSeed(validation.experiment().seed());
      }
      evaluations.add(figures);
      statistics.add(
          figures,
          predictions,
          evaluated.validationPredictions(model),
          validation.corpus().folds().get(model.fold()));
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
    corpus.notes().forEach(progress::message);
    corpus.notice().ifPresent(progress::message);
    corpus.remarks().forEach(remark -> say("Warning: " + remark));
    return corpus;
  }

  /** A sentence of the results as a line among others. */
  private void say(String sentence) {
    progress.message(sentence.replaceFirst("^(Warning: )+", "warning: "));
  }

  /** Writes what is run, on what folds, and on what machine. */
  private void describe(List<PreparedCorpus> dealt, InputChecksums inputs) throws IOException {
    PreparedCorpus corpus = dealt.get(0);
    RunEnvironment environment =
        RunEnvironment.current(experiment, options.device().platform(), inputs, options.workers());
    directory.environment().ifPresent(environment::addMachinesOf);
    AtomicFiles.writeString(directory.experimentFile(), experiment.resolvedYaml());
    for (int i = 0; i < dealt.size(); i++) {
      directory.writeFolds(mark(i), dealt.get(i).folds(), corpus.segmented().corpus().documents());
    }
    AtomicFiles.writeString(directory.environmentFile(), environment.json());
  }

  private InputChecksums checksums(PreparedCorpus corpus) throws IOException {
    Optional<String> vectors = Optional.empty();
    if (experiment.vectors().path().isPresent()) {
      vectors = Optional.of(ContentHash.ofFile(Path.of(experiment.vectors().path().get())));
    }
    return new InputChecksums(corpus.sha256(), vectors, textChecksums());
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
      Experiment one, PreparedCorpus corpus, Map<String, String> textChecksums) {
    if (experiment.vectors().train().isEmpty()) {
      return Optional.empty();
    }
    Path kept = options.cacheDirectory().orElse(directory.root().resolve("vectors"));
    return Optional.of(
        new VectorTraining(one, corpus.segmented(), textChecksums, kept, vectorProgress()));
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
