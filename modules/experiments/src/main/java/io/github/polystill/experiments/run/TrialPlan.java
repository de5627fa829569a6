package io.github.polystill.experiments.run;

import io.github.polystill.distillation.search.HalvingPlan;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.report.table.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * All that a run trains, listed before the first step, and how much work each of it is.
 *
 * @param parts by validation, fold, architecture and training
 */
public record TrialPlan(List<Part> parts) {
  /** Dimensions of word vectors where a file decides them, to weigh architectures by. */
  static final int DIMENSIONS = 300;

  /** Part of the epochs beyond the least that a training makes on average; see docs/decisions. */
  private static final double BEYOND_PATIENCE = 0.4;

  /**
   * A student, or the search for one label's expert.
   *
   * @param label name, without a class weight
   * @param trials one, or as many as there are class weights
   * @param mostEpochs of one trial, a mean where a search stops some
   * @param expectedEpochs of one trial as long as none of its kind is known
   * @param workPerEpoch the architecture's work per token
   */
  public record Part(
      TrialName label, int trials, double mostEpochs, double expectedEpochs, double workPerEpoch) {
    /** Work at most, in a unit that is the same for all parts. */
    double work() {
      return trials * mostEpochs * workPerEpoch;
    }

    boolean isOf(String architecture, TrainingRow training) {
      return label.architecture().equals(architecture) && label.training() == training;
    }
  }

  public TrialPlan {
    parts = List.copyOf(parts);
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

  /** The plan for the cross-validations of a run. */
  static TrialPlan of(List<CrossValidation> validations) {
    List<Part> parts = new ArrayList<>();
    for (CrossValidation validation : validations) {
      for (int fold : validation.experiment().folds().run()) {
        for (ArchitectureSettings architecture : validation.experiment().architectures()) {
          for (TrainingRow row : validation.experiment().trainings()) {
            add(parts, validation, fold, architecture, row);
          }
        }
      }
    }
    return new TrialPlan(parts);
  }

  private static void add(
      List<Part> parts,
      CrossValidation validation,
      int fold,
      ArchitectureSettings architecture,
      TrainingRow row) {
    Experiment experiment = validation.experiment();
    double work =
        experiment
            .networkOf(architecture)
            .workPerToken(experiment.vectors().dimensions().orElse(DIMENSIONS));
    String name = architecture.name();
    if (row != TrainingRow.TEACHER) {
      OptimisationSettings optimisation = experiment.studentOptimisationOf(architecture);
      TrialName label = TrialName.student(ModelKey.of(validation.seed(), fold, name, row));
      parts.add(new Part(label, 1, optimisation.epochs(), expected(optimisation), work));
      return;
    }
    OptimisationSettings optimisation = experiment.optimisationOf(architecture);
    TeacherSettings teacher = experiment.teacher();
    double most = perCandidate(teacher, optimisation.epochs(), optimisation.epochs());
    double expected = perCandidate(teacher, optimisation.epochs(), expected(optimisation));
    for (String each : validation.corpus().segmented().corpus().labels().names()) {
      TrialName label = TrialName.search(ModelKey.of(validation.seed(), fold, name, row), each);
      parts.add(new Part(label, teacher.classWeights().size(), most, expected, work));
    }
  }

  /** Early stopping lets a training make more epochs than its patience, and seldom all. */
  private static double expected(OptimisationSettings optimisation) {
    int least = Math.min(optimisation.epochs(), optimisation.patience() + 1);
    return least + BEYOND_PATIENCE * (optimisation.epochs() - least);
  }

  /** Epochs of an expert on average where it would make so many if no search stopped it. */
  private static double perCandidate(TeacherSettings teacher, int epochs, double each) {
    if (teacher.search() == TeacherSettings.Search.GRID || teacher.halving().compareWithGrid()) {
      return each;
    }
    int candidates = teacher.classWeights().size();
    HalvingPlan plan =
        HalvingPlan.of(teacher.halving().eta(), teacher.halving().minEpochs(), candidates, epochs);
    double sum = 0;
    double before = 0;
    int left = candidates;
    for (HalvingPlan.Rung rung : plan.rungs()) {
      double until = Math.min(each, rung.epochs());
      sum += left * Math.max(0, until - before);
      before = until;
      left = rung.survivors();
    }
    return sum / candidates;
  }

  /** What of it one process does. */
  TrialPlan of(Predicate<TrialName> own) {
    return new TrialPlan(parts.stream().filter(part -> own.test(part.label())).toList());
  }

  /** How many trials there are. */
  public int trials() {
    return parts.stream().mapToInt(Part::trials).sum();
  }

  private int trials(String architecture, TrainingRow training) {
    return parts.stream()
        .filter(part -> part.isOf(architecture, training))
        .mapToInt(Part::trials)
        .sum();
  }

  private List<String> architectures() {
    return parts.stream().map(part -> part.label().architecture()).distinct().toList();
  }

  /** Trials by architecture and training type, in lines of text. */
  public String table() {
    return table(Optional.empty());
  }

  /**
   * The same with the time that an architecture takes.
   *
   * @param seconds by the name of the architecture
   */
  String table(Optional<ToDoubleFunction<String>> seconds) {
    List<TrainingRow> rows =
        Arrays.stream(TrainingRow.values())
            .filter(row -> parts.stream().anyMatch(part -> part.label().training() == row))
            .toList();
    List<TextTable.Column> columns = new ArrayList<>(List.of(TextTable.left("trials")));
    rows.forEach(row -> columns.add(TextTable.right(row.key())));
    columns.add(TextTable.right("all"));
    seconds.ifPresent(it -> columns.add(TextTable.right("time")));
    TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
    for (String architecture : architectures()) {
      List<Object> cells = new ArrayList<>(List.of(architecture));
      rows.forEach(row -> cells.add(trials(architecture, row)));
      cells.add(rows.stream().mapToInt(row -> trials(architecture, row)).sum());
      seconds.ifPresent(it -> cells.add(RemainingTime.duration(it.applyAsDouble(architecture))));
      table.row(cells.toArray());
    }
    return table.toString().stripTrailing();
  }
}
