package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.CrossFittedTeacher;
import io.github.polystill.distillation.NoExpertException;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.StudentTrainer;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.EncodingSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.preparation.VectorTraining;
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
  private final List<CrossValidation> validations;
  private final Experiment experiment;
  private final RunDirectory directory;
  private final RunEnvironment.Inputs inputs;
  private final Set<TrialName> planned;
  private final RunOptions options;
  private final RunProgress progress;
  private final List<LabelSearch> searches = Collections.synchronizedList(new ArrayList<>());
  private List<String> missing = List.of();

  /** Cross-validations, at least one, differ in their seeds alone. */
  ModelTraining(
      List<CrossValidation> validations,
      RunDirectory directory,
      RunEnvironment.Inputs inputs,
      RunOptions options,
      RunProgress progress) {
    this.validations = validations;
    this.experiment = validations.get(0).experiment();
    this.directory = directory;
    this.inputs = inputs;
    this.planned =
        progress.remaining().plan().trials().stream()
            .map(trial -> trial.name().part())
            .collect(Collectors.toSet());
    this.options = options;
    this.progress = progress;
  }

  /** All trials of one architecture on one fold. */
  private record Unit(
      CrossValidation validation,
      ArchitectureSettings architecture,
      TrainingData data,
      CrossFittedTeacher answers,
      StudentTrainer student) {
    BinaryRelevanceTeacher teacher() {
      return answers.experts();
    }

    ModelKey key(TrainingRow row) {
      return ModelKey.of(validation.seed(), data.fold().index(), architecture.name(), row);
    }

    String foldName() {
      return validation.experiment().foldName(data.fold().index(), validation.seed());
    }
  }

  private MethodSettings method(CrossValidation validation) {
    return new MethodSettings(validation.experiment(), options.device().platform());
  }

  private Unit unit(
      CrossValidation validation,
      ArchitectureSettings architecture,
      PreparedFold fold,
      int rows,
      TrialPriority priority) {
    MethodSettings method = method(validation);
    TrainingData data = fold.data(experiment.layoutOf(architecture));
    return new Unit(
        validation,
        architecture,
        data.withRows(Math.max(rows, data.rows())),
        method.answers(method.teacher(architecture, priority), fold),
        method.student(architecture, priority));
  }

  /**
   * Trains what is this process's own and the ledger does not know. The models come by architecture
   * as in the experiment, training type, seed and fold.
   */
  List<TrainedModel> run(TrialLedger ledger, Predicate<TrialName> own) throws Exception {
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
        LedgerTrialExecutor known = new LedgerTrialExecutor(directory, ledger, trainer, progress);
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
            Unit unit =
                unit(
                    validation,
                    architecture,
                    prepared,
                    rows,
                    new TrialPriority(i, TrialPriority.Stage.TEACHER, rank));
            if (rank == 0 && hasWork(unit, ledger)) {
              calibrations.add(
                  Calibration.submit(
                          workers,
                          method(validation).anyTrial(architecture, unit.data()),
                          progress.remaining(),
                          progress.cancellation())
                      .thenRun(progress::estimate));
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
      progress.cancellation().throwIfCancelled();
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
    progress.cancellation().throwIfCancelled();
    Fold fold = validation.corpus().folds().get(index);
    PreparedFold prepared = validation.prepare(fold, vectorFile(validation, fold));
    if (validation.seed().isEmpty()) {
      directory.writePrepared(prepared);
    }
    progress.message(prepared.remark(experiment.layoutOf(experiment.architectures().get(0))));
    return prepared;
  }

  private Optional<Path> vectorFile(CrossValidation validation, Fold fold) throws IOException {
    if (experiment.vectors().train().isEmpty()) {
      return experiment.vectors().path().map(Path::of);
    }
    VectorTraining.Trained trained =
        new VectorTraining(
                validation.experiment(),
                validation.corpus().segmented(),
                inputs.texts(),
                options.cacheDirectory().orElse(directory.root().resolve("vectors")),
                progress::message,
                progress.cancellation()::throwIfCancelled)
            .vectorsFor(fold);
    progress.remark(trained.remark());
    return Optional.of(trained.file());
  }

  /** Whether a student is to be trained, and is part of this process's plan. */
  private boolean includes(Unit unit, TrainingRow student) {
    return planned.contains(TrialName.student(unit.key(student)));
  }

  /** The method: a teacher, its responses, and the two students. */
  private List<TrainedModel> models(Unit unit, TrialExecutor executor) {
    List<TrainedModel> models = new ArrayList<>();
    Optional<CompletableFuture<TrialResult>> standalone =
        includes(unit, TrainingRow.STANDALONE)
            ? Optional.of(unit.student().standalone(unit.data(), executor))
            : Optional.empty();
    try {
      if (experiment.trainings().contains(TrainingRow.TEACHER)) {
        List<List<FoundExpert>> experts =
            unit.teacher().findExperts(unit.answers().learnt(unit.data()), executor);
        sayWhatDiverged(unit, experts);
        models.addAll(teacherModel(unit, experts.get(0)));
        if (includes(unit, TrainingRow.DISTILLED)) {
          models.addAll(distilled(unit, experts, executor));
        }
      }
    } catch (CancellationException e) {
      progress.cancellation().throwIfCancelled(); // else some are another shard's
    }
    standalone.ifPresent(
        it -> {
          models.addAll(student(unit, TrainingRow.STANDALONE, it));
          if (includes(unit, TrainingRow.STANDALONE_WEIGHTED)) {
            models.addAll(weighted(unit, it, executor));
          }
        });
    return models;
  }

  private List<TrainedModel> weighted(
      Unit unit, CompletableFuture<TrialResult> submitted, TrialExecutor executor) {
    TrainingRow row = TrainingRow.STANDALONE_WEIGHTED;
    try {
      TrialResult standalone = TrialExecutor.join(submitted);
      if (standalone.divergence().isEmpty()) {
        List<Double> classWeights = experiment.teacher().classWeights();
        return student(
            unit,
            row,
            unit.student()
                .weighted(
                    unit.data(),
                    standalone,
                    classWeights,
                    experiment.teacher().select(),
                    executor));
      }
      sayMissing(unit, row, "it has no standalone student");
      progress.skipped(TrialName.student(unit.key(row)));
    } catch (CancellationException e) {
      progress.cancellation().throwIfCancelled(); // else it is another shard's
    }
    return List.of();
  }

  private List<TrainedModel> distilled(
      Unit unit, List<List<FoundExpert>> experts, TrialExecutor executor) {
    try {
      Responses responses = unit.answers().responses(unit.data(), experts);
      return student(
          unit,
          TrainingRow.DISTILLED,
          unit.student().distilled(unit.data(), unit.architecture().name(), responses, executor));
    } catch (NoExpertException e) {
      sayMissing(unit, TrainingRow.DISTILLED, "it has no teacher");
      progress.skipped(TrialName.student(unit.key(TrainingRow.DISTILLED)));
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
                unit.key(TrainingRow.TEACHER),
                chosen.stream().map(it -> it.result().id().hex()).toList(),
                Optional.of(chosen.stream().map(FoundExpert.Expert::classWeight).toList())));
  }

  private List<TrainedModel> student(
      Unit unit, TrainingRow row, CompletableFuture<TrialResult> submitted) {
    try {
      TrialResult result = TrialExecutor.join(submitted);
      if (result.divergence().isEmpty()) {
        return List.of(TrainedModel.student(unit.key(row), result.id().hex()));
      }
      sayMissing(unit, row, result.divergence().get().reason());
    } catch (CancellationException e) {
      progress.cancellation().throwIfCancelled(); // else it is another shard's
    }
    return List.of();
  }

  private void sayWhatDiverged(Unit unit, List<List<FoundExpert>> all) {
    List<FoundExpert> experts = all.get(0);
    LabelSet labels = unit.data().labels();
    TeacherSettings settings = experiment.teacher();
    for (int label = 0; label < experts.size(); label++) {
      FoundExpert found = experts.get(label);
      TrialName search = TrialName.search(unit.key(TrainingRow.TEACHER), labels.name(label));
      if (found.expert().isEmpty()) {
        sayMissing(
            unit,
            TrainingRow.TEACHER,
            NoExpertException.message(labels.name(label), found.divergences().get(0)));
      } else if (settings.search() == TeacherSettings.Search.HALVING) {
        searches.add(
            new LabelSearch(
                search,
                found.expert().get().classWeight(),
                found.epochs(),
                settings.classWeights().size() * experiment.optimisation().epochs(),
                found.grid()));
      }
    }
    List<FoundExpert> each = all.stream().flatMap(List::stream).toList();
    int diverged = each.stream().mapToInt(it -> it.divergences().size()).sum();
    if (diverged > 0) {
      progress.remarkAndWarn(
          String.format(
              Locale.ROOT,
              "%s, %s: %d of %d experts diverged and were left out.",
              unit.architecture().name(),
              unit.foldName(),
              diverged,
              each.size() * settings.trained().size()));
    }
  }

  private void sayMissing(Unit unit, TrainingRow row, String reason) {
    progress.remarkAndWarn(
        String.format(
            Locale.ROOT,
            "No %s of %s on %s: %s.",
            row.key(),
            unit.architecture().name(),
            unit.foldName(),
            reason));
  }

  /** Whether something is left to be trained here that depends on no other trial. */
  private boolean hasWork(Unit unit, TrialLedger ledger) throws IOException {
    if (includes(unit, TrainingRow.STANDALONE)
        && !ledger.holds(unit.student().standaloneTrial(unit.data()).id().hex())) {
      return true;
    }
    if (experiment.trainings().contains(TrainingRow.TEACHER)) {
      for (TrainingData learnt : unit.answers().learnt(unit.data())) {
        if (hasWork(unit.teacher(), learnt, ledger)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean hasWork(BinaryRelevanceTeacher teacher, TrainingData data, TrialLedger ledger)
      throws IOException {
    for (int label = 0; label < data.labels().size(); label++) {
      List<ExpertSpec> candidates = teacher.search().trials(teacher.candidates(data, label));
      int known = 0;
      for (ExpertSpec candidate : candidates) {
        known += ledger.holds(candidate.id().hex()) ? 1 : 0;
      }
      // Halving trains one of them to its end.
      int needed =
          experiment.teacher().search() == TeacherSettings.Search.HALVING ? 1 : candidates.size();
      if (planned.contains(candidates.get(0).name().part()) && known < needed) {
        return true;
      }
    }
    return false;
  }
}
