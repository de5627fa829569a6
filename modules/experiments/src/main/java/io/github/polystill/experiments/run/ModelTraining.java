package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.NoExpertException;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.StudentTrainer;
import io.github.polystill.distillation.Teacher;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.EncodingSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.experiments.preparation.TrainedVectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Trains the models of an experiment, or a part of them: every architecture on every fold that is
 * asked for, with every seed.
 *
 * <p>What diverges is left out: a label is served by the best of its other experts. Where a label
 * has none, the fold has neither teacher nor distilled student. A missing row is said wherever
 * results are.
 */
final class ModelTraining {
  private static final TrialPriority CALIBRATION =
      new TrialPriority(0, TrialPriority.Stage.CALIBRATION, 0);

  private final List<CrossValidation> validations;
  private final Experiment experiment;
  private final RunDirectory directory;
  private final TrialPlan plan;
  private final Set<TrialName> planned;
  private final RunOptions options;
  private final RunProgress progress;
  private final ProgressListener listener;
  private final CancellationToken cancellation;
  private final Remarks remarks;
  private final List<LabelSearch> searches = Collections.synchronizedList(new ArrayList<>());
  private List<String> missing = List.of();

  /**
   * A training to come.
   *
   * @param validations at least one, which differ in their seeds alone
   * @param plan what of them is this process's
   */
  ModelTraining(
      List<CrossValidation> validations,
      RunDirectory directory,
      TrialPlan plan,
      RunOptions options,
      RunProgress progress,
      ProgressListener listener,
      CancellationToken cancellation,
      Remarks remarks) {
    this.validations = validations;
    this.experiment = validations.get(0).experiment();
    this.directory = directory;
    this.plan = plan;
    this.planned = plan.parts().stream().map(TrialPlan.Part::label).collect(Collectors.toSet());
    this.options = options;
    this.progress = progress;
    this.listener = listener;
    this.cancellation = cancellation;
    this.remarks = remarks;
  }

  /** All trials of one architecture on one fold. */
  private record Unit(
      CrossValidation validation,
      ArchitectureSettings architecture,
      TrainingData data,
      TrialPriority priority) {}

