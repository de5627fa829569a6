package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.distillation.StudentSearch;
import io.github.polystill.distillation.search.HalvingPlan;
import io.github.polystill.distillation.trial.ExpertKind;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.StudentSettings;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.report.table.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * All trials of a run, listed before the first step, and how much work each of them is.
 *
 * @param trials by validation, fold, architecture, training, label and class weight
 * @param rounds of each search for an expert by halving, which trains only some of its trials to
 *     their end; empty where all are
 * @param chained whether the trials of a search for an expert are trained one after the other
 */
public record TrialPlan(List<Trial> trials, List<Round> rounds, boolean chained) {
  /** Dimensions of word vectors where a file decides them, to weigh architectures by. */
  private static final int DIMENSIONS = 300;

  /** Part of the epochs beyond the least that a training makes on average; see docs/decisions. */
  private static final double BEYOND_PATIENCE = 0.4;

  /**
   * A trial.
   *
   * @param unit in which it is
   * @param mostEpochs that it can make; where a search stops some, the mean of its trials
   * @param expectedEpochs as long as none of its kind is known
   * @param workPerToken the architecture's
   * @param documents texts of an epoch, relative to all training documents
   */
  public record Trial(
      TrialName name,
      Unit unit,
      double mostEpochs,
      double expectedEpochs,
      double workPerToken,
      double documents) {
    /** Work at most, in a unit that is the same for all trials. */
    double work() {
      return mostEpochs * workPerToken * documents;
    }
  }

  /**
   * What all trials of one teacher on one fold have in common, or on all folds where these share
   * experts; a teacher of several architectures is the only one.
   */
  public record Unit(OptionalLong seed, int fold, String teacher) {
    static Unit of(Experiment experiment, ModelKey model) {
      String own = model.teacher().orElse(model.architecture());
      int fold = experiment.teacher().crossFitFolds() ? 0 : model.fold();
      return new Unit(model.seed(), fold, experiment.teacher().joint().orElse(own));
    }
  }

  /**
   * A round of a search by halving. Which trials are in it depends on the results of the round
   * before.
   *
   * @param trials how many, one for each class weight that is still tried
   * @param epochs that each of them has made at its end, unless early stopping ended it
   */
  public record Round(int trials, int epochs) {}

  public TrialPlan {
    trials = List.copyOf(trials);
    rounds = List.copyOf(rounds);
  }

  /** Architectures by their work per token, equal ones in the order of the experiment. */
  static List<ArchitectureSettings> dearestFirst(Experiment experiment) {
    return experiment.architectures().stream()
        .sorted(Comparator.comparingDouble(architecture -> -work(experiment, architecture)))
        .toList();
  }

  private static double work(Experiment experiment, ArchitectureSettings architecture) {
    int dimensions = experiment.vectors().dimensions().orElse(DIMENSIONS);
    return experiment.networkOf(architecture).workPerToken(dimensions);
  }

  /** The plan for the cross-validations of a run. */
  static TrialPlan of(List<CrossValidation> validations) {
    Experiment first = validations.get(0).experiment();
    List<Round> rounds = rounds(first.teacher(), first.optimisation().epochs());
    List<Trial> trials = new ArrayList<>();
    for (CrossValidation validation : validations) {
      for (int fold = 0; fold < validation.corpus().folds().size(); fold++) {
        Map<OptionalInt, Double> parts = parts(validation, fold);
        for (ArchitectureSettings architecture : first.architectures()) {
          ModelKey teacher =
              ModelKey.of(validation.seed(), fold, architecture.name(), TrainingRow.TEACHER);
          if (first.trainsExperts(architecture)) {
            trials.addAll(experts(validation, architecture, teacher, parts, rounds));
          }
          for (TrainingRow row : first.trainings()) {
            if (row == TrainingRow.TEACHER || !first.folds().run().contains(fold)) {
              continue;
            }
            ModelKey model =
                ModelKey.of(validation.seed(), fold, first.teacherOf(architecture), row);
            for (ArchitectureSettings student : first.studentsBeside(architecture, row)) {
              trials.addAll(students(validation, student, model.ofStudent(student.name())));
            }
          }
        }
      }
    }
    boolean anyExperts = first.architectures().stream().anyMatch(first::trainsExperts);
    return new TrialPlan(
        trials,
        anyExperts ? rounds : List.of(),
        first.teacher().search() == TeacherSettings.Search.WARM);
  }

