package io.github.polystill.experiments.run;

import io.github.polystill.data.Corpus;
import io.github.polystill.data.Fold;
import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.CrossFittedTeacher;
import io.github.polystill.distillation.Encoding;
import io.github.polystill.distillation.EnsembleTeacher;
import io.github.polystill.distillation.FoldPair;
import io.github.polystill.distillation.NoExpertException;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.StudentSearch;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.StudentSpec;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.evaluation.Fidelity;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.EncodingSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.experiments.environment.Machine;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.preparation.TextEncoding;
import io.github.polystill.experiments.preparation.VectorTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
  private final Consumer<Machine> machines;
  private final List<LabelSearch> searches = Collections.synchronizedList(new ArrayList<>());
  private final Map<ModelKey, Map<String, Fidelity>> fidelity = new ConcurrentHashMap<>();
  private final Suspects suspects;
  private final Map<Set<Fold>, FoldPair> pairs = new HashMap<>();
  private List<String> missing = List.of();

  /**
   * The training of a run.
   *
   * @param validations at least one; they differ in their seeds alone
   * @param machines hears where trials are trained that are not trained here
   */
  ModelTraining(
      List<CrossValidation> validations,
      RunDirectory directory,
      RunEnvironment.Inputs inputs,
      RunOptions options,
      RunProgress progress,
      Consumer<Machine> machines) {
    this.validations = validations;
    this.experiment = validations.get(0).experiment();
    this.suspects = new Suspects(validations.get(0).corpus().segmented().corpus());
    this.directory = directory;
    this.inputs = inputs;
    this.planned =
        progress.remaining().plan().trials().stream()
            .map(trial -> trial.name().part())
            .collect(Collectors.toSet());
    this.options = options;
    this.progress = progress;
    this.machines = machines;
  }

  /** All that the experts of an architecture have come to, once they are found. */
  private record Experts(Unit unit, List<List<List<FoundExpert>>> found) {
    List<FoundExpert> ofAllDocuments() {
      return found.stream().flatMap(member -> member.get(0).stream()).toList();
    }

    List<EnsembleTeacher.Answers> answers() {
      return unit.teacher().answers(unit.data(), found);
    }
  }

  /** All trials of one teacher's architecture on one fold. */
  private record Unit(
      CrossValidation validation,
      ArchitectureSettings architecture,
      TrainingData data,
      EnsembleTeacher teacher,
      List<Student> standalone,
      List<Student> weighted,
      List<Student> distilled,
      CompletableFuture<Experts> experts) {
    ModelKey teacherKey() {
      return teacherKey(architecture.name());
    }

    ModelKey teacherKey(String name) {
      return ModelKey.of(validation.seed(), data.fold().index(), name, TrainingRow.TEACHER);
    }

    /** The teacher's answers where it is not trained here. */
    Optional<Responses> given() {
      return Optional.ofNullable(validation.given().get(teacherKey()));
    }

    String foldName() {
      return validation.experiment().foldName(data.fold().index(), validation.seed());
    }
  }

  /**
   * A student on one fold.
   *
   * @param data in its own layout
   */
  private record Student(ModelKey key, TrainingData data, StudentSearch search) {}

  private MethodSettings method(CrossValidation validation) {
    return new MethodSettings(validation.experiment(), options.device().platform());
  }

  private Unit unit(
      CrossValidation validation,
      ArchitectureSettings architecture,
      PreparedFold fold,
      List<FoldPair> withOthers,
      int rows,
      TrialPriority priority) {
    MethodSettings method = method(validation);
    Function<TrainingRow, List<Student>> students =
        row -> students(method, validation, architecture, row, fold, rows, priority);
    return new Unit(
        validation,
        architecture,
        data(architecture, fold, rows),
        method.teacher(architecture, fold, withOthers, priority),
        students.apply(TrainingRow.STANDALONE),
        students.apply(TrainingRow.STANDALONE_WEIGHTED),
        students.apply(TrainingRow.DISTILLED),
        new CompletableFuture<>());
  }

  /** Nothing without an encoder; else one that is opened when it is asked. */
  private Optional<TextEncoding> encoding() {
    return experiment
        .encoder()
        .map(
            settings ->
                new TextEncoding(
                    settings,
                    options.cacheDirectory().orElse(directory.root().resolve("vectors")),
                    options.workers(),
                    progress::message,
                    progress.cancellation()::throwIfCancelled));
  }

  private TrainingData data(ArchitectureSettings architecture, PreparedFold fold, int rows) {
    TrainingData data = fold.data(experiment.layoutOf(architecture));
    return data.withRows(Math.max(rows, data.rows()));
  }

  /** Those of this process's plan. */
  private List<Student> students(
      MethodSettings method,
      CrossValidation validation,
      ArchitectureSettings teacher,
      TrainingRow row,
      PreparedFold fold,
      int rows,
      TrialPriority priority) {
    ModelKey beside =
        ModelKey.of(validation.seed(), fold.index(), experiment.teacherOf(teacher), row);
    List<Student> students = new ArrayList<>();
    for (ArchitectureSettings student : experiment.studentsBeside(teacher, row)) {
      ModelKey key = beside.ofStudent(student.name());
      if (planned.contains(TrialName.student(key))) {
        students.add(
            new Student(key, data(student, fold, rows), method.students(student, row, priority)));
      }
    }
    return students;
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
    Optional<TextEncoding> encoding = encoding();
    Optional<Encoding> reading = encoding.map(it -> it);
    try (TrialExecutor workers = workers();
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
          PreparedFold prepared = prepare(validation, fold).with(reading);
          List<FoldPair> withOthers = pairs(validation, fold, reading);
          List<Unit> ofFold = new ArrayList<>();
          for (int i = 0; i < dearestFirst.size(); i++) {
            ArchitectureSettings architecture = dearestFirst.get(i);
            Unit unit =
                unit(
                    validation,
                    architecture,
                    prepared,
                    withOthers,
                    rows,
                    new TrialPriority(i, TrialPriority.Stage.TEACHER, rank));
            if (rank == 0 && hasWork(unit, ledger)) {
              calibrations.add(
                  calibrate(workers, method(validation).anyTrial(architecture, unit.data())));
            }
            ofFold.add(unit);
          }
          if (lacksAnyOf(kind -> kind == ExpertKind.ENCODER, ofFold, ledger)) {
            prepared.encode(); // before, as much of the time that is left
          }
          for (Unit unit : ofFold) {
            models.submit(() -> models(unit, ofFold, executor));
            units++;
          }
          if (rank == 0 && !calibrations.isEmpty()) {
            for (ArchitectureSettings student :
                experiment.student().architecture().orElse(List.of())) {
              calibrations.add(
                  calibrate(
                      workers,
                      method(validation).anyStudent(student, data(student, prepared, rows))));
            }
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
      encoding.ifPresent(TextEncoding::close);
    }
  }

  private TrialExecutor workers() {
    TrialExecutor workers =
        options
            .cluster()
            .map(
                it ->
                    Cluster.find()
                        .trialExecutor(it, directory.root(), options.workers(), progress, machines))
            .orElseGet(() -> new LocalTrialExecutor(options.workers(), options.device(), progress));
    progress.remaining().on(workers::parallelism);
    return workers;
  }

  /** Other machines have other speeds, which their first trials show. */
  private CompletableFuture<Void> calibrate(TrialExecutor workers, TrialSpec trial) {
    return workers instanceof LocalTrialExecutor local
        ? Calibration.submit(local, trial, progress.remaining(), progress.cancellation())
            .thenRun(progress::estimate)
        : CompletableFuture.completedFuture(null);
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

  /** Whether a trial is needed on a fold; the part that experts of a pair lack is a fold. */
  private boolean isOf(TrialName part, CrossValidation validation, int fold) {
    boolean isOther =
        experiment.teacher().crossFitFolds() && part.heldOut().equals(OptionalInt.of(fold));
    return (part.model().fold() == fold || isOther)
        && part.model().seed().equals(validation.seed());
  }

  private List<TrainedModel> sorted(List<TrainedModel> models) {
    List<String> teachers =
        Stream.concat(
                experiment.architectures().stream().map(ArchitectureSettings::name),
                experiment.teacher().joint().stream())
            .toList();
    List<String> order = new ArrayList<>(teachers);
    for (ArchitectureSettings student : experiment.studentArchitectures()) {
      ModelKey distilled = ModelKey.of(0, student.name(), TrainingRow.DISTILLED);
      order.add(student.name());
      teachers.forEach(teacher -> order.add(distilled.withTeacher(teacher).name()));
    }
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

  /** Labels that cross-fitted experts disagree with. */
  Suspects suspects() {
    return suspects;
  }

  /** How far each distilled student has become its teacher. */
  Map<ModelKey, Map<String, Fidelity>> fidelity() {
    return fidelity;
  }

  /**
   * As many rows as the embedding table of a fold can need: those of all documents' words, which
   * are at least those of a fold's training documents; 0 where there is one fold only.
   */
  private int rowsOfAnyFold() {
    if (validations.size() == 1
        && experiment.folds().run().size() == 1
        && !experiment.teacher().crossFitFolds()) {
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
    PreparedFold prepared = validation.prepare(fold, vectorFile(validation, fold, true));
    if (validation.seed().isEmpty()) {
      directory.writePrepared(prepared);
    }
    progress.message(prepared.remark(experiment.layoutOf(experiment.architectures().get(0))));
    return prepared;
  }

  /** What a fold shares with each other one, the same for both; there is no third to ask for it. */
  private List<FoldPair> pairs(CrossValidation validation, int index, Optional<Encoding> encoding)
      throws IOException {
    List<FoldPair> withOthers = new ArrayList<>();
    if (experiment.teacher().crossFitFolds()) {
      List<Fold> folds = validation.corpus().folds();
      for (int other = 0; other < folds.size(); other++) {
        if (other != index) {
          progress.cancellation().throwIfCancelled();
          Fold first = folds.get(Math.min(index, other));
          Fold second = folds.get(Math.max(index, other));
          FoldPair pair = pairs.remove(Set.of(first, second));
          if (pair == null) {
            Optional<Path> vectors = vectorFile(validation, first.common(second), false);
            pair = validation.prepare(first, second, vectors, encoding);
            pairs.put(Set.of(first, second), pair);
          }
          withOthers.add(pair);
        }
      }
    }
    return withOthers;
  }

  private Optional<Path> vectorFile(CrossValidation validation, Fold fold, boolean isSaid)
      throws IOException {
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
    if (isSaid) {
      progress.remark(trained.remark());
    }
    return Optional.of(trained.file());
  }

  /**
   * The method: a teacher, its responses, and the two students.
   *
   * @param ofFold all units of the fold, of which several may make up one teacher
   */
  private List<TrainedModel> models(Unit unit, List<Unit> ofFold, TrialExecutor executor) {
    List<TrainedModel> models = new ArrayList<>();
    List<CompletableFuture<StudentSearch.Found>> standalone =
        unit.standalone().stream().map(it -> it.search().standalone(it.data(), executor)).toList();
    List<CompletableFuture<StudentSearch.Found>> weighted = weighted(unit, standalone, executor);
    try {
      if (unit.given().isPresent()) {
        models.addAll(givenTeacher(unit, unit.given().get()));
        models.addAll(distilled(unit, unit.given().get(), executor));
      } else {
        if (experiment.trainsExperts(unit.architecture())) {
          Experts experts = experts(unit, executor);
          models.addAll(teacherModel(unit.teacherKey(), experts.ofAllDocuments()));
        }
        models.addAll(taught(unit, ofFold, executor));
      }
    } catch (CancellationException e) {
      progress.cancellation().throwIfCancelled(); // else some are another shard's
    }
    models.addAll(students(unit, unit.standalone(), standalone));
    models.addAll(students(unit, unit.weighted(), weighted));
    return models;
  }

  /** Collects what experts say of labels that they have not seen, their class weights undone. */
  private void suspect(Unit unit, List<List<List<FoundExpert>>> experts) {
    double[] unmoved = new double[unit.data().labels().size()];
    Arrays.fill(unmoved, 1);
    for (int i = 0; i < experts.size(); i++) {
      if (experts.get(i).get(0).get(0).expert().filter(it -> it.part() == 0).isPresent()) {
        continue; // an encoder that the teacher does not ask
      }
      suspects.add(unit.teacher().members().get(i).unseen(unit.data(), experts.get(i), unmoved));
    }
  }

  /** Each follows from the standalone student of its network. */
  private List<CompletableFuture<StudentSearch.Found>> weighted(
      Unit unit, List<CompletableFuture<StudentSearch.Found>> standalone, TrialExecutor executor) {
    List<CompletableFuture<StudentSearch.Found>> submitted = new ArrayList<>();
    List<String> names = unit.standalone().stream().map(it -> it.key().architecture()).toList();
    TeacherSettings teacher = experiment.teacher();
    for (Student student : unit.weighted()) {
      submitted.add(
          standalone
              .get(names.indexOf(student.key().architecture()))
              .thenCompose(
                  found ->
                      student
                          .search()
                          .weighted(
                              student.data(),
                              found,
                              teacher.classWeights(),
                              teacher.select(),
                              executor)));
    }
    return submitted;
  }

  /** Finds experts, for those too who wait for them. */
  private Experts experts(Unit unit, TrialExecutor executor) {
    try {
      Experts experts = new Experts(unit, unit.teacher().findExperts(unit.data(), executor));
      sayWhatDiverged(unit, experts.found());
      suspect(unit, experts.found());
      unit.experts().complete(experts);
      return experts;
    } finally {
      unit.experts().cancel(false); // which changes nothing where they are found
    }
  }

  /**
   * The students of a unit's teacher; the first unit has a teacher of several, and its students.
   */
  private List<TrainedModel> taught(Unit unit, List<Unit> ofFold, TrialExecutor executor) {
    Optional<String> joint = experiment.teacher().joint();
    if (joint.isEmpty()) {
      return unit.distilled().isEmpty()
          ? List.of()
          : distilled(unit, List.of(unit.experts().join()), executor);
    }
    if (!unit.architecture().equals(experiment.architectures().get(0))) {
      return List.of();
    }
    List<Experts> members = new ArrayList<>();
    for (String name : experiment.teacher().architectures()) {
      ofFold.stream()
          .filter(it -> it.architecture().name().equals(name))
          .forEach(it -> members.add(it.experts().join()));
    }
    List<TrainedModel> models =
        new ArrayList<>(
            teacherModel(
                unit.teacherKey(joint.get()),
                members.stream().flatMap(it -> it.ofAllDocuments().stream()).toList()));
    models.addAll(distilled(unit, members, executor));
    return models;
  }

  private List<TrainedModel> distilled(Unit unit, List<Experts> teachers, TrialExecutor executor) {
    try {
      List<EnsembleTeacher.Answers> answers =
          teachers.stream().flatMap(it -> it.answers().stream()).toList();
      return distilled(unit, EnsembleTeacher.mean(answers), executor);
    } catch (NoExpertException e) {
      for (Student student : unit.distilled()) {
        sayMissing(unit, student.key(), "it has no teacher");
        progress.skipped(TrialName.student(student.key()));
      }
      return List.of();
    }
  }

  private List<TrainedModel> distilled(Unit unit, Responses responses, TrialExecutor executor) {
    String teacher = experiment.teacherOf(unit.architecture());
    List<CompletableFuture<StudentSearch.Found>> submitted =
        unit.distilled().stream()
            .map(it -> it.search().distilled(it.data(), teacher, responses, executor))
            .toList();
    List<TrainedModel> models = students(unit, unit.distilled(), submitted);
    for (int i = 0; i < submitted.size(); i++) {
      Student student = unit.distilled().get(i);
      if (models.stream().anyMatch(it -> it.key().equals(student.key()))) {
        StudentSearch.Found found = TrialExecutor.join(submitted.get(i));
        StudentFidelity its = new StudentFidelity(student.data(), responses, found);
        fidelity.put(student.key(), its.byPart(experiment.evaluation().threshold()));
      }
    }
    return models;
  }

  /** The teacher, where it answers what it is judged by: test and validation documents. */
  private List<TrainedModel> givenTeacher(Unit unit, Responses responses) {
    if (!experiment.trainings().contains(TrainingRow.TEACHER)) {
      return List.of();
    }
    Fold fold = unit.data().fold();
    int[] judged =
        IntStream.concat(IntStream.of(fold.validation()), IntStream.of(fold.test())).toArray();
    Corpus corpus = unit.validation().corpus().segmented().corpus();
    int missing = GivenTeacher.missing(responses, judged, corpus).size();
    if (missing > 0) {
      sayMissing(
          unit,
          unit.teacherKey(),
          missing + " of " + judged.length + " validation and test documents have no answer");
      return List.of();
    }
    return List.of(new TrainedModel(unit.teacherKey(), List.of(), Optional.empty()));
  }

  /** The teacher, where no label is without an expert. */
  private static List<TrainedModel> teacherModel(ModelKey key, List<FoundExpert> experts) {
    List<FoundExpert.Expert> best = experts.stream().flatMap(it -> it.expert().stream()).toList();
    List<FoundExpert.Expert> chosen = new ArrayList<>(best);
    best.forEach(it -> chosen.addAll(it.others()));
    return best.isEmpty() || best.size() < experts.size()
        ? List.of()
        : List.of(TrainedModel.teacher(key, chosen));
  }

  private List<TrainedModel> students(
      Unit unit, List<Student> students, List<CompletableFuture<StudentSearch.Found>> submitted) {
    List<TrainedModel> models = new ArrayList<>();
    for (int i = 0; i < submitted.size(); i++) {
      ModelKey key = students.get(i).key();
      try {
        StudentSearch.Found found = TrialExecutor.join(submitted.get(i));
        if (found.result().divergence().isEmpty()) {
          models.add(TrainedModel.student(key, found));
        } else {
          sayMissing(unit, key, found.result().divergence().get().reason());
          progress.skipped(TrialName.student(key));
        }
      } catch (CancellationException e) {
        progress.cancellation().throwIfCancelled(); // else it is another shard's
      }
    }
    return models;
  }

  private void sayWhatDiverged(Unit unit, List<List<List<FoundExpert>>> members) {
    members.forEach(member -> sayWhatWasFound(unit, member.get(0)));
    List<FoundExpert> each = members.stream().flatMap(List::stream).flatMap(List::stream).toList();
    int diverged = each.stream().mapToInt(it -> it.divergences().size()).sum();
    if (diverged > 0) {
      int all = 0;
      for (int i = 0; i < members.size(); i++) {
        BinaryRelevanceTeacher experts = unit.teacher().members().get(i).experts();
        int tried = experts.search().trials(experts.candidates(unit.data(), 0)).size();
        all += tried * members.get(i).stream().mapToInt(List::size).sum();
      }
      progress.remarkAndWarn(
          String.format(
              Locale.ROOT,
              "%s, %s: %d of %d experts diverged and were left out.",
              unit.architecture().name(),
              unit.foldName(),
              diverged,
              all));
    }
  }

  private void sayWhatWasFound(Unit unit, List<FoundExpert> experts) {
    LabelSet labels = unit.data().labels();
    TeacherSettings settings = experiment.teacher();
    for (int label = 0; label < experts.size(); label++) {
      FoundExpert found = experts.get(label);
      TrialName search = TrialName.search(unit.teacherKey(), labels.name(label));
      if (found.expert().isEmpty()) {
        sayMissing(
            unit,
            unit.teacherKey(),
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
  }

  private void sayMissing(Unit unit, ModelKey model, String reason) {
    progress.remarkAndWarn(
        String.format(
            Locale.ROOT,
            "No %s of %s on %s: %s.",
            model.training().key(),
            model.name(),
            unit.foldName(),
            reason));
  }

  /** Whether something is left to be trained here that depends on no other trial. */
  private boolean hasWork(Unit unit, TrialLedger ledger) throws IOException {
    for (Student student : unit.standalone()) {
      if (lacksAny(student.search().standaloneTrials(student.data()), ledger)) {
        return true;
      }
    }
    if (unit.given().isPresent()) {
      for (Student student : unit.distilled()) {
        if (lacksAny(
            student
                .search()
                .distilledTrials(
                    student.data(), experiment.teacherOf(unit.architecture()), unit.given().get()),
            ledger)) {
          return true;
        }
      }
      return false;
    }
    return lacksAnyOf(any -> true, List.of(unit), ledger);
  }

  /** Whether experts of some kinds are left to be trained here. */
  private boolean lacksAnyOf(Predicate<ExpertKind> kinds, List<Unit> units, TrialLedger ledger)
      throws IOException {
    for (Unit unit : units) {
      for (CrossFittedTeacher member : unit.teacher().members()) {
        if (kinds.test(member.experts().traits().kind())
            && unit.given().isEmpty()
            && experiment.trainsExperts(unit.architecture())) {
          for (TrainingData learnt : member.learnt(unit.data())) {
            if (hasWork(member.experts(), learnt, ledger)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private static boolean lacksAny(List<StudentSpec> trials, TrialLedger ledger) throws IOException {
    for (StudentSpec trial : trials) {
      if (!ledger.holds(trial.id().hex())) {
        return true;
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
