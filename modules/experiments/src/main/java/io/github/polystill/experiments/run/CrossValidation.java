package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.EncodingSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.PreparedFold;
import io.github.polystill.experiments.preparation.TrainedVectorFile;
import io.github.polystill.models.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs all trials of an experiment that are this process's: every architecture on every fold that
 * is asked for, with every seed.
 */
final class CrossValidation {
  /** Dimensions of word vectors where a file decides them, to weigh architectures by. */
  static final int DIMENSIONS = 300;

  /** A fold of a repetition. */
  private record Task(Repetition repetition, int fold) {
    boolean has(TrialPlan.Part part) {
      return part.label().fold() == fold && part.label().seed().equals(repetition.seed());
    }
  }

  private final List<Repetition> repetitions;
  private final Experiment experiment;
  private final RunDirectory directory;
  private final TrialContext context;
  private final TrialPlan plan;
  private final WorkerPool pool;
  private final OpenArchitectures open = new OpenArchitectures();
  private final List<ArchitectureSettings> dearestFirst;
  private final List<FoldUnit> units = new ArrayList<>();
  private final AtomicBoolean unprepared = new AtomicBoolean(true);

  /**
   * A cross-validation for each of several seeds.
   *
   * @param repetitions at least one, which differ in their seeds alone
   * @param plan what of it is this process's
   */
  CrossValidation(
      List<Repetition> repetitions,
      RunDirectory directory,
      TrialContext context,
      TrialPlan plan,
      int workers,
      ComputeDevice device) {
    this.repetitions = repetitions;
    this.experiment = repetitions.get(0).experiment();
    this.directory = directory;
    this.context = context;
    this.plan = plan;
    this.pool = new WorkerPool(workers, () -> new SessionCache(open::mayNeed, device));
    this.dearestFirst = dearestFirst(experiment);
  }

  /** Architectures by their work per token, equal ones in the order of the experiment. */
  static List<ArchitectureSettings> dearestFirst(Experiment experiment) {
    int dimensions = experiment.vectors().dimensions().orElse(DIMENSIONS);
    return experiment.architectures().stream()
        .sorted(
            Comparator.comparingDouble(
                architecture -> -experiment.networkOf(architecture).workPerToken(dimensions)))
        .toList();
  }

  /**
   * The models of all folds, ordered by architecture as in the experiment, training type, seed,
   * fold.
   */
  List<TrainedModel> run() throws Exception {
    List<Task> tasks =
        repetitions.stream()
            .flatMap(
                repetition ->
                    experiment.folds().run().stream().map(fold -> new Task(repetition, fold)))
            .filter(task -> plan.parts().stream().anyMatch(task::has))
            .toList();
    context.progress().planned(plan.trials());
    dearestFirst.forEach(architecture -> open.add(architecture.name(), tasks.size()));
    boolean one = repetitions.size() == 1 && experiment.folds().run().size() == 1;
    int words = one ? 0 : wordsOfAnyFold();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      int rank = i;
      pool.submit(new Turn(0, Turn.Stage.TEACHER, rank), sessions -> start(task, rank, words));
    }
    pool.run();
    return models();
  }

  /** Runs a few steps of each architecture on the first fold that is to be run. */
  static void calibrate(
      Repetition repetition,
      RemainingTime remaining,
      CancellationToken cancellation,
      int workers,
      ComputeDevice device)
      throws Exception {
    Experiment experiment = repetition.experiment();
    Fold fold = repetition.corpus().folds().get(experiment.folds().run().get(0));
    Map<TokenLayout, PreparedFold> layouts =
        PreparedFold.prepare(
            repetition.corpus().segmented(),
            fold,
            experiment,
            experiment.vectors().path().map(Path::of));
    WorkerPool pool = new WorkerPool(workers, () -> new SessionCache(spec -> false, device));
    for (ArchitectureSettings architecture : dearestFirst(experiment)) {
      PreparedFold prepared = layouts.get(experiment.layoutOf(architecture));
      FoldTrials trials =
          new FoldTrials(
              experiment,
              repetition.seed(),
              architecture,
              prepared,
              prepared.data().vectors().rows());
      pool.submit(
          new Turn(0, Turn.Stage.CALIBRATION, 0),
          new Calibration(trials, remaining, cancellation)::run);
    }
    pool.run();
  }

  /**
   * As many rows as the embedding table of a fold can need: those of all documents' words, which
   * are at least those of a fold's training documents.
   */
  private int wordsOfAnyFold() {
    EncodingSettings encoding = experiment.encoding();
    return Vocabulary.build(
            repetitions.get(0).corpus().segmented().words(),
            encoding.minCount(),
            encoding.maxWords())
        .size();
  }

  /** Prepares a fold when its turn comes, which is before that of its trials. */
  private void start(Task task, int rank, int words) throws IOException {
    Repetition repetition = task.repetition();
    Fold fold = repetition.corpus().folds().get(task.fold());
    Map<TokenLayout, PreparedFold> layouts =
        PreparedFold.prepare(
            repetition.corpus().segmented(),
            fold,
            repetition.experiment(),
            vectorFile(repetition, fold));
    PreparedFold any = layouts.values().iterator().next();
    if (repetition.seed().isEmpty()) {
      directory.writePrepared(any);
    }
    context.progress().message(any.remark());
    int rows = Math.max(words, any.data().vectors().rows());
    boolean first = unprepared.getAndSet(false);
    for (int i = 0; i < dearestFirst.size(); i++) {
      ArchitectureSettings architecture = dearestFirst.get(i);
      FoldTrials trials =
          new FoldTrials(
              repetition.experiment(),
              repetition.seed(),
              architecture,
              layouts.get(experiment.layoutOf(architecture)),
              rows);
      if (first) {
        pool.submit(
            new Turn(0, Turn.Stage.CALIBRATION, 0),
            sessions -> {
              if (new TrialRunner(trials, context).hasWork()) {
                new Calibration(trials, context.remaining(), context.cancellation()).run(sessions);
                context.estimate();
              }
            });
      }
      FoldUnit unit =
          new FoldUnit(
              trials,
              context,
              pool,
              new Turn(i, Turn.Stage.TEACHER, rank),
              () -> open.finished(architecture.name()));
      synchronized (units) {
        units.add(unit);
      }
      unit.submit();
    }
  }

  private Optional<Path> vectorFile(Repetition repetition, Fold fold) throws IOException {
    if (repetition.training().isEmpty()) {
      return experiment.vectors().path().map(Path::of);
    }
    TrainedVectorFile trained =
        repetition.training().get().vectorsFor(fold).orElseThrow(HeldElsewhereException::new);
    context.remark(trained.remark());
    return Optional.of(trained.file());
  }

  private List<TrainedModel> models() {
    List<String> order =
        experiment.architectures().stream().map(ArchitectureSettings::name).toList();
    return units.stream()
        .flatMap(unit -> unit.models().stream())
        .sorted(
            Comparator.comparingInt((TrainedModel model) -> order.indexOf(model.architecture()))
                .thenComparing(TrainedModel::training)
                .thenComparingLong(model -> model.seed().orElse(Long.MIN_VALUE))
                .thenComparingInt(TrainedModel::fold))
        .toList();
  }
}