  /** What is tried for a student, and its training on both parts. */
  private static List<Trial> students(
      CrossValidation validation, ArchitectureSettings architecture, ModelKey model) {
    Experiment experiment = validation.experiment();
    StudentSettings settings = experiment.student();
    OptimisationSettings optimisation = experiment.studentOptimisationOf(architecture);
    TrialName name = TrialName.student(model);
    Unit unit = Unit.of(experiment, model);
    double work = work(experiment, architecture);
    int copies = copies(experiment);
    double learnt =
        model.training() == TrainingRow.DISTILLED
            ? 1 + copies + replaced(settings) + validation.transferPerText(model.fold())
            : (1 + copies) * labelled(experiment);
    List<Trial> students = new ArrayList<>();
    for (Map<String, Double> values : settings.grid(model.training())) {
      students.add(
          new Trial(
              values.isEmpty() ? name : name.withVariant(StudentSearch.variant(values)),
              unit,
              optimisation.epochs(),
              expected(optimisation),
              work,
              learnt));
    }
    if (settings.learnsValidation()) {
      Fold fold = validation.corpus().folds().get(model.fold());
      students.add(
          new Trial(
              name.withVariant(TrialName.REFIT),
              unit,
              optimisation.epochs(),
              Math.max(1, expected(optimisation) - optimisation.patience()),
              work,
              learnt + (double) fold.validation().length / fold.texts().length));
    }
    return students;
  }

  private static int copies(Experiment experiment) {
    return experiment.student().wordDropout().map(StudentSettings.WordDropout::copies).orElse(0);
  }

  /** Copies with other words that an epoch learns of each text. */
  private static int replaced(StudentSettings student) {
    return student.wordReplacement().isPresent() ? 1 : 0;
  }

  private static double labelled(Experiment experiment) {
    return experiment.corpus().labelledShare().orElse(1.0);
  }

  /**
   * The parts that experts of a fold lack, first none, and how much of the training documents they
   * learn. Those that lack a fold are of the pair's first fold.
   */
  private static Map<OptionalInt, Double> parts(CrossValidation validation, int index) {
    Experiment experiment = validation.experiment();
    List<Integer> run = experiment.folds().run();
    Map<OptionalInt, Double> parts = new LinkedHashMap<>();
    if (run.contains(index)) {
      parts.put(OptionalInt.empty(), 1.0);
      int count = experiment.teacher().crossFit().orElse(0);
      for (int part = 0; part < count; part++) {
        parts.put(OptionalInt.of(part), (count - 1.0) / count);
      }
    }
    List<Fold> folds = validation.corpus().folds();
    int last = experiment.teacher().crossFitFolds() ? folds.size() : 0;
    for (int other = index + 1; other < last; other++) {
      if (run.contains(index) || run.contains(other)) {
        Fold fold = folds.get(index);
        int learnt = fold.common(folds.get(other)).train().length;
        parts.put(OptionalInt.of(other), (double) learnt / fold.train().length);
      }
    }
    return parts;
  }

  private static List<Trial> experts(
      CrossValidation validation,
      ArchitectureSettings architecture,
      ModelKey teacher,
      Map<OptionalInt, Double> parts,
      List<Round> rounds) {
    Experiment experiment = validation.experiment();
    OptimisationSettings optimisation = experiment.optimisationOf(architecture);
    double most = mean(rounds, optimisation.epochs());
    double expected = mean(rounds, expected(optimisation));
    double work = work(experiment, architecture);
    double labelled =
        labelled(experiment) * (experiment.teacher().wordDropout() ? 1 + copies(experiment) : 1);
    Unit unit = Unit.of(experiment, teacher);
    int seeds = experiment.teacher().seeds().orElse(1);
    List<Trial> experts = new ArrayList<>();
    for (String label : validation.corpus().segmented().corpus().labels().names()) {
      List<Double> ofNetworks =
          experiment.teacher().trainsNetworks() ? experiment.teacher().trained() : List.of();
      for (double weight : ofNetworks) {
        TrialName first = new TrialName(teacher, Optional.of(label), Optional.of(weight));
        for (int seed = 1; seed <= seeds; seed++) {
          TrialName name = seed == 1 ? first : first.withVariant(TeacherSettings.variant(seed));
          parts.forEach(
              (part, learnt) ->
                  experts.add(
                      new Trial(
                          name.without(part), unit, most, expected, work, labelled * learnt)));
        }
      }
      for (ExpertKind kind : experiment.teacher().linearKinds()) {
        TrialName name =
            new TrialName(teacher, Optional.of(label), Optional.of(1.0))
                .withVariant(kind.variant().orElseThrow());
        parts.forEach(
            (part, learnt) ->
                experts.add(
                    new Trial(
                        name.without(part), unit, 1, 1, work, labelled(experiment) * learnt)));
      }
    }
    return experts;
  }

