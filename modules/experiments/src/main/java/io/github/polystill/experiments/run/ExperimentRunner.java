package io.github.polystill.experiments.run;

import io.github.polystill.data.ContentHash;
import io.github.polystill.data.Corpus;
import io.github.polystill.data.Fold;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.transformers.TextEncoder;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.experiments.configuration.EncoderSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.VectorSettings;
import io.github.polystill.experiments.environment.BuildVersions;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.preparation.TextEncoding;
import io.github.polystill.experiments.preparation.TransferTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs an experiment from corpus to results. Every finished trial is kept, so a run that was
 * stopped or killed goes on where it stood when it is started again.
 */
public final class ExperimentRunner {
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
    T in(OpenRun open, List<CrossValidation> validations, RunEnvironment.Inputs inputs)
        throws Exception;
  }

  /**
   * Trains what is not trained yet, evaluates and writes all results.
   *
   * @throws InvalidInputException where the input can't be used or every training diverged
   * @throws java.util.concurrent.CancellationException where the run was cancelled
   */
  public RunResult run() throws Exception {
    return inDirectory(
        "run", (open, validations, inputs) -> finish(open, validations, inputs, any -> true));
  }

  /**
   * Trains one part of the trials and writes no results; {@link #merge} does, when all parts are
   * there.
   *
   * @throws InvalidInputException where the input can't be used
   * @throws java.util.concurrent.CancellationException where the run was cancelled
   */
  public Shard.Result runShard(Shard shard) throws Exception {
    return inDirectory(
        "shard " + shard,
        (open, validations, inputs) -> {
          TrialPlan whole = TrialPlan.of(validations);
          ShardPlan shards = ShardPlan.of(whole, shard.count());
          RunProgress running = running(open, whole.of(shards.of(shard)));
          new ModelTraining(validations, directory, inputs, options, running, open::trainedOn)
              .run(ledger(open), any -> true);
          return new Shard.Result(
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
        (open, validations, inputs) -> {
          ShardImport shards = new ShardImport(directory, open.log(), progress);
          for (Path shard : from) {
            shards.copy(RunDirectory.existing(shard));
          }
          return finish(open, validations, inputs, part -> part.training().followsOthers());
        });
  }

  /**
   * What the run trains.
   *
   * @throws InvalidInputException where the input can't be used
   */
  public TrialPlan trials() throws IOException {
    return TrialPlan.of(validations(prepare()));
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
    List<CrossValidation> validations = validations(prepare());
    RemainingTime remaining =
        new RemainingTime(TrialPlan.of(validations), options.workers(), System::nanoTime);
    Calibration.ofEachArchitecture(validations.get(0), remaining, cancellation, options);
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
      boolean ofPairs =
          experiment.teacher().crossFitFolds()
              && !experiment.vectors().train().get().includeWholeCorpus();
      parts.add(
          "word vectors ("
              + trainings
              + (trainings == 1 ? " training" : " trainings")
              + (ofPairs ? ", more for pairs of folds)" : ")"));
    }
    if (experiment.encoder().isPresent()) {
      parts.add("the vectors of the encoder");
    }
    if (!experiment.baselines().isEmpty()) {
      parts.add("baselines");
    }
    if (!experiment.student().transfer().isEmpty()) {
      parts.add("the teacher's answers to transfer texts");
    }
    parts.add("evaluation");
    return String.join(", ", parts);
  }

  private <T> T inDirectory(String what, Work<T> work) throws Exception {
    long begun = System.nanoTime();
    OpenRun.requireUsable(directory, experiment, options.fresh()); // before the corpus is read
    requireOtherTeacher();
    PreparedCorpus corpus = prepare();
    List<CrossValidation> validations = validations(corpus);
    RunEnvironment.Inputs inputs = checksums(corpus, CrossValidation.sourceOfGiven(validations));
    RunEnvironment environment =
        RunEnvironment.current(experiment, options.device().platform(), inputs, options.workers());
    try (OpenRun open =
        OpenRun.open(directory, experiment, validations, environment, options.fresh())) {
      long start = System.nanoTime();
      logStart(open, what, begun, corpus);
      validations.forEach(validation -> logTransfer(open, validation));
      try {
        T result = work.in(open, validations, inputs);
        open.log().info("finished", Map.of("seconds", (System.nanoTime() - start) / 1_000_000_000));
        return result;
      } catch (CancellationException e) {
        open.log().info("interrupted", Map.of());
        throw e;
      } catch (Exception e) {
        open.log()
            .error("failed", e instanceof InvalidInputException ? e.getMessage() : e.toString());
        throw e;
      }
    }
  }

  /** A run whose results are about to be replaced cannot teach. */
  private void requireOtherTeacher() throws IOException {
    Optional<Path> teacher = experiment.teacher().from().map(Path::of);
    if (teacher.isPresent()
        && Files.exists(directory.root())
        && Files.isSameFile(directory.root(), teacher.get())) {
      throw InvalidInputException.of(
          "teacher.from: %s is the directory of this run itself; take another `out`",
          directory.root());
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
    open.damages().forEach(damage -> warnOfDamage(open, damage));
  }

  private RunProgress running(OpenRun open, TrialPlan plan) {
    plan.table().lines().forEach(progress::message);
    progress.message("not in the estimate of the time: " + besidesTrials(experiment));
    RemainingTime remaining = new RemainingTime(plan, options.workers(), System::nanoTime);
    progress.estimating(remaining::seconds);
    progress.planned(plan.trials().size());
    Optional<Path> events =
        options.tensorBoard().map(root -> root.resolve(TrialEvents.fileName(experiment.name())));
    return new RunProgress(open.log(), progress, remaining, cancellation, events);
  }

  private TrialLedger ledger(OpenRun open) throws IOException {
    return new TrialLedger(directory.trials(), warning -> warnOfDamage(open, warning));
  }

  private void warnOfDamage(OpenRun open, String warning) {
    open.log().warn("trial-damaged", warning, Map.of());
    progress.message("warning: " + warning);
  }

  /** Trains what is left and is to be trained here, then evaluates. */
  private RunResult finish(
      OpenRun open,
      List<CrossValidation> validations,
      RunEnvironment.Inputs inputs,
      Predicate<TrialName> own)
      throws Exception {
    RunProgress running = running(open, TrialPlan.of(validations));
    if (!experiment.student().transfer().isEmpty()) {
      running.remark(validations.get(0).transfer().describe());
    }
    ModelTraining training =
        new ModelTraining(validations, directory, inputs, options, running, open::trainedOn);
    TrialLedger ledger = ledger(open);
    List<TrainedModel> models = training.run(ledger, own);
    requireAll(training.missing());
    open.log()
        .info(
            "trained",
            Map.of("trials", running.trained(), "reused", running.finished() - running.trained()));
    return new ResultWriter(open, experiment, validations, ledger, options, running)
        .write(models, training);
  }

  /** Trials are missing where a shard was not run to its end, or its directory not copied whole. */
  private void requireAll(List<String> missing) {
    if (!missing.isEmpty()) {
      throw InvalidInputException.of(
          "%s: %,d trials are missing: %s%s; run the shards that have them to their end, or train them here with polystill run without `merge`",
          directory.root(),
          missing.size(),
          String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
          missing.size() > NAMED ? ", ..." : "");
    }
  }

  private PreparedCorpus prepare() throws IOException {
    progress.message("reading and segmenting the corpus");
    PreparedCorpus prepared =
        CorpusPreparation.prepare(
            experiment,
            options.workers(),
            options.cacheDirectory(),
            (done, total) -> cancellation.throwIfCancelled());
    Corpus corpus = prepared.segmented().corpus();
    progress.message(
        String.format(
            Locale.ROOT, "%,d documents, %d labels", corpus.size(), corpus.labels().size()));
    prepared.notes().forEach(progress::message);
    prepared.notice().ifPresent(progress::message);
    prepared.remarks().forEach(remark -> progress.message(RunProgress.line("Warning: " + remark)));
    return prepared;
  }

  private List<CrossValidation> validations(PreparedCorpus corpus) throws IOException {
    List<CrossValidation> validations = CrossValidation.ofSeeds(experiment, corpus);
    if (experiment.student().transfer().isEmpty()) {
      return validations;
    }
    progress.message("reading and segmenting the transfer texts");
    boolean sharesPairs = experiment.teacher().crossFitFolds(); // with folds that are not run, too
    TransferTexts texts =
        TransferTexts.read(
            experiment,
            corpus.segmented().corpus(),
            validations.stream()
                .map(it -> sharesPairs ? it.corpus().folds() : it.folds())
                .flatMap(List::stream)
                .toList(),
            options.workers(),
            options.cacheDirectory(),
            (done, total) -> cancellation.throwIfCancelled());
    return validations.stream().map(it -> it.with(texts)).toList();
  }

  private void logTransfer(OpenRun open, CrossValidation validation) {
    if (experiment.student().transfer().isEmpty()) {
      return;
    }
    for (Fold fold : validation.folds()) {
      TransferTexts.OfFold its = validation.transfer().of(fold);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("fold", fold.index());
      validation.seed().ifPresent(seed -> fields.put("seed", seed));
      fields.put("read", its.read());
      fields.put("used", its.texts().size());
      fields.put("evaluated", its.evaluated());
      fields.put("repeated", its.repeated());
      open.log().info("transfer", fields);
    }
  }

  private RunEnvironment.Inputs checksums(PreparedCorpus corpus, Optional<String> teacher)
      throws IOException {
    VectorSettings settings = experiment.vectors();
    Optional<String> vectors = Optional.empty();
    if (settings.path().isPresent()) {
      vectors = Optional.of(ContentHash.ofFile(Path.of(settings.path().get())));
    }
    Optional<String> segmenter;
    try (Segmenter opened = experiment.segmentation().open()) {
      segmenter =
          Optional.ofNullable(opened.settings().get(Segmenter.MODEL_SHA256)).map(Object::toString);
    }
    return new RunEnvironment.Inputs(
        corpus.sha256(),
        segmenter,
        experiment.encoder().map(ExperimentRunner::checksum),
        vectors,
        checksums(settings.train().map(VectorSettings.Training::texts).orElse(List.of())),
        teacher,
        checksums(experiment.student().transfer()));
  }

  private static String checksum(EncoderSettings settings) {
    try (TextEncoder encoder = TextEncoding.open(settings)) {
      return encoder.contentHash();
    }
  }

  private static Map<String, String> checksums(List<String> files) throws IOException {
    Map<String, String> checksums = new LinkedHashMap<>();
    for (String file : files) {
      checksums.put(file, ContentHash.ofFile(Path.of(file)));
    }
    return checksums;
  }
}
