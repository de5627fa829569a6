package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Document;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.evaluation.MetricsJson;
import io.github.polystill.evaluation.Predictions;
import io.github.polystill.evaluation.PredictionsCsv;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.baseline.Baseline;
import io.github.polystill.evaluation.baseline.Baselines;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.experiments.environment.InputChecksums;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.lock.HeldLock;
import io.github.polystill.experiments.lock.LockDirectory;
import io.github.polystill.experiments.lock.LockOwner;
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
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs an experiment from corpus to results. Every finished trial is kept, so a run that was
 * stopped or killed goes on where it stood when it is started again.
 */
public final class ExperimentRunner {
  /** The event that ends the time a report calls the run's duration. */
  static final String EVALUATED = "evaluated";

  /** How many missing trials are named. */
  private static final int NAMED = 5;

  /** How often a lock is looked at in vain before the user is told, five times a second. */
  private static final int SILENT_LOOKS = 10;

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
    T in(OpenRun open, List<Repetition> repetitions) throws Exception;
  }

  /**
   * Trains what is not trained yet, evaluates and writes all results. Other processes may do the
   * same at the same time; the work is shared and each ends when all is done.
   *
   * @throws InvalidInputException where the input can't be used or every training diverged
   * @throws java.util.concurrent.CancellationException where the run was cancelled
   */
  public RunResult run() throws Exception {
    return inDirectory("run", (open, repetitions) -> finish(open, repetitions, Share.WHOLE));
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
        (open, repetitions) -> {
          TrialPlan whole = TrialPlan.of(repetitions);
          ShardPlan plan = ShardPlan.of(whole, shard.count());
          TrialPlan own = whole.of(plan.share(shard));
          TrialContext context = context(open, plan.share(shard), own);
          crossValidation(repetitions, context, own).run();
          return new ShardResult(
              directory,
              shard,
              plan.wholeUnits(),
              context.finished(),
              context.trained(),
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
        (open, repetitions) -> {
          ShardImport shards = new ShardImport(directory, open.log(), progress);
          for (Path shard : from) {
            shards.copy(RunDirectory.existing(shard));
          }
          return finish(open, repetitions, Share.REST);
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
    List<Repetition> repetitions = new ArrayList<>();
    List<PreparedCorpus> dealt = dealt(prepare());
    for (int i = 0; i < dealt.size(); i++) {
      repetitions.add(
          new Repetition(experiment.repetition(i), dealt.get(i), mark(i), Optional.empty()));
    }
    RemainingTime remaining =
        new RemainingTime(TrialPlan.of(repetitions), options.workers(), System::nanoTime);
    CrossValidation.calibrate(
        repetitions.get(0), remaining, cancellation, options.workers(), options.device());
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
    PreparedCorpus corpus = prepare();
    InputChecksums inputs = checksums(corpus);
    List<PreparedCorpus> dealt = dealt(corpus);
    Optional<Path> vectors =
        experiment.vectors().train().isPresent()
            ? Optional.of(options.cacheDirectory().orElse(directory.root().resolve("vectors")))
            : Optional.empty();
    try (OpenRun open =
        OpenRun.open(
            directory,
            experiment,
            inputs,
            options.fresh(),
            patience("starts"),
            vectors,
            () -> describe(dealt, inputs))) {
      long start = System.nanoTime();
      List<Repetition> repetitions = repetitions(dealt, inputs.texts(), open);
      logStart(open, what, begun, corpus);
      try {
        T result = work.in(open, repetitions);
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
    fields.put("pid", open.locks().self().pid());
    fields.put("host", open.locks().self().host());
    fields.put("workers", options.workers());
    fields.put("documents", corpus.segmented().corpus().size());
    fields.put("labels", corpus.segmented().corpus().labels().size());
    fields.put("experiment", experiment.checksum());
    open.log().info("started", fields);
    corpus.remarks().forEach(remark -> open.log().warn("corpus", remark, Map.of()));
    for (LockOwner other : open.others()) {
      progress.message("sharing the work with " + other);
    }
  }

  /** The corpus with the folds of each seed. */
  private List<PreparedCorpus> dealt(PreparedCorpus corpus) {
    List<PreparedCorpus> dealt = new ArrayList<>(List.of(corpus));
    for (int i = 1; i < experiment.allSeeds().size(); i++) {
      dealt.add(CorpusPreparation.dealtAgain(corpus, experiment.repetition(i)));
    }
    return dealt;
  }

  /** The seed as repetitions are marked with it; the first is not. */
  private Optional<Long> mark(int repetition) {
    return experiment.mark(experiment.allSeeds().get(repetition));
  }

  /** One cross-validation for each seed. */
  private List<Repetition> repetitions(
      List<PreparedCorpus> dealt, Map<String, String> textChecksums, OpenRun open) {
    List<Repetition> repetitions = new ArrayList<>();
    for (int i = 0; i < dealt.size(); i++) {
      Experiment one = experiment.repetition(i);
      repetitions.add(
          new Repetition(
              one, dealt.get(i), mark(i), vectorTraining(one, dealt.get(i), textChecksums, open)));
    }
    return repetitions;
  }

  private TrialContext context(OpenRun open, Share share, TrialPlan plan) throws IOException {
    plan.table().lines().forEach(progress::message);
    progress.message("not in the estimate of the time: " + besidesTrials(experiment));
    int processes = 1 + open.others().size();
    RemainingTime remaining =
        new RemainingTime(plan, processes * options.workers(), System::nanoTime);
    progress.estimating(remaining::seconds);
    TrialLedger ledger =
        directory.ledger(
            warning -> {
              open.log().warn("trial-damaged", warning, Map.of());
              progress.message("warning: " + warning);
            });
    int old = ledger.withoutChecksums();
    if (old > 0) {
      progress.message(
          String.format(
              Locale.ROOT,
              "%,d trials are of an earlier version, which wrote no checksum files; they are used as they are",
              old));
    }
    Optional<Path> events =
        options.tensorBoard().map(root -> root.resolve(TrialEvents.fileName(experiment.name())));
    return new TrialContext(
        ledger,
        options.platform(),
        progress,
        remaining,
        cancellation,
        open.locks(),
        open.log(),
        share,
        events);
  }

  private CrossValidation crossValidation(
      List<Repetition> repetitions, TrialContext context, TrialPlan plan) {
    return new CrossValidation(
        repetitions, directory, context, plan, options.workers(), options.device());
  }

  /** Trains what is left, then evaluates; of several processes one after the other. */
  private RunResult finish(OpenRun open, List<Repetition> repetitions, Share share)
      throws Exception {
    TrialPlan plan = TrialPlan.of(repetitions);
    TrialContext context = context(open, share, plan);
    List<TrainedModel> models = crossValidation(repetitions, context, plan).run();
    requireAll(context.missing());
    open.log()
        .info(
            "trained",
            Map.of("trials", context.trained(), "reused", context.finished() - context.trained()));
    HeldLock results = open.locks().lock("results", patience("writes the results"));
    return results.during(() -> writeResults(open, repetitions, models, context));
  }

  /** Waits for another process, says so where it takes long, and gives up where the user does. */
  private LockDirectory.Waiting patience(String doing) {
    AtomicInteger looks = new AtomicInteger();
    return holder -> {
      cancellation.throwIfCancelled();
      if (looks.incrementAndGet() == SILENT_LOOKS) {
        String who = holder.map(LockOwner::toString).orElse("another process");
        progress.message("waiting while " + who + " " + doing);
      }
    };
  }

  /** A process that is stopped for long is taken for dead, and another may have begun anew. */
  private void requireStillOwn() throws IOException {
    if (!directory.holds(experiment)) {
      throw new InvalidInputException(
          directory.root()
              + " has been given to another experiment while this process was stopped and taken for dead; run it with another --out");
    }
  }

  private RunResult writeResults(
      OpenRun open, List<Repetition> repetitions, List<TrainedModel> trained, TrialContext context)
      throws IOException {
    requireStillOwn();
    RunStatistics statistics = new RunStatistics(experiment);
    List<TrainedModel> models = new ArrayList<>(trained);
    Baselines baselines = baselines(repetitions.get(0).corpus().segmented().corpus());
    List<FoldEvaluation> evaluations =
        evaluate(trained, repetitions, context, baselines, statistics);
    if (!evaluations.isEmpty() && !experiment.baselines().isEmpty()) {
      long start = System.nanoTime();
      List<TrainedModel> compared = baselineModels(baselines, repetitions, context);
      models.addAll(compared);
      progress.message("training the baselines");
      evaluations.addAll(evaluate(compared, repetitions, context, baselines, statistics));
      progress.message(
          String.format(
              Locale.ROOT,
              "baselines trained and evaluated on %d folds in %.1f s",
              repetitions.size() * experiment.folds().run().size(),
              (System.nanoTime() - start) / 1e9));
    }
    statistics.remarks().forEach(context::warnBesideResults);
    statistics.doubts().forEach(context::doubt);
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
    open.log().info(EVALUATED, Map.of("models", models.size()));
    PreparedCorpus corpus = repetitions.get(0).corpus();
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
      Baselines baselines, List<Repetition> repetitions, TrialContext context) {
    List<TrainedModel> models = new ArrayList<>();
    for (Baseline baseline : experiment.baselines()) {
      long needed = baselines.memory(baseline);
      if (needed > Runtime.getRuntime().maxMemory() / 2) {
        context.doubt(
            String.format(
                Locale.ROOT,
                "Warning: no %s baseline: it may need %.1f GB of memory; start with"
                    + " POLYSTILL_JAVA_OPTS=-Xmx%dg to have it, or take it out of baselines.",
                baseline.key(),
                needed / 1e9,
                2 * needed / 1_000_000_000 + 1));
        continue;
      }
      for (Repetition repetition : repetitions) {
        for (int fold : experiment.folds().run()) {
          models.add(
              new TrainedModel(
                  baseline.key(),
                  TrainingRow.BASELINE,
                  fold,
                  repetition.seed(),
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
      List<Repetition> repetitions,
      TrialContext context,
      Baselines baselines,
      RunStatistics statistics)
      throws IOException {
    List<FoldEvaluation> evaluations = new ArrayList<>();
    for (TrainedModel model : models) {
      Repetition repetition =
          repetitions.stream()
              .filter(it -> it.seed().equals(model.seed()))
              .findFirst()
              .orElseThrow();
      RunEvaluation evaluated = new RunEvaluation(repetition.corpus(), context.ledger(), baselines);
      Predictions predictions = evaluated.testPredictions(model);
      PredictionsCsv.write(directory.predictionsFile(model), predictions);
      FoldEvaluation figures =
          RunEvaluation.evaluate(model, predictions, experiment.evaluation().threshold());
      if (repetitions.size() > 1) {
        figures = figures.withSeed(repetition.experiment().seed());
      }
      evaluations.add(figures);
      statistics.add(
          figures,
          predictions,
          evaluated.validationPredictions(model),
          repetition.corpus().folds().get(model.fold()));
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
    corpus.remarks().forEach(progress::message);
    return corpus;
  }

  /** Writes what is run, on what folds, and on what machine. */
  private void describe(List<PreparedCorpus> dealt, InputChecksums inputs) throws IOException {
    PreparedCorpus corpus = dealt.get(0);
    RunEnvironment environment =
        RunEnvironment.current(experiment, options.platform(), inputs, options.workers());
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
      Experiment one, PreparedCorpus corpus, Map<String, String> textChecksums, OpenRun open) {
    return open.vectorLocks()
        .map(
            vectors ->
                new VectorTraining(
                    one,
                    corpus.segmented(),
                    textChecksums,
                    vectors.directory(),
                    vectors.locks(),
                    vectorProgress()));
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