  /** Early stopping lets a training make more epochs than its patience, and seldom all. */
  private static double expected(OptimisationSettings optimisation) {
    int least = Math.min(optimisation.epochs(), optimisation.patience() + 1);
    return least + BEYOND_PATIENCE * (optimisation.epochs() - least);
  }

  private static List<Round> rounds(TeacherSettings teacher, int epochs) {
    if (teacher.search() != TeacherSettings.Search.HALVING || teacher.halving().compareWithGrid()) {
      return List.of();
    }
    int left = teacher.classWeights().size();
    HalvingPlan plan =
        HalvingPlan.of(teacher.halving().eta(), teacher.halving().minEpochs(), left, epochs);
    List<Round> rounds = new ArrayList<>();
    for (HalvingPlan.Rung rung : plan.rungs()) {
      rounds.add(new Round(left, rung.epochs()));
      left = rung.survivors();
    }
    return rounds;
  }

  /** Epochs of an expert on average where it would make so many if no search stopped it. */
  private static double mean(List<Round> rounds, double each) {
    if (rounds.isEmpty()) {
      return each;
    }
    double sum = 0;
    double before = 0;
    for (Round round : rounds) {
      double until = Math.min(each, round.epochs());
      sum += round.trials() * Math.max(0, until - before);
      before = until;
    }
    return sum / rounds.get(0).trials();
  }

  /** What of it one process does. */
  TrialPlan of(Predicate<TrialName> own) {
    return new TrialPlan(
        trials.stream().filter(trial -> own.test(trial.name())).toList(), rounds, chained);
  }

  private long count(String architecture, TrainingRow training) {
    return trials.stream()
        .map(Trial::name)
        .filter(it -> it.architecture().equals(architecture) && it.training() == training)
        .count();
  }

  /** Trials by architecture and training type, in lines of text. */
  public String table() {
    return table(Optional.empty());
  }

  /** The same with the seconds that an architecture takes, by its name. */
  String table(Optional<ToDoubleFunction<String>> seconds) {
    List<TrainingRow> rows =
        Arrays.stream(TrainingRow.values())
            .filter(row -> trials.stream().anyMatch(trial -> trial.name().training() == row))
            .toList();
    List<TextTable.Column> columns = new ArrayList<>(List.of(TextTable.left("trials")));
    rows.forEach(row -> columns.add(TextTable.right(row.key())));
    columns.add(TextTable.right("all"));
    seconds.ifPresent(it -> columns.add(TextTable.right("time")));
    TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
    for (String architecture :
        trials.stream().map(trial -> trial.name().architecture()).distinct().toList()) {
      List<Object> cells = new ArrayList<>(List.of(architecture));
      rows.forEach(row -> cells.add(count(architecture, row)));
      cells.add(rows.stream().mapToLong(row -> count(architecture, row)).sum());
      seconds.ifPresent(it -> cells.add(RemainingTime.duration(it.applyAsDouble(architecture))));
      table.row(cells.toArray());
    }
    return table.toString().stripTrailing() + (rounds.isEmpty() ? "" : "\n" + halving());
  }

  private String halving() {
    return rounds.stream()
        .map(
            it -> it.trials() + " for " + it.epochs() + (it.equals(rounds.get(0)) ? " epochs" : ""))
        .collect(
            Collectors.joining(
                ", ",
                "of a label's class weights, halving trains ",
                "; which ones depends on the results"));
  }
}