  /**
   * Trains.
   *
   * @param ledger knows what is trained already
   * @param own which students and searches of the plan this process trains where the ledger does
   *     not know them
   * @return the models of all folds, ordered by architecture as in the experiment, training type,
   *     seed, fold
   */
  List<TrainedModel> run(TrialLedger ledger, Predicate<TrialName> own) throws Exception {
    listener.planned(plan.trials());
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "polystill-method");
              thread.setDaemon(true);
              return thread;
            });
    try (LocalTrialExecutor workers =
            new LocalTrialExecutor(options.workers(), options.device(), progress);
        ShardTrialExecutor trainer = new ShardTrialExecutor(own, workers);
        LedgerTrialExecutor known = new LedgerTrialExecutor(ledger, trainer, progress);
        ShardTrialExecutor executor = new ShardTrialExecutor(planned::contains, known)) {
      ExecutorCompletionService<List<TrainedModel>> models =
          new ExecutorCompletionService<>(threads);
      List<ArchitectureSettings> dearestFirst = TrialPlan.dearestFirst(experiment);
      int rows = rowsOfAnyFold();
      List<CompletableFuture<Void>> calibrations = new ArrayList<>();
      int units = 0;
      int rank = 0;
      for (CrossValidation validation : validations) {
        for (int fold : experiment.folds().run()) {
          if (planned.stream().noneMatch(part -> isOf(part, validation, fold))) {
            continue;
          }
          PreparedFold prepared = prepare(validation, fold);
          for (int i = 0; i < dearestFirst.size(); i++) {
            ArchitectureSettings architecture = dearestFirst.get(i);
            TrainingData data = prepared.data(experiment.layoutOf(architecture));
            Unit unit =
                new Unit(
                    validation,
                    architecture,
                    data.withRows(Math.max(rows, data.rows())),
                    new TrialPriority(i, TrialPriority.Stage.TEACHER, rank));
            if (rank == 0 && hasWork(unit, ledger)) {
              calibrations.add(calibrate(unit, workers));
            }
            models.submit(() -> models(unit, executor));
            units++;
          }
          rank++;
        }
      }
      List<TrainedModel> all = new ArrayList<>();
      for (int i = 0; i < units; i++) {
        all.addAll(result(models));
      }
      calibrations.forEach(CompletableFuture::join);
      missing = trainer.missing();
      return sorted(all);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<TrainedModel> result(ExecutorCompletionService<List<TrainedModel>> models)
      throws Exception {
    try {
      return models.take().get();
    } catch (ExecutionException e) {
      cancellation.throwIfCancelled();
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static boolean isOf(TrialName part, CrossValidation validation, int fold) {
    return part.model().fold() == fold && part.model().seed().equals(validation.seed());
  }

  private List<TrainedModel> sorted(List<TrainedModel> models) {
    List<String> order =
        experiment.architectures().stream().map(ArchitectureSettings::name).toList();
    return models.stream()
        .sorted(
            Comparator.comparingInt((TrainedModel model) -> order.indexOf(model.architecture()))
                .thenComparing(TrainedModel::training)
                .thenComparing(TrainedModel::key))
        .toList();
  }

  /** Names of the trials that another process should have trained. */
  List<String> missing() {
    return missing;
  }

  /** What halving did, by architecture, seed, fold and label. */
  List<LabelSearch> searches() {
    return searches.stream()
        .sorted(
            Comparator.comparing((LabelSearch it) -> it.search().architecture())
                .thenComparing(it -> it.search().model())
                .thenComparing(it -> it.search().label().orElseThrow()))
        .toList();
  }

  /**
   * As many rows as the embedding table of a fold can need: those of all documents' words, which
   * are at least those of a fold's training documents; 0 where there is one fold only.
   */
  private int rowsOfAnyFold() {
    if (validations.size() == 1 && experiment.folds().run().size() == 1) {
      return 0;
    }
    EncodingSettings encoding = experiment.encoding();
    return Vocabulary.build(
            validations.get(0).corpus().segmented().words(),
            encoding.minCount(),
            encoding.maxWords())
        .size();
  }

  private PreparedFold prepare(CrossValidation validation, int index) throws IOException {
    cancellation.throwIfCancelled();
    Fold fold = validation.corpus().folds().get(index);
    PreparedFold prepared = validation.prepare(fold, vectorFile(validation, fold));
    if (validation.seed().isEmpty()) {
      directory.writePrepared(prepared);
    }
    listener.message(prepared.remark(experiment.layoutOf(experiment.architectures().get(0))));
    return prepared;
  }

  private Optional<Path> vectorFile(CrossValidation validation, Fold fold) throws IOException {
    if (validation.vectors().isEmpty()) {
      return experiment.vectors().path().map(Path::of);
    }
    TrainedVectorFile trained = validation.vectors().get().vectorsFor(fold);
    remarks.add(trained.remark());
    return Optional.of(trained.file());
  }

  private BinaryRelevanceTeacher teacher(Unit unit) {
    return method(unit).teacher(unit.architecture(), unit.priority());
  }

  private StudentTrainer student(Unit unit) {
    return method(unit).student(unit.architecture(), unit.priority());
  }

  private MethodSettings method(Unit unit) {
    return new MethodSettings(unit.validation().experiment(), options.device().platform());
  }

  private static ModelKey key(Unit unit, TrainingRow row) {
    return ModelKey.of(
        unit.validation().seed(), unit.data().fold().index(), unit.architecture().name(), row);
  }

  /** Whether a student is to be trained, and is part of this process's plan. */
  private boolean includes(Unit unit, TrainingRow student) {
    return planned.contains(TrialName.student(key(unit, student)));
  }

  /** The method: a teacher, its responses, and the two students. */
  private List<TrainedModel> models(Unit unit, TrialExecutor executor) {
    List<TrainedModel> models = new ArrayList<>();
    StudentTrainer student = student(unit);
    Optional<CompletableFuture<TrialResult>> standalone =
        includes(unit, TrainingRow.STANDALONE)
            ? Optional.of(student.standalone(unit.data(), executor))
            : Optional.empty();
    BinaryRelevanceTeacher teacher = teacher(unit);
    try {
      List<FoundExpert> experts =
          experiment.trainings().contains(TrainingRow.TEACHER)
              ? teacher.findExperts(unit.data(), executor)
              : List.of();
      sayWhatDiverged(unit, experts);
      models.addAll(teacherModel(unit, experts));
      if (includes(unit, TrainingRow.DISTILLED)) {
        models.addAll(distilled(unit, method(unit).answers(teacher, experts), executor));
      }
    } catch (CancellationException e) {
      cancellation.throwIfCancelled(); // else some are another shard's
    }
    standalone.ifPresent(it -> models.addAll(student(unit, TrainingRow.STANDALONE, it)));
    return models;
  }

  private List<TrainedModel> distilled(Unit unit, Teacher teacher, TrialExecutor executor) {
    try {
      Responses responses = teacher.respond(unit.data(), executor);
      return student(
          unit,
          TrainingRow.DISTILLED,
          student(unit).distilled(unit.data(), unit.architecture().name(), responses, executor));
    } catch (NoExpertException e) {
      sayMissing(unit, TrainingRow.DISTILLED, "it has no teacher");
      progress.skipped(TrialName.student(key(unit, TrainingRow.DISTILLED)));
      return List.of();
    }
  }

  /** The teacher, where no label is without an expert. */
  private static List<TrainedModel> teacherModel(Unit unit, List<FoundExpert> experts) {
    List<FoundExpert.Expert> chosen = experts.stream().flatMap(it -> it.expert().stream()).toList();
    return chosen.isEmpty() || chosen.size() < experts.size()
        ? List.of()
        : List.of(
            new TrainedModel(
                key(unit, TrainingRow.TEACHER),
                chosen.stream().map(it -> it.result().id().hex()).toList(),
                Optional.of(chosen.stream().map(it -> it.trial().classWeight()).toList())));
  }

  private List<TrainedModel> student(
      Unit unit, TrainingRow row, CompletableFuture<TrialResult> submitted) {
    try {
      TrialResult result = TrialExecutor.join(submitted);
      if (result.divergence().isEmpty()) {
        return List.of(TrainedModel.student(key(unit, row), result.id().hex()));
      }
      sayMissing(unit, row, result.divergence().get().reason());
    } catch (CancellationException e) {
      cancellation.throwIfCancelled(); // else it is another shard's
    }
    return List.of();
  }

  private void sayWhatDiverged(Unit unit, List<FoundExpert> experts) {
    LabelSet labels = unit.data().labels();
    TeacherSettings settings = experiment.teacher();
    int diverged = 0;
    for (int label = 0; label < experts.size(); label++) {
      FoundExpert found = experts.get(label);
      diverged += found.divergences().size();
      TrialName search = TrialName.search(key(unit, TrainingRow.TEACHER), labels.name(label));
      if (found.expert().isEmpty()) {
        sayMissing(
            unit,
            TrainingRow.TEACHER,
            NoExpertException.message(labels.name(label), found.divergences().get(0)));
      } else if (settings.search() == TeacherSettings.Search.HALVING) {
        searches.add(
            new LabelSearch(
                search,
                found.expert().get().trial().classWeight(),
                found.epochs(),
                settings.classWeights().size() * experiment.optimisation().epochs(),
                found.grid()));
      }
    }
    if (diverged > 0) {
      remarks.warn(
          String.format(
              Locale.ROOT,
              "%s, %s: %d of %d experts diverged and were left out.",
              unit.architecture().name(),
              foldName(unit),
              diverged,
              experts.size() * settings.classWeights().size()));
    }
  }

  private void sayMissing(Unit unit, TrainingRow row, String reason) {
    remarks.warn(
        String.format(
            Locale.ROOT,
            "No %s of %s on %s: %s.",
            row.key(),
            unit.architecture().name(),
            foldName(unit),
            reason));
  }

  private String foldName(Unit unit) {
    return experiment.foldName(unit.data().fold().index(), unit.validation().seed());
  }

  /** Whether something is left to be trained here that depends on no other trial. */
  private boolean hasWork(Unit unit, TrialLedger ledger) throws IOException {
    if (includes(unit, TrainingRow.STANDALONE)
        && !ledger.holds(student(unit).standaloneTrial(unit.data()).id().hex())) {
      return true;
    }
    int labels =
        experiment.trainings().contains(TrainingRow.TEACHER) ? unit.data().labels().size() : 0;
    BinaryRelevanceTeacher teacher = teacher(unit);
    for (int label = 0; label < labels; label++) {
      List<ExpertSpec> candidates = teacher.candidates(unit.data(), label);
      int known = 0;
      for (ExpertSpec candidate : candidates) {
        known += ledger.holds(candidate.id().hex()) ? 1 : 0;
      }
      // Halving trains one of them to its end.
      int needed =
          experiment.teacher().search() == TeacherSettings.Search.GRID ? candidates.size() : 1;
      if (planned.contains(candidates.get(0).name().part()) && known < needed) {
        return true;
      }
    }
    return false;
  }

  private CompletableFuture<Void> calibrate(Unit unit, LocalTrialExecutor workers) {
    TrialSpec trial = anyTrial(method(unit), unit.architecture(), unit.data());
    Calibration calibration = new Calibration(trial, progress.remaining(), cancellation);
    return workers.inSession(trial, CALIBRATION, calibration::run).thenRun(progress::estimate);
  }

  private static TrialSpec anyTrial(
      MethodSettings method, ArchitectureSettings architecture, TrainingData data) {
    return method.experiment().trainings().contains(TrainingRow.TEACHER)
        ? method.teacher(architecture, CALIBRATION).candidates(data, 0).get(0)
        : method.student(architecture, CALIBRATION).standaloneTrial(data);
  }

  /** Runs a few steps of each architecture on the first fold that is to be run. */
  static void calibrate(
      CrossValidation validation,
      RemainingTime remaining,
      CancellationToken cancellation,
      RunOptions options)
      throws Exception {
    Experiment experiment = validation.experiment();
    Fold fold = validation.corpus().folds().get(experiment.folds().run().get(0));
    PreparedFold prepared = validation.prepare(fold, experiment.vectors().path().map(Path::of));
    MethodSettings method = new MethodSettings(experiment, options.device().platform());
    try (LocalTrialExecutor workers =
        new LocalTrialExecutor(options.workers(), options.device(), TrialListener.NONE)) {
      List<CompletableFuture<Void>> calibrations = new ArrayList<>();
      for (ArchitectureSettings architecture : TrialPlan.dearestFirst(experiment)) {
        TrainingData data = prepared.data(experiment.layoutOf(architecture));
        TrialSpec trial = anyTrial(method, architecture, data);
        Calibration calibration = new Calibration(trial, remaining, cancellation);
        calibrations.add(workers.inSession(trial, CALIBRATION, calibration::run));
      }
      for (CompletableFuture<Void> calibration : calibrations) {
        calibration.get();
      }
    } catch (ExecutionException | CancellationException e) {
      cancellation.throwIfCancelled();
      throw e;
    }
  }
}
